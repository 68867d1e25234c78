import { CodedError, problem, type Problem } from '../../../shared/kit/result.ts'
import type { BlockFacts } from '../../../shared/ledger/consensus/types.ts'
import type { Hash } from '../../../shared/ledger/types.ts'
import type { SafetyStore } from '../store/safety/types.ts'
import { isEmpty, toBatch, type IsOwn, type Persist } from './durable.ts'

/** How long writes that need no flush of their own may wait for one, and how long old rows may stay, ms. */
const RIDE_MS = 250
const PRUNE_MS = 1_000

export interface SafetyWriterOptions {
  readonly genesisHash: Hash
  readonly isOwn: IsOwn
  readonly safety: SafetyStore
  readonly encodedBlock: (facts: BlockFacts) => Uint8Array | null
  /** Height up to which everything is final. */
  readonly finalized: () => number
  /** A write failed: nothing may be voted any more. Never tried again. */
  readonly failed: (why: Problem) => void
}

/** Puts the core's durable effects into safety.db: at once where votes wait for it, with the next flush otherwise. */
export class SafetyWriter {
  readonly #options: SafetyWriterOptions
  #riding: Persist[] = []
  #rideTimer: NodeJS.Timeout | null = null
  #pruneTimer: NodeJS.Timeout | null = null
  #closed = false

  constructor(options: SafetyWriterOptions) {
    this.#options = options
  }

  /** One turn's effects. False where the write failed and nothing of the turn may leave. */
  write(persists: readonly Persist[]): boolean {
    if (this.#closed || persists.length === 0) return true
    this.#riding.push(...persists)
    if (persists.some(({ sync }) => sync)) return this.flush()
    this.#rideTimer ??= setTimeout(() => {
      this.#rideTimer = null
      this.flush()
    }, RIDE_MS)
    return true
  }

  /** Writes everything that waits, in one transaction and one flush. */
  flush(): boolean {
    const { genesisHash, isOwn, safety, encodedBlock } = this.#options
    const batch = toBatch(genesisHash, isOwn, this.#riding.splice(0), encodedBlock)
    return this.#closed || isEmpty(batch) || this.#try(() => safety.persist(batch))
  }

  /** Old rows go in the idle moment after a block, not between two votes. */
  prune(): void {
    if (this.#closed) return
    this.#pruneTimer ??= setTimeout(() => {
      this.#pruneTimer = null
      if (!this.#closed) this.#try(() => this.#options.safety.finalized(this.#options.finalized()))
    }, PRUNE_MS)
  }

  /** Nothing is written after this. */
  close(): void {
    this.#closed = true
    this.#riding = []
    for (const timer of [this.#rideTimer, this.#pruneTimer]) if (timer) clearTimeout(timer)
  }

  #try(work: () => void): boolean {
    try {
      work()
      return true
    } catch (cause) {
      this.close()
      this.#options.failed(cause instanceof CodedError ? problem(cause.code, cause.params) : problem('STORE_IO', { file: 'safety.db', detail: 'unknown' }))
      return false
    }
  }
}
