import { decodeStrict, encodeStrict } from '../../../../../shared/ledger/codec/gate.ts'
import { bytes, fields, int, literal, nullable, text } from '../../../../../shared/ledger/codec/schema.ts'
import type { Result } from '../../../../../shared/kit/result.ts'
import { HASH_BYTES, MAX_CERT, MAX_VIEW } from '../../../../../shared/ledger/limits.ts'
import type { Hash } from '../../../../../shared/ledger/types.ts'
import { INSTANCE_BYTES, MAX_STATUS, MAX_VERSION } from './protocol.ts'

/** Highest vote of somebody, by slot and view. */
export interface VoteMark {
  readonly epoch: number
  readonly height: number
  readonly view: number
}

export interface StatusMessage {
  readonly v: 1
  readonly G: Hash
  /** Finalized height, its block (G for 0) and the encoded F certificate that proves it (null for 0 only). */
  readonly height: number
  readonly blockId: Hash
  readonly final: Uint8Array | null
  /** Drawn anew by each process: two processes with one key give themselves away. */
  readonly instance: Uint8Array
  readonly version: string
  /** The sender's clock, ms. */
  readonly now: number
  readonly pending: number
  readonly pendingDigest: Hash
  /** Highest vote the sender has seen from the receiver, and how long ago (ms) it heard the receiver's key as another process. */
  readonly seen: VoteMark | null
  readonly twinAge: number | null
}

const MAX = Number.MAX_SAFE_INTEGER

const shape = fields<StatusMessage>({
  v: literal(1),
  G: bytes(HASH_BYTES),
  height: int(0, MAX),
  blockId: bytes(HASH_BYTES),
  final: nullable(bytes(1, MAX_CERT)),
  instance: bytes(INSTANCE_BYTES),
  version: text(MAX_VERSION, /^[0-9A-Za-z.+-]+$/),
  now: int(0, MAX),
  pending: int(0, MAX),
  pendingDigest: bytes(HASH_BYTES),
  seen: nullable(fields<VoteMark>({ epoch: int(0, MAX), height: int(1, MAX), view: int(0, MAX_VIEW) })),
  twinAge: nullable(int(0, MAX)),
})

export const encodeStatus = (status: StatusMessage): Uint8Array => encodeStrict(status, MAX_STATUS, shape)
/** A well-formed status of any network; nothing in it is verified. CBOR_* codes. */
export const decodeStatus = (encoded: Uint8Array): Result<StatusMessage> => decodeStrict(encoded, MAX_STATUS, shape)
