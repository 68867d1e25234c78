import type { Clock, Log } from '../../../shared/kit/env.ts'
import { CodedError, problem, type Problem } from '../../../shared/kit/result.ts'
import type { Pool } from '../consensus/pool.ts'
import type { PeerRef } from '../net/directory.ts'
import type { RecordVerdict } from '../net/gossip.ts'
import { POINTS_FORGED, POINTS_MALFORMED, RECORD_RATE } from '../net/limits.ts'
import { unpackRecords } from '../net/record-batch.ts'
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
  readonly envelopes: readonly Uint8Array[]
  readonly resolve: (verdict: RecordVerdict) => void
}

/** Records judged in one turn of the event loop: about as long as a vote may wait for its turn. */
const SLICE = 64
/** Messages waiting to be judged. What is above it comes by reconciliation. */
const MAX_WAITING = 1_024

/** Records of others on their way into the pool, a few at a time, so that votes are not kept waiting. */
export class Arrivals {
  readonly #options: ArrivalsOptions
  readonly #allowances = new Map<string, TokenBucket>()
  readonly #waiting: Arrival[] = []
  #running = false

  constructor(options: ArrivalsOptions) {
    this.#options = options
  }

  /** A message of records that came by gossip. What is left out above the peer's rate comes by reconciliation, at our own pace. */
  push(peer: PeerRef, message: Uint8Array): Promise<RecordVerdict> {
    let envelopes: readonly Uint8Array[]
    try {
      envelopes = unpackRecords(message)
    } catch (cause) {
      if (!(cause instanceof CodedError)) throw cause
      this.#options.refuse(peer, problem(cause.code, cause.params), POINTS_MALFORMED)
      return Promise.resolve('reject')
    }
    const bucket = this.#allowances.get(peer.id) ?? new TokenBucket(this.#options.clock, RECORD_RATE)
    this.#allowances.set(peer.id, bucket)
    if (this.#waiting.length >= MAX_WAITING || !bucket.take(envelopes.length)) return Promise.resolve('ignore')
    return new Promise((resolve) => {
      this.#waiting.push({ peer, envelopes, resolve })
      this.#plan()
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

  #plan(): void {
    if (this.#running || this.#waiting.length === 0) return
    this.#running = true
    setImmediate(() => {
      this.#running = false
      this.#flush()
      this.#plan()
    })
  }

  #flush(): void {
    let added = 0
    for (let judged = 0; judged < SLICE && this.#waiting.length > 0; ) {
      const arrival = this.#waiting.shift()!
      judged += arrival.envelopes.length
      try {
        const { verdict, fresh } = this.#judge(arrival)
        arrival.resolve(verdict)
        added += fresh
      } catch (cause) {
        // Not the sender's fault: it will be asked again by reconciliation.
        this.#options.log('error', 'pool.failed', { code: cause instanceof CodedError ? cause.code : 'unknown' })
        arrival.resolve('ignore')
      }
    }
    if (added > 0) this.#options.changed(added)
  }

  /** Passed on only where nothing in the message is doubtful here: nobody is made to carry what we did not check. */
  #judge({ peer, envelopes }: Arrival): { readonly verdict: RecordVerdict; readonly fresh: number } {
    const { pool, pending, refuse } = this.#options
    let fresh = 0
    let doubtful = 0
    for (const envelope of envelopes) {
      const admission = pool.admit(envelope)
      if (admission.added) {
        pending.markHeld(admission.record.id, peer.member)
        fresh += 1
        continue
      }
      const { why, blame } = admission
      const isOwnFlood = why.code === 'NET_EXOTIC_SIGNATURES' && why.params?.['member'] === peer.member
      refuse(peer, why, blame ? POINTS_FORGED : isOwnFlood ? POINTS_MALFORMED : 0)
      if (admission.blame) return { verdict: 'reject', fresh }
      if (admission.why.code !== 'RECORD_DUPLICATE') doubtful += 1
    }
    return { verdict: fresh > 0 && doubtful === 0 ? 'accept' : 'ignore', fresh }
  }
}
