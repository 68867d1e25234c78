import { concat, fromUtf8, utf8 } from '../../../../../shared/kit/bytes.ts'
import { CodedError, unwrap } from '../../../../../shared/kit/result.ts'
import { decodeStrict, encodeStrict } from '../../../../../shared/ledger/codec/gate.ts'
import { bytes, fields, int, literal, nullable } from '../../../../../shared/ledger/codec/schema.ts'
import { HASH_BYTES, MAX_BUCKET_KEYS, MAX_CERT, MAX_HEADER, MAX_STATE_KEY, MAX_STATE_VALUE, STATE_BUCKETS } from '../../../../../shared/ledger/limits.ts'
import type { Hash } from '../../../../../shared/ledger/types.ts'
import { MAX_FRAME_BYTES, MAX_REQUEST_BYTES } from '../../limits.ts'

/**
 * Without buckets (`from` = `to` = 0): open a snapshot, of the block `at` or of the newest one (null); answered by its head
 * and all bucket hashes. With buckets: those of the open snapshot `at`, `from` to `to` (exclusive).
 */
export interface StateRequest {
  readonly v: 1
  readonly at: Hash | null
  readonly from: number
  readonly to: number
}
export interface SnapshotHead {
  readonly header: Uint8Array
  readonly certificate: Uint8Array
}
export type StateEntry = readonly [key: string, value: Uint8Array]
/** Entries of one bucket; a large one comes in several parts. */
export interface BucketPart {
  readonly bucket: number
  readonly last: boolean
  readonly entries: readonly StateEntry[]
}

const requestShape = fields<StateRequest>({ v: literal(1), at: nullable(bytes(HASH_BYTES)), from: int(0, STATE_BUCKETS), to: int(0, STATE_BUCKETS) })
const headShape = fields<SnapshotHead>({ header: bytes(1, MAX_HEADER), certificate: bytes(1, MAX_CERT) })

export const encodeStateRequest = (request: StateRequest): Uint8Array => encodeStrict(request, MAX_REQUEST_BYTES, requestShape)
export const decodeStateRequest = (encoded: Uint8Array): StateRequest => unwrap(decodeStrict(encoded, MAX_REQUEST_BYTES, requestShape))
export const encodeSnapshotHead = (head: SnapshotHead): Uint8Array => encodeStrict(head, MAX_FRAME_BYTES, headShape)
export const decodeSnapshotHead = (encoded: Uint8Array): SnapshotHead => unwrap(decodeStrict(encoded, MAX_FRAME_BYTES, headShape))

/** Part: bucket u16 ‖ last u8 ‖ count u16, then each entry: key length u16 ‖ key ‖ value length u32 ‖ value. All big-endian. */
const PART_HEAD = 5
export const entrySize = (keyLength: number, valueLength: number): number => 6 + keyLength + valueLength

export function encodeBucketPart({ bucket, last, entries }: BucketPart): Uint8Array {
  const head = new Uint8Array(PART_HEAD)
  const view = new DataView(head.buffer)
  view.setUint16(0, bucket)
  view.setUint8(2, last ? 1 : 0)
  view.setUint16(3, entries.length)
  const parts: Uint8Array[] = [head]
  for (const [key, value] of entries) {
    const name = utf8(key)
    const prefix = new Uint8Array(2)
    new DataView(prefix.buffer).setUint16(0, name.length)
    const length = new Uint8Array(4)
    new DataView(length.buffer).setUint32(0, value.length)
    parts.push(prefix, name, length, value)
  }
  return concat(...parts)
}

/** The parts of one frame. Throws NET_BAD_ANSWER for anything that is not exactly in this form. */
export function decodeBucketParts(frame: Uint8Array): readonly BucketPart[] {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length)
  const parts: BucketPart[] = []
  let at = 0
  const take = (length: number): number => {
    if (at + length > frame.length) throw new CodedError('NET_BAD_ANSWER')
    at += length
    return at - length
  }
  while (at < frame.length) {
    const head = take(PART_HEAD)
    const last = view.getUint8(head + 2)
    const count = view.getUint16(head + 3)
    if (last > 1 || count === 0 || count > MAX_BUCKET_KEYS) throw new CodedError('NET_BAD_ANSWER')
    const entries: StateEntry[] = []
    for (let i = 0; i < count; i++) {
      const keyLength = view.getUint16(take(2))
      if (keyLength === 0 || keyLength > MAX_STATE_KEY) throw new CodedError('NET_BAD_ANSWER')
      const key = take(keyLength)
      const valueLength = view.getUint32(take(4))
      if (valueLength > MAX_STATE_VALUE) throw new CodedError('NET_BAD_ANSWER')
      const value = take(valueLength)
      entries.push([text(frame.subarray(key, key + keyLength)), frame.slice(value, value + valueLength)])
    }
    parts.push({ bucket: view.getUint16(head), last: last === 1, entries })
  }
  return parts
}

function text(encoded: Uint8Array): string {
  try {
    return fromUtf8(encoded)
  } catch {
    throw new CodedError('NET_BAD_ANSWER')
  }
}
