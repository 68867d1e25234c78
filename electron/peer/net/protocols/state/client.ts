import { concat } from '../../../../../shared/kit/bytes.ts'
import { CodedError } from '../../../../../shared/kit/result.ts'
import { HASH_BYTES, STATE_BUCKETS } from '../../../../../shared/ledger/limits.ts'
import type { Hash } from '../../../../../shared/ledger/types.ts'
import type { PeerRef } from '../../directory.ts'
import type { Network } from '../../network.ts'
import type { FetchSignals } from '../../fetch.ts'
import { decodeSnapshotHead, encodeStateRequest, type SnapshotHead } from './codec.ts'
import { STATE_ANSWER_LIMIT, STATE_PROTOCOL } from './protocol.ts'

export interface OpenedSnapshot extends SnapshotHead {
  /** Hashes of all 65 536 buckets, joined. */
  readonly hashes: Uint8Array
}

/** Opens a snapshot at a peer; unverified. Throws CodedError (see `Network.fetch`), CBOR_*, NET_BAD_ANSWER. */
export async function openSnapshot(network: Network, peer: PeerRef, at: Hash | null, signals: FetchSignals): Promise<OpenedSnapshot> {
  const frames: Uint8Array[] = []
  await network.fetch(peer.id, STATE_PROTOCOL, encodeStateRequest({ v: 1, at, from: 0, to: 0 }), (frame) => frames.push(frame), signals)
  const [head, ...rest] = frames
  const hashes = concat(...rest)
  if (!head || hashes.length !== STATE_BUCKETS * HASH_BYTES) throw new CodedError('NET_BAD_ANSWER')
  return { ...decodeSnapshotHead(head), hashes }
}

/** Frames with buckets (see `decodeBucketParts`) as they come. */
export const fetchBuckets = (network: Network, peer: PeerRef, range: { readonly at: Hash; readonly from: number; readonly to: number }, onFrame: (frame: Uint8Array) => void, signals: FetchSignals): Promise<void> =>
  network.fetch(peer.id, STATE_PROTOCOL, encodeStateRequest({ v: 1, ...range }), onFrame, { limit: STATE_ANSWER_LIMIT, ...signals })
