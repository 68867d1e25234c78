import { compareText } from '../../kit/bytes.ts'
import { bucketOf, type StateStore } from './bucket.ts'
import type { StateChange } from './executor.ts'

/** A whole state in memory: for verifiers, simulations and tests. */
export class MemoryState implements StateStore {
  readonly #values = new Map<string, Uint8Array>()
  readonly #buckets = new Map<number, Set<string>>()
  #sorted: readonly string[] | null = null

  constructor(changes: Iterable<StateChange> = []) {
    this.apply(changes)
  }

  apply(changes: Iterable<StateChange>): void {
    for (const [key, value] of changes) {
      const index = bucketOf(key)
      const bucket = this.#buckets.get(index) ?? new Set<string>()
      this.#buckets.set(index, bucket)
      if (value === null) {
        this.#values.delete(key)
        bucket.delete(key)
      } else {
        this.#values.set(key, value)
        bucket.add(key)
      }
    }
    this.#sorted = null
  }

  get(key: string): Uint8Array | null {
    return this.#values.get(key) ?? null
  }

  *list(prefix: string): Generator<readonly [key: string, value: Uint8Array]> {
    this.#sorted ??= [...this.#values.keys()].sort(compareText)
    for (const key of this.#sorted) if (key.startsWith(prefix)) yield [key, this.#values.get(key)!]
  }

  *bucket(index: number): Generator<readonly [key: string, value: Uint8Array]> {
    for (const key of this.#buckets.get(index) ?? []) yield [key, this.#values.get(key)!]
  }
}
