import { equalBytes } from '../../kit/bytes.ts'
import { ok, type Result } from '../../kit/result.ts'
import { ledgerError, refuse } from '../errors.ts'
import { HASH_BYTES, MAX_CERT, MAX_MEMBERS, MAX_VIEW, SIGNATURE_BYTES } from '../limits.ts'
import { NULLIFY, type Cert, type VoteKind } from '../types.ts'
import { decodeStrict, encodeStrict } from './gate.ts'
import { bytes, fields, int, list } from './schema.ts'
import { ZERO_HASH } from './vote.ts'

/** A certificate as it travels: signers as a bitmap (bit i of byte i/8, lowest first, no trailing zero byte). */
export interface CertWire {
  readonly kind: number
  readonly epoch: number
  readonly height: number
  readonly view: number
  readonly blockId: Uint8Array
  readonly bitmap: Uint8Array
  readonly sigs: readonly Uint8Array[]
}

export const certShape = fields<CertWire>({
  kind: int(1, 3),
  epoch: int(0, Number.MAX_SAFE_INTEGER),
  height: int(1, Number.MAX_SAFE_INTEGER),
  view: int(0, MAX_VIEW),
  blockId: bytes(HASH_BYTES),
  bitmap: bytes(1, Math.ceil(MAX_MEMBERS / 8)),
  sigs: list(bytes(SIGNATURE_BYTES), 1, MAX_MEMBERS)
})

/** Canonical dag-cbor of a certificate. Throws CodedError CERT_SIGNERS or CBOR_SCHEMA. */
export const encodeCert = (cert: Cert): Uint8Array => encodeStrict(certToWire(cert), MAX_CERT, certShape)

/** A certificate of well-formed parts; neither quorum nor signatures are checked (see verifyCert). */
export function decodeCert(encoded: Uint8Array): Result<Cert> {
  const wire = decodeStrict(encoded, MAX_CERT, certShape)
  return wire.ok ? certFromWire(wire.value) : wire
}

export function certToWire({ kind, epoch, height, view, blockId, signers, sigs }: Cert): CertWire {
  const last = signers[signers.length - 1] ?? -1
  if (!isAscending(signers) || signers.length !== sigs.length || last < 0) throw ledgerError('CERT_SIGNERS')
  const bitmap = new Uint8Array((last >> 3) + 1)
  for (const signer of signers) bitmap[signer >> 3]! |= 1 << (signer & 7)
  return { kind, epoch, height, view, blockId, bitmap, sigs }
}

export function certFromWire({ kind, epoch, height, view, blockId, bitmap, sigs }: CertWire): Result<Cert> {
  if (bitmap[bitmap.length - 1] === 0) return refuse('CERT_SIGNERS')
  if (equalBytes(blockId, ZERO_HASH) !== (kind === NULLIFY)) return refuse('VOTE_BLOCK_ID')
  const signers: number[] = []
  for (let i = 0; i < bitmap.length * 8; i++) if ((bitmap[i >> 3]! >> (i & 7)) & 1) signers.push(i)
  if (signers.length !== sigs.length) return refuse('CERT_SIGNERS')
  return ok({ kind: kind as VoteKind, epoch, height, view, blockId, signers, sigs })
}

/** Distinct and in ascending order, all non-negative integers below MAX_MEMBERS. */
export const isAscending = (signers: readonly number[]): boolean =>
  signers.every((signer, i) => Number.isInteger(signer) && signer > (signers[i - 1] ?? -1) && signer < MAX_MEMBERS)
