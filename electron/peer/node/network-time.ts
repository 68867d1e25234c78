import type { Clock } from '../../../shared/kit/env.ts'
import type { MemberId } from '../../../shared/ledger/types.ts'
import { faultBound } from '../../../shared/ledger/voters.ts'
import type { PeerBook } from '../sync/peer-book.ts'
import { CLOCK_STOP_MS } from './health.ts'

/** Offsets are believed up to this much; a clock further off needs a person, ms. */
const MAX_ADJUST_MS = 10 * 60_000

/** This computer's clock beside those of the members, as their heartbeats show them. */
export class NetworkTime {
  readonly #book: PeerBook
  readonly #clock: Clock
  readonly #voters: () => number
  readonly #me: MemberId

  constructor(book: PeerBook, clock: Clock, voters: () => number, me: MemberId) {
    this.#book = book
    this.#clock = clock
    this.#voters = voters
    this.#me = me
  }

  /** The members' clocks minus ours, ms; null while too few of them are heard. */
  offset(): number | null {
    return this.#book.clockOffset(faultBound(this.#voters()) + 1, this.#me)
  }

  /** Our clock, set by the members' as far as they are believed. */
  now(): number {
    return this.#clock.now() + Math.max(-MAX_ADJUST_MS, Math.min(MAX_ADJUST_MS, this.offset() ?? 0))
  }

  /** Whether our clock is good enough to propose blocks. */
  mayPropose(): boolean {
    return Math.abs(this.offset() ?? 0) < CLOCK_STOP_MS
  }
}
