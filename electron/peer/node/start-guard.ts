import type { MemberId } from '../../../shared/ledger/types.ts'

/** Longest wait for what others know of us, ms. It must not need a quorum: with one member asleep a network of four would never start. */
export const GUARD_MS = 3_000

/**
 * Between the start of the network and the first vote: every seat that can be reached is asked for the highest vote it holds
 * from us (that is part of the greeting). Over when all have answered, or after three seconds.
 */
export class StartGuard {
  readonly #missing: Set<MemberId>
  readonly #over: () => void
  #timer: NodeJS.Timeout | null
  #done = false

  constructor(others: readonly MemberId[], over: () => void) {
    this.#missing = new Set(others)
    this.#over = over
    this.#timer = setTimeout(() => this.#finish(), others.length > 0 ? GUARD_MS : 0)
  }

  get done(): boolean {
    return this.#done
  }

  answered(member: MemberId): void {
    this.#missing.delete(member)
    if (this.#missing.size === 0) this.#finish()
  }

  stop(): void {
    this.#done = true
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  #finish(): void {
    if (this.#done) return
    this.stop()
    this.#over()
  }
}
