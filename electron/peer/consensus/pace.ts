import { MAX_BLOCK_RECORDS } from '../../../shared/ledger/limits.ts'

/**
 * What building a block may take, ms. Every other member needs about as long to check it and half as long again to commit
 * it: several times this must fit well into the shortest view (1.2 s), or a busy machine would time its own leaders out.
 */
const BUILD_MS = 80
/** A block of so many records is worth its votes on any machine. */
const LEAST = 128
/** Share of the newest measurement in the estimate. */
const NEW_SHARE = 0.3

/** How many records this peer, as a leader, puts into one block: what the machine can build in the time now. Local, no rule. */
export class BlockPace {
  #msPerRecord: number | null = null

  get records(): number {
    if (this.#msPerRecord === null) return MAX_BLOCK_RECORDS / 4
    return Math.min(MAX_BLOCK_RECORDS, Math.max(LEAST, Math.floor(BUILD_MS / this.#msPerRecord)))
  }

  /** A block of so many records took so long to build, ms. Small ones tell nothing: what they take is mostly fixed. */
  built(records: number, ms: number): void {
    if (records < LEAST / 2) return
    const now = Math.max(ms / records, 0.001)
    this.#msPerRecord = this.#msPerRecord === null ? now : this.#msPerRecord * (1 - NEW_SHARE) + now * NEW_SHARE
  }
}
