import { compareText, utf8 } from '../../kit/bytes.ts'
import { sha256 } from '../crypto/hash.ts'
import type { Hash } from '../types.ts'
import { bucketHash, bucketOf, type BucketEntry, type StateStore } from './bucket.ts'
import type { StateChange, StateReader } from './executor.ts'

/**
 * The state of an open block: changes in memory over the finalized state, which is only read. Keeps the changed keys sorted
 * and the touched buckets loaded, so that listing, counting and hashing cost what the changes cost, not what the state holds.
 */
export class Overlay implements StateReader {
  readonly #base: StateStore
  readonly #values = new Map<string, Uint8Array | null>()
  /** Changed keys in UTF-8 order. */
  readonly #keys: string[] = []
  /** Touched buckets: key -> hash of the value now in force. */
  readonly #buckets = new Map<number, Map<string, Hash>>()
  readonly #bucketOfKey = new Map<string, number>()

  /** What the finalized state threw while it was read: a fault of this machine, never of a record. */
  failure: unknown = null

  constructor(base: StateStore) {
    this.#base = base
  }

  get(key: string): Uint8Array | null {
    const changed = this.#values.get(key)
    if (changed !== undefined) return changed
    try {
      return this.#base.get(key)
    } catch (error) {
      this.failure = error
      throw error
    }
  }

  *list(prefix: string): Generator<readonly [key: string, value: Uint8Array]> {
    let at = this.#position(prefix)
    const next = (): string | null => (this.#keys[at]?.startsWith(prefix) ? this.#keys[at]! : null)
    for (const entry of this.#listBase(prefix)) {
      for (let key = next(); key !== null && compareText(key, entry[0]) < 0; key = next()) {
        yield* this.#changed(key)
        at++
      }
      if (next() === entry[0]) {
        yield* this.#changed(entry[0])
        at++
      } else {
        yield entry
      }
    }
    for (let key = next(); key !== null; key = next()) {
      yield* this.#changed(key)
      at++
    }
  }

  set(key: string, value: Uint8Array | null): void {
    if (!this.#values.has(key)) this.#keys.splice(this.#position(key), 0, key)
    this.#values.set(key, value)
    const bucket = this.#bucket(key)
    if (value === null) bucket.delete(key)
    else bucket.set(key, sha256(value))
  }

  /** Bucket of the key, whether the key is in it, and how many keys are. */
  occupancy(key: string): { readonly bucket: number; readonly present: boolean; readonly size: number } {
    const bucket = this.#bucket(key)
    return { bucket: this.#bucketOfKey.get(key)!, present: bucket.has(key), size: bucket.size }
  }

  /** Whether a key with this prefix was changed. */
  touched(prefix: string): boolean {
    return this.#keys[this.#position(prefix)]?.startsWith(prefix) ?? false
  }

  /** Net changes in key order. */
  changes(): readonly StateChange[] {
    return this.#keys.map((key) => [key, this.#values.get(key) ?? null])
  }

  /** Hashes of the touched buckets. */
  bucketHashes(): Map<number, Hash> {
    const hashes = new Map<number, Hash>()
    for (const [index, bucket] of this.#buckets) {
      hashes.set(index, bucketHash(Array.from(bucket, ([key, hash]): BucketEntry => ({ key: utf8(key), hash }))))
    }
    return hashes
  }

  *#listBase(prefix: string): Generator<readonly [key: string, value: Uint8Array]> {
    const entries = this.#base.list(prefix)[Symbol.iterator]()
    try {
      for (;;) {
        let next: IteratorResult<readonly [key: string, value: Uint8Array]>
        try {
          next = entries.next()
        } catch (error) {
          this.failure = error
          throw error
        }
        if (next.done) return
        yield next.value
      }
    } finally {
      entries.return?.()
    }
  }

  *#changed(key: string): Generator<readonly [string, Uint8Array]> {
    const value = this.#values.get(key)
    if (value) yield [key, value]
  }

  #bucket(key: string): Map<string, Hash> {
    let index = this.#bucketOfKey.get(key)
    if (index === undefined) {
      index = bucketOf(key)
      this.#bucketOfKey.set(key, index)
    }
    let bucket = this.#buckets.get(index)
    if (!bucket) {
      bucket = new Map(Array.from(this.#base.bucket(index), ([name, value]) => [name, sha256(value)]))
      this.#buckets.set(index, bucket)
    }
    return bucket
  }

  /** First place whose key is not below the given one. */
  #position(key: string): number {
    let low = 0
    let high = this.#keys.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (compareText(this.#keys[middle]!, key) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
