import type { Log } from '../../../shared/kit/env.ts'
import { CodedError, problem } from '../../../shared/kit/result.ts'
import type { Hash } from '../../../shared/ledger/types.ts'
import type { PeerRef } from '../net/directory.ts'
import { POINTS_MALFORMED } from '../net/limits.ts'
import type { Network } from '../net/network.ts'
import { comparePending, fetchPending } from '../net/protocols/pending/client.ts'
import type { PendingPool } from '../store/chain/types.ts'

export interface ReconcilerOptions {
  readonly network: Network
  readonly pending: PendingPool
  /** Takes fetched envelopes, gives how many were new; throws CodedError where nobody honest would have had one of them. */
  readonly take: (peer: PeerRef, envelopes: readonly Uint8Array[]) => number
  /** Records came in, or somebody was found to hold ours. */
  readonly changed: (added: number) => void
  readonly log: Log
}

/** Makes two peers' pending sets equal: this side takes what it lacks, the other side does the same on its own. */
export class Reconciler {
  readonly #options: ReconcilerOptions
  readonly #running = new Set<string>()

  constructor(options: ReconcilerOptions) {
    this.#options = options
  }

  /** The peer's digest equals ours: it holds all we hold. */
  equal(peer: PeerRef): void {
    this.#held(this.#options.pending.ids(), peer)
  }

  /** Compares and fetches; one run a peer at a time. */
  async run(peer: PeerRef): Promise<void> {
    if (this.#running.has(peer.id)) return
    this.#running.add(peer.id)
    const { network, pending, take, changed, log } = this.#options
    let added = 0
    try {
      const { missing, shared } = await comparePending(network, peer, pending.ids())
      this.#held(shared, peer)
      const wanted = missing.filter((id) => !pending.has(id))
      for await (const envelopes of fetchPending(network, peer, wanted)) added += take(peer, envelopes)
      if (missing.length > 0) log('debug', 'pending.reconciled', { member: peer.member, missing: missing.length, added })
    } catch (cause) {
      if (!(cause instanceof CodedError)) throw cause
      log('debug', 'pending.failed', { member: peer.member, code: cause.code })
      if (!cause.code.startsWith('NET_')) network.refuse(peer, problem(cause.code, cause.params), POINTS_MALFORMED)
    } finally {
      this.#running.delete(peer.id)
      if (added > 0) changed(added)
    }
  }

  #held(ids: readonly Hash[], peer: PeerRef): void {
    let news = false
    const { pending } = this.#options
    const unknown = ids.filter((id) => !pending.holders(id).includes(peer.member))
    if (unknown.length === 0) return
    pending.together(() => {
      for (const id of unknown) news = pending.markHeld(id, peer.member) || news
    })
    if (news) this.#options.changed(0)
  }
}
