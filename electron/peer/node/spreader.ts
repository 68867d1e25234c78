import type { Log } from '../../../shared/kit/env.ts'
import type { Network } from '../net/network.ts'
import { packRecords } from '../net/record-batch.ts'
import type { PendingPool } from '../store/chain/types.ts'
import type { Heartbeats } from '../sync/heartbeat.ts'
import type { Reconciler } from '../sync/reconcile.ts'

/** After the last of several records was signed here, ms until peers are asked whether they hold them; and at the latest. */
const ASK_HOLDERS_MS = 500
const ASK_AT_LATEST_MS = 15_000
/** Time between two messages of records, ms: the first one of a burst leaves at once, what follows shares a message. */
const BURST_MS = 100
/** Own records waiting for the next message; what is above it comes to the others by reconciliation. */
const MAX_WAITING = 4_096

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
  #waiting: Uint8Array[] = []
  #immediate: NodeJS.Immediate | null = null
  #burst: NodeJS.Timeout | null = null
  #asking: NodeJS.Timeout | null = null
  #lastSigned = 0
  #stopped = false

  constructor(options: SpreaderOptions) {
    this.#options = options
  }

  /** Gossips the record, together with others of the same burst. */
  spread(envelope: Uint8Array): void {
    if (this.#stopped) return
    this.#lastSigned = performance.now()
    if (!this.#asking) this.#planAsking(this.#lastSigned + ASK_AT_LATEST_MS, ASK_HOLDERS_MS)
    if (this.#waiting.length < MAX_WAITING) this.#waiting.push(envelope)
    if (!this.#burst) this.#immediate ??= setImmediate(() => this.#flush())
  }

  stop(): void {
    this.#stopped = true
    for (const timer of [this.#burst, this.#asking]) if (timer) clearTimeout(timer)
    if (this.#immediate) clearImmediate(this.#immediate)
  }

  #flush(): void {
    this.#immediate = null
    this.#burst = null
    if (this.#waiting.length === 0) return
    this.#burst = setTimeout(() => this.#flush(), BURST_MS)
    for (const message of packRecords(this.#waiting.splice(0))) void this.#publish(message)
  }

  /** Peers that gossip does not reach yet get a heartbeat, whose digest makes them fetch what they lack. */
  async #publish(message: Uint8Array): Promise<void> {
    const { network, heartbeats, log } = this.#options
    try {
      const reached = await network.publish(message)
      for (const peer of network.connected()) if (!reached.has(peer.id)) void heartbeats.now(peer.id)
    } catch (cause) {
      log('debug', 'net.publish-failed', { reason: cause instanceof Error ? cause.name : 'unknown' })
    }
  }

  /** While records stream in they are final before anybody could answer: the question waits for a pause. */
  #planAsking(latest: number, wait: number): void {
    this.#asking = setTimeout(() => {
      const now = performance.now()
      const calm = this.#lastSigned + ASK_HOLDERS_MS
      if (now < Math.min(calm, latest)) return this.#planAsking(latest, Math.min(calm, latest) - now)
      this.#asking = null
      const { network, reconciler, pending } = this.#options
      if (pending.size > 0) for (const peer of network.connected()) void reconciler.run(peer)
    }, wait)
  }
}
