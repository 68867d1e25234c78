import type { Result } from '../../kit/result.ts'
import { hashOf } from '../crypto/hash.ts'
import { TAG } from '../crypto/tags.ts'
import { HASH_BYTES, MAX_HEADER, MAX_VIEW } from '../limits.ts'
import type { Hash, Header } from '../types.ts'
import { decodeStrict, encodeStrict } from './gate.ts'
import { memberId } from './genesis.ts'
import { bytes, fields, int, literal, nullable } from './schema.ts'

const natural = int(0, Number.MAX_SAFE_INTEGER)

const header = fields<Header>({
  v: literal(1),
  G: bytes(HASH_BYTES),
  epoch: natural,
  height: int(1, Number.MAX_SAFE_INTEGER),
  view: int(0, MAX_VIEW),
  proposer: memberId,
  time: natural,
  parent: bytes(HASH_BYTES),
  logSize: int(1, Number.MAX_SAFE_INTEGER),
  logRoot: bytes(HASH_BYTES),
  stateRoot: bytes(HASH_BYTES),
  members: bytes(HASH_BYTES),
  nextMembers: nullable(bytes(HASH_BYTES))
})

export const encodeHeader = (value: Header): Uint8Array => encodeStrict(value, MAX_HEADER, header)
export const decodeHeader = (encoded: Uint8Array): Result<Header> => decodeStrict(encoded, MAX_HEADER, header)

/** Block id of an encoded header: sha256("zxl1/blk\0" ‖ bytes). */
export const blockIdOfBytes = (encoded: Uint8Array): Hash => hashOf(TAG.block, encoded)
export const blockId = (value: Header): Hash => blockIdOfBytes(encodeHeader(value))
