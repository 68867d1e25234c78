import { compareBytes, equalBytes, utf8 } from '../../kit/bytes.ts'
import { ok, type Result } from '../../kit/result.ts'
import { refuse } from '../errors.ts'
import { MAX_BUCKET_KEYS, STATE_DEPTH } from '../limits.ts'
import type { Hash } from '../types.ts'
import { bucketHash, bucketOf, entryOf, type BucketEntry, type StateStore } from './bucket.ts'
import { rootOverPath, type StateTree } from './tree.ts'

/** Everything in the key's bucket, and the way from there to the state root: proves a value as well as an absence. */
export interface StateProof {
  /** In bytewise key order, without repetition. */
  readonly entries: readonly BucketEntry[]
  /** 16 hashes, from the bucket upwards. */
  readonly path: readonly Hash[]
}

/** Proof of what the finalized state says about a key. `tree` must belong to `store`. */
export function proveState(store: StateStore, tree: StateTree, key: string): StateProof {
  const bucket = bucketOf(key)
  const entries = Array.from(store.bucket(bucket), ([name, value]) => entryOf(name, value))
  return { entries: entries.sort((a, b) => compareBytes(a.key, b.key)), path: tree.path(bucket) }
}

/** The hash of the key's value under this state root, or null where the key is proved absent. STATE_PROOF. */
export function verifyState(stateRoot: Hash, key: string, { entries, path }: StateProof): Result<Hash | null> {
  if (path.length !== STATE_DEPTH || entries.length > MAX_BUCKET_KEYS) return refuse('STATE_PROOF')
  if (entries.some((entry, i) => i > 0 && compareBytes(entries[i - 1]!.key, entry.key) >= 0)) return refuse('STATE_PROOF')
  if (!equalBytes(rootOverPath(bucketOf(key), bucketHash(entries), path), stateRoot)) return refuse('STATE_PROOF')
  const wanted = utf8(key)
  return ok(entries.find((entry) => equalBytes(entry.key, wanted))?.hash ?? null)
}
