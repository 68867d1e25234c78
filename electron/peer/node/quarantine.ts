import type { Log } from '../../../shared/kit/env.ts'
import type { MemberId } from '../../../shared/ledger/types.ts'
import { faultBound, quorum } from '../../../shared/ledger/voters.ts'
import type { SafetyStore } from '../store/safety/types.ts'

/**
 * A seat that lost its safety.db no longer knows what it voted. It votes again only from slot s + 2 on, where s is the
 * highest open slot that n - q + f + 1 other members prove: it voted at most in some slot whose predecessor is final, and
 * that many members include an honest one that had it open.
 */
export class Quarantine {
  readonly #safety: SafetyStore
  readonly #me: MemberId
  readonly #log: Log
  readonly #left: () => void
  readonly #answers = new Map<MemberId, number>()
  /** Answers of other members that are needed. */
  readonly needed: number

  constructor(options: { readonly safety: SafetyStore; readonly me: MemberId; readonly members: number; readonly log: Log; readonly left: () => void }) {
    this.#safety = options.safety
    this.#me = options.me
    this.#log = options.log
    this.#left = options.left
    this.needed = options.members - quorum(options.members) + faultBound(options.members) + 1
  }

  get answers(): number {
    return this.#answers.size
  }

  /** A member's proven height, since this process started. */
  answer(member: MemberId, height: number): void {
    if (member === this.#me || !this.#safety.meta().quarantined) return
    this.#answers.set(member, Math.max(height, this.#answers.get(member) ?? 0))
    if (this.#answers.size < this.needed) return
    const open = Math.max(...this.#answers.values()) + 1
    this.#safety.leaveQuarantine(open + 2)
    this.#log('warn', 'safety.quarantine-left', { answers: this.#answers.size, voteFrom: open + 2 })
    this.#left()
  }
}
