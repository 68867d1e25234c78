import { compareText, equalBytes, utf8 } from '../../kit/bytes.ts'
import { ok, type Result } from '../../kit/result.ts'
import { int } from '../codec/schema.ts'
import { sha256 } from '../crypto/hash.ts'
import { refuse } from '../errors.ts'
import { MAX_BUCKET_KEYS, MAX_PROOF_KEYS, MAX_STATE_VALUE, STATE_BUCKETS, STATE_DEPTH } from '../limits.ts'
import { bucketHash, bucketOf, type StateStore } from '../state/bucket.ts'
import { proveState } from '../state/proof.ts'
import { rootOverPath, type StateTree } from '../state/tree.ts'
import type { Hash } from '../types.ts'
import { fromUtf8 } from '../../kit/bytes.ts'
import { b64, base64, hash64, items, object, optional, stateKey } from './json.ts'

/** What the state says about some keys: each one's value or its absence, under the buckets that hold them. */
export interface StatesContent {
  /** Ascending by number, each needed by a key below. `entries` are in bytewise key order. */
  readonly buckets: readonly { readonly bucket: number; readonly entries: readonly { readonly key: string; readonly hash: Hash }[]; readonly path: readonly Hash[] }[]
  /** In bytewise key order; null proves that the state has no such entry. */
  readonly values: readonly { readonly key: string; readonly value: Uint8Array | null }[]
}

export const readStates = object<StatesContent>({
  buckets: items(
    object({
      bucket: int(0, STATE_BUCKETS - 1),
      entries: items(object({ key: stateKey, hash: hash64 }), 0, MAX_BUCKET_KEYS),
      path: items(hash64, STATE_DEPTH, STATE_DEPTH)
    }),
    0,
    MAX_PROOF_KEYS
  ),
  values: items(object({ key: stateKey, value: optional(base64(0, MAX_STATE_VALUE)) }), 0, MAX_PROOF_KEYS)
})

export const writeStates = ({ buckets, values }: StatesContent) => ({
  buckets: buckets.map(({ bucket, entries, path }) => ({ bucket, entries: entries.map(({ key, hash }) => ({ key, hash: b64(hash) })), path: path.map(b64) })),
  values: values.map(({ key, value }) => ({ key, value: value && b64(value) }))
})

/** Proof of what the finalized state says about these keys. `tree` belongs to `store`. */
export function proveStates(store: StateStore, tree: StateTree, keys: Iterable<string>): StatesContent {
  const sorted = [...new Set(keys)].sort(compareText)
  const buckets = new Map<number, StatesContent['buckets'][number]>()
  for (const key of sorted) {
    const bucket = bucketOf(key)
    if (buckets.has(bucket)) continue
    const { entries, path } = proveState(store, tree, key)
    buckets.set(bucket, { bucket, entries: entries.map((entry) => ({ key: fromUtf8(entry.key), hash: entry.hash })), path })
  }
  return { buckets: [...buckets.values()].sort((a, b) => a.bucket - b.bucket), values: sorted.map((key) => ({ key, value: store.get(key) })) }
}

const ascending = <T>(list: readonly T[], compare: (a: T, b: T) => number): boolean => list.every((item, i) => i === 0 || compare(list[i - 1]!, item) < 0)

/** The values by key, where all of them stand in the state with this root and nothing is there that proves none of them. PROOF_STATE. */
export function verifyStates(stateRoot: Hash, { buckets, values }: StatesContent): Result<ReadonlyMap<string, Uint8Array | null>> {
  const flaw = refuse('PROOF_STATE')
  if (!ascending(buckets, (a, b) => a.bucket - b.bucket) || !ascending(values, (a, b) => compareText(a.key, b.key))) return flaw
  const hashes = new Map<number, ReadonlyMap<string, Hash>>()
  for (const { bucket, entries, path } of buckets) {
    if (!ascending(entries, (a, b) => compareText(a.key, b.key))) return flaw
    const root = rootOverPath(bucket, bucketHash(entries.map(({ key, hash }) => ({ key: utf8(key), hash }))), path)
    if (!equalBytes(root, stateRoot)) return flaw
    hashes.set(bucket, new Map(entries.map(({ key, hash }) => [key, hash])))
  }
  const used = new Set<number>()
  for (const { key, value } of values) {
    const bucket = bucketOf(key)
    const stored = hashes.get(bucket)?.get(key) ?? null
    if (!hashes.has(bucket) || (stored === null) !== (value === null)) return flaw
    if (stored && value && !equalBytes(sha256(value), stored)) return flaw
    used.add(bucket)
  }
  return used.size === buckets.length ? ok(new Map(values.map(({ key, value }) => [key, value]))) : flaw
}
