import { equalBytes } from '../../kit/bytes.ts'
import { ok, type Result } from '../../kit/result.ts'
import { TAG } from '../crypto/tags.ts'
import { ledgerError, refuse } from '../errors.ts'
import { HASH_BYTES, MAX_MEMBERS, MAX_VIEW, SIGNATURE_BYTES, VOTE_BYTES, VOTE_PREIMAGE_BYTES } from '../limits.ts'
import { NULLIFY, type Hash, type Vote, type VoteKind } from '../types.ts'
import { readUint, writeUint } from './binary.ts'

/**
 * Layout: tag "zxl1/vote\0" ‖ G 32 ‖ epoch u64 ‖ height u64 ‖ view u32 ‖ kind u8 ‖ block id 32, signed; then signer u16 ‖
 * signature 64. Integers are big-endian. Fixed binary, so that a vote has one form without any decoder's opinion.
 */
const AT = { G: 10, epoch: 42, height: 50, view: 58, kind: 62, blockId: 63, signer: 95, sig: 97 } as const
export const ZERO_HASH: Hash = new Uint8Array(HASH_BYTES)

export type VoteStatement = Pick<Vote, 'kind' | 'epoch' | 'height' | 'view' | 'blockId'>

/** The bytes a vote signs (95). Throws CodedError CBOR_SCHEMA where a number is out of its range. */
export function votePreimage(G: Hash, vote: VoteStatement): Uint8Array {
  const bytes = new Uint8Array(VOTE_PREIMAGE_BYTES)
  writeStatement(bytes, G, vote)
  return bytes
}

/** The vote as it travels (161 bytes). */
export function encodeVote(G: Hash, vote: Vote): Uint8Array {
  if (vote.sig.length !== SIGNATURE_BYTES || !inRange(vote.signer, MAX_MEMBERS - 1)) throw ledgerError('CBOR_SCHEMA', { path: '/vote' })
  const bytes = new Uint8Array(VOTE_BYTES)
  writeStatement(bytes, G, vote)
  writeUint(bytes, AT.signer, 2, vote.signer)
  bytes.set(vote.sig, AT.sig)
  return bytes
}

/** A vote of this network. WIRE_LENGTH, WIRE_TAG, FOREIGN_NETWORK, CBOR_SCHEMA or VOTE_BLOCK_ID. The signature is not checked. */
export function decodeVote(G: Hash, bytes: Uint8Array): Result<Vote> {
  if (bytes.length !== VOTE_BYTES) return refuse('WIRE_LENGTH', { bytes: bytes.length, expected: VOTE_BYTES })
  if (!equalBytes(bytes.subarray(0, AT.G), TAG.vote)) return refuse('WIRE_TAG')
  if (!equalBytes(bytes.subarray(AT.G, AT.epoch), G)) return refuse('FOREIGN_NETWORK')
  const kind = bytes[AT.kind]!
  const epoch = readUint(bytes, AT.epoch, 8)
  const height = readUint(bytes, AT.height, 8)
  const view = readUint(bytes, AT.view, 4)
  const signer = readUint(bytes, AT.signer, 2)
  if (kind < 1 || kind > 3 || epoch < 0 || height < 1 || signer >= MAX_MEMBERS) return refuse('CBOR_SCHEMA', { path: '/vote' })
  const blockId = bytes.slice(AT.blockId, AT.signer)
  if (equalBytes(blockId, ZERO_HASH) !== (kind === NULLIFY)) return refuse('VOTE_BLOCK_ID')
  return ok({ kind: kind as VoteKind, epoch, height, view, blockId, signer, sig: bytes.slice(AT.sig) })
}

function writeStatement(bytes: Uint8Array, G: Hash, { kind, epoch, height, view, blockId }: VoteStatement): void {
  const sound =
    G.length === HASH_BYTES &&
    blockId.length === HASH_BYTES &&
    inRange(epoch, Number.MAX_SAFE_INTEGER) &&
    inRange(height, Number.MAX_SAFE_INTEGER) &&
    height > 0 &&
    inRange(view, MAX_VIEW) &&
    (kind === 1 || kind === 2 || kind === 3)
  if (!sound) throw ledgerError('CBOR_SCHEMA', { path: '/vote' })
  bytes.set(TAG.vote, 0)
  bytes.set(G, AT.G)
  writeUint(bytes, AT.epoch, 8, epoch)
  writeUint(bytes, AT.height, 8, height)
  writeUint(bytes, AT.view, 4, view)
  bytes[AT.kind] = kind
  bytes.set(blockId, AT.blockId)
}

const inRange = (value: number, max: number): boolean => Number.isSafeInteger(value) && value >= 0 && value <= max
