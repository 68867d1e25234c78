import type { Clock, Log } from '../../../shared/kit/env.ts'
import { CodedError, type Problem } from '../../../shared/kit/result.ts'
import type { Pool } from '../consensus/pool.ts'
import type { PeerRef } from '../net/directory.ts'
import type { RecordVerdict } from '../net/gossip.ts'
import { POINTS_FORGED, RECORD_RATE } from '../net/limits.ts'
import { TokenBucket } from '../net/token-bucket.ts'
import type { PendingPool } from '../store/chain/types.ts'

export interface ArrivalsOptions {
  readonly pool: Pool
  readonly pending: PendingPool
  readonly refuse: (peer: PeerRef, why: Problem, points: number) => void
  readonly changed: (added: number) => void
  readonly clock: Clock
  readonly log: Log
}

interface Arrival {
  readonly peer: PeerRef
  readonly envelope: Uint8Array
  readonly resolve: (verdict: RecordVerdict) => void
}

/** Records of others on their way into the pool: all that came in one turn of the event loop are stored with one flush. */
export class Arrivals {
  readonly #options: ArrivalsOptions
  readonly #allowances = new Map<string, TokenBucket>()
  #waiting: Arrival[] = []

  constructor(options: ArrivalsOptions) {
    this.#options = options
  }

  /** A record that came by gossip. What is left out above the peer's rate comes by reconciliation, at our own pace. */
  push(peer: PeerRef, envelope: Uint8Array): Promise<RecordVerdict> {
    const bucket = this.#allowances.get(peer.id) ?? new TokenBucket(this.#options.clock, RECORD_RATE)
    this.#allowances.set(peer.id, bucket)
    if (!bucket.take()) return Promise.resolve('ignore')
    return new Promise((resolve) => {
      this.#waiting.push({ peer, envelope, resolve })
      if (this.#waiting.length === 1) setImmediate(() => this.#flush())
    })
  }

  /** Records fetched from a peer's pool; gives how many were new. Throws CodedError where the peer is to blame for one. */
  take(peer: PeerRef, envelopes: readonly Uint8Array[]): number {
    const { pending, pool } = this.#options
    return pending.together(() => {
      let added = 0
      for (const envelope of envelopes) {
        const admission = pool.admit(envelope)
        if (!admission.added && admission.blame) throw new CodedError(admission.why.code, admission.why.params)
        if (!admission.added) continue
        pending.markHeld(admission.record.id, peer.member)
        added += 1
      }
      return added
    })
  }

  #flush(): void {
    const arrivals = this.#waiting.splice(0)
    const { pending, changed, log } = this.#options
    let verdicts: readonly RecordVerdict[]
    try {
      verdicts = pending.together(() => arrivals.map((arrival) => this.#judge(arrival)))
    } catch (cause) {
      // Not the sender's fault: it will be asked again by reconciliation.
      log('error', 'pool.failed', { code: cause instanceof CodedError ? cause.code : 'unknown' })
      verdicts = arrivals.map(() => 'ignore')
    }
    arrivals.forEach(({ resolve }, i) => resolve(verdicts[i]!))
    const added = verdicts.filter((verdict) => verdict === 'accept').length
    if (added > 0) changed(added)
  }

  #judge({ peer, envelope }: Arrival): RecordVerdict {
    const { pool, pending, refuse } = this.#options
    const admission = pool.admit(envelope)
    if (admission.added) {
      pending.markHeld(admission.record.id, peer.member)
      return 'accept'
    }
    refuse(peer, admission.why, admission.blame ? POINTS_FORGED : 0)
    return admission.blame ? 'reject' : 'ignore'
  }
}
