import { compareBytes, utf8 } from '../../kit/bytes.ts'
import { hashOf, sha256 } from '../crypto/hash.ts'
import { HASH_BYTES } from '../limits.ts'
import type { Hash } from '../types.ts'
import type { StateReader } from './executor.ts'

/** The finalized state as it is stored: readable by key, and by bucket for the tree. */
export interface StateStore extends StateReader {
  /** All entries of one bucket (0 to 65 535), in any order. */
  bucket(index: number): Iterable<readonly [key: string, value: Uint8Array]>
}

/** An entry as the tree sees it: the UTF-8 key and sha256 of the value. */
export interface BucketEntry {
  readonly key: Uint8Array
  readonly hash: Hash
}

/** Keys whose bucket is remembered, in each of two generations: a block asks for each of its keys several times. */
const REMEMBERED = 4096
let young = new Map<string, number>()
let old = new Map<string, number>()

/** Bucket of a key: the first 16 bits of sha256(UTF-8 key). */
export function bucketOf(key: string): number {
  const known = young.get(key) ?? old.get(key)
  if (known !== undefined) return known
  const hash = sha256(utf8(key))
  const bucket = hash[0]! * 256 + hash[1]!
  if (young.size >= REMEMBERED) {
    old = young
    young = new Map()
  }
  young.set(key, bucket)
  return bucket
}

export const EMPTY_BUCKET: Hash = new Uint8Array(HASH_BYTES)
const BUCKET = Uint8Array.of(2)

/**
 * Hash of a bucket: sha256(0x02 ‖ for each entry in bytewise key order: key length u16 ‖ key ‖ sha256(value)); an empty
 * bucket is 32 zero bytes. It depends on the content alone, not on the order in which it came to be.
 */
export function bucketHash(entries: readonly BucketEntry[]): Hash {
  if (entries.length === 0) return EMPTY_BUCKET
  const parts: Uint8Array[] = [BUCKET]
  for (const { key, hash } of entries.toSorted((a, b) => compareBytes(a.key, b.key))) {
    parts.push(Uint8Array.of(key.length >> 8, key.length & 255), key, hash)
  }
  return hashOf(...parts)
}

export const entryOf = (key: string, value: Uint8Array): BucketEntry => ({ key: utf8(key), hash: sha256(value) })
