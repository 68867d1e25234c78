import type { Log } from '../../../shared/kit/env.ts'
import type { Network } from '../net/network.ts'
import type { PendingPool } from '../store/chain/types.ts'
import type { Heartbeats } from '../sync/heartbeat.ts'
import type { Reconciler } from '../sync/reconcile.ts'

/** After a record was signed here, ms until peers are asked whether they hold it. */
const ASK_HOLDERS_MS = 500

export interface SpreaderOptions {
  readonly network: Network
  readonly heartbeats: Heartbeats
  readonly reconciler: Reconciler
  readonly pending: PendingPool
  readonly log: Log
}

/** Sends own records on their way, and finds out who holds them. */
export class Spreader {
  readonly #options: SpreaderOptions
  #timer: NodeJS.Timeout | null = null

  constructor(options: SpreaderOptions) {
    this.#options = options
  }

  /** Gossips the record; peers that gossip does not reach yet get a heartbeat, whose digest makes them fetch it. */
  async spread(envelope: Uint8Array): Promise<void> {
    const { network, heartbeats, log } = this.#options
    this.#timer ??= setTimeout(() => this.#askHolders(), ASK_HOLDERS_MS)
    try {
      const reached = await network.publish(envelope)
      for (const peer of network.connected()) if (!reached.has(peer.id)) void heartbeats.now(peer.id)
    } catch (cause) {
      log('debug', 'net.publish-failed', { reason: cause instanceof Error ? cause.name : 'unknown' })
    }
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer)
  }

  #askHolders(): void {
    this.#timer = null
    const { network, reconciler, pending } = this.#options
    if (pending.size > 0) for (const peer of network.connected()) void reconciler.run(peer)
  }
}
