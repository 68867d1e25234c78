import { unwrap } from '../../../../../shared/kit/result.ts'
import { memberId } from '../../../../../shared/ledger/codec/genesis.ts'
import { decodeStrict, encodeStrict } from '../../../../../shared/ledger/codec/gate.ts'
import { bytes, fields, int, list, literal, nullable, type Check } from '../../../../../shared/ledger/codec/schema.ts'
import { MAX_CERT, MAX_HEADER, MAX_MEMBERS, MIN_MEMBERS, PUBLIC_KEY_BYTES } from '../../../../../shared/ledger/limits.ts'
import type { EpochHop } from '../../../../../shared/ledger/membership/epochs.ts'
import type { VoterSet } from '../../../../../shared/ledger/types.ts'
import { MAX_FRAME_BYTES, MAX_REQUEST_BYTES } from '../../limits.ts'

export interface EpochsRequest {
  readonly v: 1
  /** First epoch whose closing block is wanted: the one the asking peer is in. */
  readonly epoch: number
}
/** Last frame of an answer, after one frame for each closing block. Nulls before the first block. */
export interface EpochsHead {
  readonly header: Uint8Array | null
  readonly certificate: Uint8Array | null
  /** Further closing blocks follow the last one of this answer. */
  readonly more: boolean
}

const MAX = Number.MAX_SAFE_INTEGER
export const bool: Check<boolean> = (value, path) => value === true || literal(false)(value, path)
const voter = fields<VoterSet['members'][number]>({ id: memberId, voteKey: bytes(PUBLIC_KEY_BYTES) })
const requestShape = fields<EpochsRequest>({ v: literal(1), epoch: int(0, MAX) })
const hopShape = fields<EpochHop>({ header: bytes(1, MAX_HEADER), certificate: bytes(1, MAX_CERT), members: list(voter, MIN_MEMBERS, MAX_MEMBERS) })
const headShape = fields<EpochsHead>({ header: nullable(bytes(1, MAX_HEADER)), certificate: nullable(bytes(1, MAX_CERT)), more: bool })

export const encodeEpochsRequest = (request: EpochsRequest): Uint8Array => encodeStrict(request, MAX_REQUEST_BYTES, requestShape)
export const decodeEpochsRequest = (encoded: Uint8Array): EpochsRequest => unwrap(decodeStrict(encoded, MAX_REQUEST_BYTES, requestShape))
export const encodeHop = (hop: EpochHop): Uint8Array => encodeStrict(hop, MAX_FRAME_BYTES, hopShape)
export const decodeHop = (encoded: Uint8Array): EpochHop => unwrap(decodeStrict(encoded, MAX_FRAME_BYTES, hopShape))
export const encodeEpochsHead = (head: EpochsHead): Uint8Array => encodeStrict(head, MAX_FRAME_BYTES, headShape)
export const decodeEpochsHead = (encoded: Uint8Array): EpochsHead => unwrap(decodeStrict(encoded, MAX_FRAME_BYTES, headShape))
