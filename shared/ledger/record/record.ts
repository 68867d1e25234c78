import { equalBytes } from '../../kit/bytes.ts'
import { ok, type Result } from '../../kit/result.ts'
import { decodeEnvelope, encodeEnvelope } from '../codec/envelope.ts'
import { decodePayload, encodePayload } from '../codec/payload.ts'
import { hashOf } from '../crypto/hash.ts'
import { TAG } from '../crypto/tags.ts'
import { sign, verifyDetailed, type SignatureVerdict } from '../crypto/verify.ts'
import { refuse } from '../errors.ts'
import { SUITE_ED25519, WIRE_VERSION } from '../limits.ts'
import { leafHash } from '../log/tree.ts'
import type { Hash, MemberId, RecordPayload, Suite } from '../types.ts'

/** Record id of encoded payload bytes: sha256("zxl1/rec\0" ‖ payload). The signature is no part of it. */
export const recordIdOf = (payloadBytes: Uint8Array): Hash => hashOf(TAG.record, payloadBytes)

/** What a record's signer signs: "zxl1/rec-sig\0" ‖ suite u8 ‖ record id. */
export function recordSignatureInput(recordId: Hash, suite: Suite = SUITE_ED25519): Uint8Array {
  const input = new Uint8Array(TAG.recordSignature.length + 1 + recordId.length)
  input.set(TAG.recordSignature, 0)
  input[TAG.recordSignature.length] = suite
  input.set(recordId, TAG.recordSignature.length + 1)
  return input
}

/** Where a device stands: the sequence number and id of its latest record (0 and null before the first one). */
export interface DeviceHead {
  readonly n: number
  readonly prev: Hash | null
}

export interface RecordDraft {
  readonly kind: string
  readonly net: Hash
  readonly author: MemberId
  /** Key id of the signing device. */
  readonly device: Hash
  readonly head: DeviceHead
  /** The author's clock, ms. */
  readonly at: number
  readonly body: RecordPayload['b']
}

/** The payload that follows the device's latest record. */
export const buildPayload = ({ kind, net, author, device, head, at, body }: RecordDraft): RecordPayload => ({
  t: kind,
  v: WIRE_VERSION,
  net,
  a: author,
  d: device,
  n: head.n + 1,
  prev: head.prev,
  at,
  b: body
})

/** A record with everything that follows from its bytes. */
export interface OpenRecord {
  readonly payload: RecordPayload
  readonly id: Hash
  /** The encoded envelope as it is stored and hashed. */
  readonly bytes: Uint8Array
  readonly signature: Uint8Array
  readonly leaf: Hash
}

/**
 * Encodes and signs a payload. `signer` is given the signature input and answers 64 bytes; it is the peer's signer, or a
 * wrapped secret key in tests. Throws CodedError (CBOR_SCHEMA, TEXT_*, CBOR_TOO_LARGE) where the payload breaks the rules.
 */
export function sealEnvelope(payload: RecordPayload, signer: (input: Uint8Array) => Uint8Array): OpenRecord {
  const payloadBytes = encodePayload(payload)
  const id = recordIdOf(payloadBytes)
  const signature = signer(recordSignatureInput(id))
  const bytes = encodeEnvelope({ p: payloadBytes, s: signature, suite: SUITE_ED25519 })
  return { payload, id, bytes, signature, leaf: leafHash(bytes) }
}

/** A signer for sealEnvelope from a raw 32-byte secret key. */
export const keySigner =
  (secretKey: Uint8Array) =>
  (input: Uint8Array): Uint8Array =>
    sign(secretKey, input)

/**
 * Opens an untrusted envelope of this network: strict decoding of envelope and payload, ids. The signature is not checked:
 * the key it belongs to is in the state. RECORD_TOO_LARGE, CBOR_*, TEXT_*, FOREIGN_NETWORK.
 */
export function openEnvelope(G: Hash, bytes: Uint8Array): Result<OpenRecord> {
  const envelope = decodeEnvelope(bytes)
  if (!envelope.ok) return envelope
  const payload = decodePayload(envelope.value.p)
  if (!payload.ok) return payload
  if (!equalBytes(payload.value.net, G)) return refuse('FOREIGN_NETWORK')
  return ok({ payload: payload.value, id: recordIdOf(envelope.value.p), bytes, signature: envelope.value.s, leaf: leafHash(bytes) })
}

/** The same for a list; the first flaw refuses all of it, with the position as `record`. */
export function openBody(G: Hash, body: readonly Uint8Array[]): Result<readonly OpenRecord[]> {
  const records: OpenRecord[] = []
  for (const [record, bytes] of body.entries()) {
    const opened = openEnvelope(G, bytes)
    if (!opened.ok) return { ok: false, error: { ...opened.error, params: { ...opened.error.params, record } } }
    records.push(opened.value)
  }
  return ok(records)
}

/** Keys under which opened records were found well signed: a record is checked when it arrives, and again in its block. */
const signedWith = new WeakMap<OpenRecord, { readonly key: Uint8Array; readonly verdict: SignatureVerdict }>()

/** Whether the record is signed with this key. `exotic` answers are to be rationed by the caller (slow to decide). */
export function checkRecordSignature(record: OpenRecord, publicKey: Uint8Array): SignatureVerdict {
  const known = signedWith.get(record)
  if (known && equalBytes(known.key, publicKey)) return known.verdict
  const verdict = verifyDetailed(publicKey, recordSignatureInput(record.id), record.signature)
  if (verdict !== 'invalid') signedWith.set(record, { key: publicKey, verdict })
  return verdict
}
