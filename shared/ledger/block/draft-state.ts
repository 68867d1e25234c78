import { compareText } from '../../kit/bytes.ts'
import type { StateChange, StateReader } from '../state/executor.ts'

/** What the effects of one record would write into the ledger's own state: read through to the block's state, kept only if the record holds. */
export class Draft implements StateReader {
  readonly #base: StateReader
  readonly #values = new Map<string, Uint8Array | null>()

  constructor(base: StateReader) {
    this.#base = base
  }

  get(key: string): Uint8Array | null {
    const own = this.#values.get(key)
    return own === undefined ? this.#base.get(key) : own
  }

  *list(prefix: string): Generator<readonly [key: string, value: Uint8Array]> {
    const fresh = new Set([...this.#values.keys()].filter((key) => key.startsWith(prefix)))
    const entries = [...this.#base.list(prefix)].filter(([key]) => !fresh.has(key))
    for (const key of fresh) {
      const value = this.#values.get(key)
      if (value) entries.push([key, value])
    }
    yield* entries.sort(([a], [b]) => compareText(a, b))
  }

  set(key: string, value: Uint8Array | null): void {
    this.#values.set(key, value)
  }

  /** The changes made here, each key once. */
  own(): readonly StateChange[] {
    return [...this.#values]
  }
}
