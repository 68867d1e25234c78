import type { Result } from '../../../../../shared/kit/result.ts'
import { decodeStrict, encodeStrict } from '../../../../../shared/ledger/codec/gate.ts'
import { bytes, fields, int, list, nullable } from '../../../../../shared/ledger/codec/schema.ts'
import { HASH_BYTES, MAX_BLOCK_RECORDS } from '../../../../../shared/ledger/limits.ts'
import type { Hash } from '../../../../../shared/ledger/types.ts'
import { MAX_REQUEST_BYTES } from '../../limits.ts'

export interface BodiesRequest {
  readonly block: Hash
  /** Positions wanted, ascending; null for all of them. */
  readonly at: readonly number[] | null
}

const shape = fields<BodiesRequest>({
  block: bytes(HASH_BYTES),
  at: nullable(list(int(0, MAX_BLOCK_RECORDS - 1), 1, MAX_BLOCK_RECORDS)),
})

export const encodeBodiesRequest = (request: BodiesRequest): Uint8Array => encodeStrict(request, MAX_REQUEST_BYTES, shape)
export const decodeBodiesRequest = (encoded: Uint8Array): Result<BodiesRequest> => decodeStrict(encoded, MAX_REQUEST_BYTES, shape)
