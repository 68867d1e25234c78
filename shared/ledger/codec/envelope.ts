import type { Result } from '../../kit/result.ts'
import { refuse } from '../errors.ts'
import { MAX_ENVELOPE, MAX_PAYLOAD, SIGNATURE_BYTES, SUITE_ED25519 } from '../limits.ts'
import type { Envelope } from '../types.ts'
import { decodeStrict, encodeStrict } from './gate.ts'
import { bytes, fields, literal } from './schema.ts'

const envelope = fields<Envelope>({ p: bytes(1, MAX_PAYLOAD), s: bytes(SIGNATURE_BYTES), suite: literal(SUITE_ED25519) })

export const encodeEnvelope = (value: Envelope): Uint8Array => encodeStrict(value, MAX_ENVELOPE, envelope)

/** The envelope alone; the payload inside is not looked at (see openEnvelope). RECORD_TOO_LARGE above 16 KiB. */
export const decodeEnvelope = (encoded: Uint8Array): Result<Envelope> =>
  encoded.length > MAX_ENVELOPE
    ? refuse('RECORD_TOO_LARGE', { bytes: encoded.length, limit: MAX_ENVELOPE })
    : decodeStrict(encoded, MAX_ENVELOPE, envelope)
