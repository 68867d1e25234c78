import { unwrap } from '../../../../../shared/kit/result.ts'
import { decodeStrict, encodeStrict } from '../../../../../shared/ledger/codec/gate.ts'
import { bytes, fields, int, list, literal, type Check } from '../../../../../shared/ledger/codec/schema.ts'
import { MAX_BLOCK_RECORDS, MAX_CERT, MAX_ENVELOPE, MAX_HEADER } from '../../../../../shared/ledger/limits.ts'
import { MAX_FRAME_BYTES, MAX_REQUEST_BYTES } from '../../limits.ts'
import { MAX_HEADERS } from './protocol.ts'

export interface BlocksRequest {
  readonly from: number
}
/**
 * First frame: headers from the height asked for, and beside each its F certificate, empty where it is no longer kept.
 * The last one is there: through the parent ids it vouches for all.
 */
export interface BlocksHead {
  readonly headers: readonly Uint8Array[]
  readonly finals: readonly Uint8Array[]
}
/** Further frames: envelopes of the blocks in order; `last` ends a block. */
export interface BlocksPart {
  readonly envelopes: readonly Uint8Array[]
  readonly last: boolean
}

const requestShape = fields<BlocksRequest>({ from: int(1, Number.MAX_SAFE_INTEGER) })
const headShape = fields<BlocksHead>({
  headers: list(bytes(1, MAX_HEADER), 1, MAX_HEADERS),
  finals: list(bytes(0, MAX_CERT), 1, MAX_HEADERS),
})
const bool: Check<boolean> = (value, path) => value === true || literal(false)(value, path)
const partShape = fields<BlocksPart>({ envelopes: list(bytes(1, MAX_ENVELOPE), 1, MAX_BLOCK_RECORDS), last: bool })

export const encodeBlocksRequest = (request: BlocksRequest): Uint8Array => encodeStrict(request, MAX_REQUEST_BYTES, requestShape)
export const decodeBlocksRequest = (encoded: Uint8Array): BlocksRequest => unwrap(decodeStrict(encoded, MAX_REQUEST_BYTES, requestShape))
export const encodeBlocksHead = (head: BlocksHead): Uint8Array => encodeStrict(head, MAX_FRAME_BYTES, headShape)
export const decodeBlocksHead = (encoded: Uint8Array): BlocksHead => unwrap(decodeStrict(encoded, MAX_FRAME_BYTES, headShape))
export const encodeBlocksPart = (part: BlocksPart): Uint8Array => encodeStrict(part, MAX_FRAME_BYTES, partShape)
export const decodeBlocksPart = (encoded: Uint8Array): BlocksPart => unwrap(decodeStrict(encoded, MAX_FRAME_BYTES, partShape))
