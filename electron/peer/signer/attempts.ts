import { CodedError } from '../../../shared/kit/result.ts'

/** Wrong passphrases in a row before one has to wait. */
const FREE_ATTEMPTS = 5
const FIRST_WAIT_MS = 2_000
const LONGEST_WAIT_MS = 15 * 60_000

/**
 * Slows guessing at the desk: after five wrong passphrases each further one doubles the wait. It is kept in memory: who
 * can restart the peer has the key files anyway, and there the cost of the key derivation is what protects.
 */
export class Attempts {
  private readonly now: () => number
  private readonly wrong = new Map<string, { count: number; until: number }>()

  constructor(now: () => number) {
    this.now = now
  }

  /** Throws SIGNER_WAIT {seconds}. */
  check(name: string): void {
    const left = (this.wrong.get(name)?.until ?? 0) - this.now()
    if (left > 0) throw new CodedError('SIGNER_WAIT', { seconds: Math.ceil(left / 1000) })
  }

  /** Counts a wrong one; returns how many are free until the next wait. */
  failed(name: string): number {
    const count = (this.wrong.get(name)?.count ?? 0) + 1
    const over = count - FREE_ATTEMPTS
    const wait = over < 0 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** over)
    this.wrong.set(name, { count, until: this.now() + wait })
    return Math.max(0, -over)
  }

  succeeded(name: string): void {
    this.wrong.delete(name)
  }
}
