import { unwrap } from '../../../../../shared/kit/result.ts'
import { decodeStrict, encodeStrict } from '../../../../../shared/ledger/codec/gate.ts'
import { bytes, fields, int } from '../../../../../shared/ledger/codec/schema.ts'
import { MAX_REQUEST_BYTES } from '../../limits.ts'
import { MAX_GET, PARTS } from './protocol.ts'

export const SUMS = 1
export const IDS = 2
export const GET = 3

export interface PendingRequest {
  /** SUMS (`of` empty), IDS (`of` = the parts wanted, one byte each), GET (`of` = ids, 32 bytes each). */
  readonly op: number
  readonly of: Uint8Array
}

const shape = fields<PendingRequest>({ op: int(SUMS, GET), of: bytes(0, Math.max(PARTS, MAX_GET * 32)) })

export const encodePendingRequest = (request: PendingRequest): Uint8Array => encodeStrict(request, MAX_REQUEST_BYTES, shape)
/** Throws CodedError CBOR_*. */
export const decodePendingRequest = (encoded: Uint8Array): PendingRequest => unwrap(decodeStrict(encoded, MAX_REQUEST_BYTES, shape))
