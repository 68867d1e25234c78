import { concat } from '../../../../../shared/kit/bytes.ts'
import { CodedError } from '../../../../../shared/kit/result.ts'
import { HASH_BYTES, STATE_BUCKETS } from '../../../../../shared/ledger/limits.ts'
import type { Hash } from '../../../../../shared/ledger/types.ts'
import type { PeerRef } from '../../directory.ts'
import { MAX_FRAME_BYTES } from '../../limits.ts'
import type { RequestHandler } from '../../rpc.ts'
import { decodeStateRequest, encodeBucketPart, encodeSnapshotHead, entrySize, type BucketPart, type SnapshotHead, type StateEntry } from './codec.ts'
import { HASHES_FRAME, STATE_BUDGET } from './protocol.ts'

/** One unchanging version of the state. */
export interface Snapshot {
  readonly head: SnapshotHead
  /** Hashes of the buckets that are not empty. */
  hashes(): Iterable<readonly [bucket: number, hash: Hash]>
  /** Entries by bucket and key, of the buckets `from` to `to` (exclusive). */
  entries(from: number, to: number): Iterable<readonly [bucket: number, key: string, value: Uint8Array]>
}
export interface SnapshotSource {
  /** The snapshot of this block, or of the newest one (null). Throws NET_SNAPSHOT_GONE, NET_SNAPSHOTS_FULL. */
  open(at: Hash | null): Snapshot
}

const FRAME_BYTES = MAX_FRAME_BYTES / 2
const PART_BYTES = MAX_FRAME_BYTES / 4

export const stateHandler = (source: SnapshotSource, allow: (peer: PeerRef, bytes: number) => boolean): RequestHandler =>
  function* (peer, request) {
    const { at, from, to } = decodeStateRequest(request)
    const snapshot = source.open(at)
    for (const frame of to === 0 ? openFrames(snapshot) : bucketFrames(snapshot, from, to)) {
      if (!allow(peer, frame.length)) throw new CodedError('NET_SYNC_LIMIT')
      yield frame
    }
  }

function* openFrames(snapshot: Snapshot): Iterable<Uint8Array> {
  yield encodeSnapshotHead(snapshot.head)
  const all = new Uint8Array(STATE_BUCKETS * HASH_BYTES)
  for (const [bucket, hash] of snapshot.hashes()) all.set(hash, bucket * HASH_BYTES)
  for (let at = 0; at < all.length; at += HASHES_FRAME) yield all.subarray(at, at + HASHES_FRAME)
}

/** Whole buckets up to the budget, at least one. */
function* bucketFrames(snapshot: Snapshot, from: number, to: number): Iterable<Uint8Array> {
  let parts: Uint8Array[] = []
  let size = 0
  let sent = 0
  for (const part of partsOf(snapshot.entries(from, to))) {
    const encoded = encodeBucketPart(part)
    parts.push(encoded)
    size += encoded.length
    sent += encoded.length
    if (size >= FRAME_BYTES) {
      yield concat(...parts)
      parts = []
      size = 0
    }
    if (part.last && sent >= STATE_BUDGET) break
  }
  if (parts.length > 0) yield concat(...parts)
}

/** Entries grouped by bucket; a large bucket in several parts, the last of them never empty. */
function* partsOf(rows: Iterable<readonly [bucket: number, key: string, value: Uint8Array]>): Iterable<BucketPart> {
  let bucket = -1
  let size = 0
  let entries: StateEntry[] = []
  for (const [at, key, value] of rows) {
    if (entries.length > 0 && (at !== bucket || size >= PART_BYTES)) {
      yield { bucket, last: at !== bucket, entries }
      entries = []
      size = 0
    }
    bucket = at
    size += entrySize(key.length, value.length)
    entries.push([key, value])
  }
  if (entries.length > 0) yield { bucket, last: true, entries }
}
