import { CodedError, unwrap } from '../../../../../shared/kit/result.ts'
import { decodeStrict, encodeStrict } from '../../../../../shared/ledger/codec/gate.ts'
import { bytes, fields, int, list, literal, SchemaError, type Check } from '../../../../../shared/ledger/codec/schema.ts'
import { HASH_BYTES, MAX_BLOCK_RECORDS, MAX_ENVELOPE, MAX_HEADER } from '../../../../../shared/ledger/limits.ts'
import { MAX_FRAME_BYTES, MAX_REQUEST_BYTES } from '../../limits.ts'
import { bool } from '../epochs/codec.ts'
import { HEADERS_PER_FRAME, MAX_HEADERS_BACK, ROOTS_PER_ANSWER, ROOTS_PER_FRAME } from './protocol.ts'

/**
 * `roots`: the tail's leaf hashes in the first frame, then roots of full segments from `from` on, `count` at most.
 * `segments`: segments `from` on, `count` at most, as many whole ones as fit the budget (one at least).
 * `headers`: headers of the heights `from` downwards, `count` at most.
 * `size` is the log they belong to (not used for headers: 0).
 */
export type LogWant = 'roots' | 'segments' | 'headers'
export interface LogRequest {
  readonly v: 1
  readonly want: LogWant
  readonly size: number
  readonly from: number
  readonly count: number
}
export interface SegmentPart {
  readonly envelopes: readonly Uint8Array[]
  /** Ends a segment. */
  readonly last: boolean
}

const MAX = Number.MAX_SAFE_INTEGER
const want: Check<LogWant> = (value, path) => {
  if (value === 'roots' || value === 'segments' || value === 'headers') return value
  throw new SchemaError('CBOR_SCHEMA', path)
}
const requestShape = fields<LogRequest>({ v: literal(1), want, size: int(0, MAX), from: int(0, MAX), count: int(1, Math.max(ROOTS_PER_ANSWER, MAX_HEADERS_BACK)) })
const partShape = fields<SegmentPart>({ envelopes: list(bytes(1, MAX_ENVELOPE), 1, MAX_BLOCK_RECORDS), last: bool })
const headersShape = list(bytes(1, MAX_HEADER), 1, HEADERS_PER_FRAME)

export const encodeLogRequest = (request: LogRequest): Uint8Array => encodeStrict(request, MAX_REQUEST_BYTES, requestShape)
export const decodeLogRequest = (encoded: Uint8Array): LogRequest => unwrap(decodeStrict(encoded, MAX_REQUEST_BYTES, requestShape))
export const encodeSegmentPart = (part: SegmentPart): Uint8Array => encodeStrict(part, MAX_FRAME_BYTES, partShape)
/** Its envelopes are views of the frame. */
export const decodeSegmentPart = (encoded: Uint8Array): SegmentPart => unwrap(decodeStrict(encoded, MAX_FRAME_BYTES, partShape, true))
export const encodeHeaders = (headers: readonly Uint8Array[]): Uint8Array => encodeStrict(headers, MAX_FRAME_BYTES, headersShape)
export const decodeHeaders = (encoded: Uint8Array): readonly Uint8Array[] => unwrap(decodeStrict(encoded, MAX_FRAME_BYTES, headersShape))

/** A frame of joined hashes: its bytes as they are. Throws NET_BAD_ANSWER. */
export function checkHashes(frame: Uint8Array): Uint8Array {
  if (frame.length % HASH_BYTES !== 0 || frame.length > ROOTS_PER_FRAME * HASH_BYTES) throw new CodedError('NET_BAD_ANSWER')
  return frame
}
