import { equalBytes } from '../../kit/bytes.ts'
import { ok, type Result } from '../../kit/result.ts'
import { refuse } from '../errors.ts'
import { MAX_DEPTH } from '../limits.ts'
import { decodeCanonical, encodeCanonical } from './canonical.ts'
import { SchemaError, type Check } from './schema.ts'
import { scan } from './scan.ts'

/**
 * The gate every untrusted CBOR item passes, cheapest step first: length, a linear scan (depth, definite lengths, no tags,
 * no floats, one item), decoding, schema with exact keys and NFC text, and at last equality with the canonical encoding.
 * Two byte strings that pass it are equal exactly when their values are.
 *
 * @param limit largest length in bytes.
 * @param check the schema; its result is the value.
 * @returns the value, or CBOR_TOO_LARGE, CBOR_TOO_DEEP, CBOR_MALFORMED, CBOR_SCHEMA, TEXT_*, CBOR_NOT_CANONICAL.
 */
export function decodeStrict<T>(bytes: Uint8Array, limit: number, check: Check<T>): Result<T> {
  if (bytes.length > limit) return refuse('CBOR_TOO_LARGE', { bytes: bytes.length, limit })
  const flaw = scan(bytes, MAX_DEPTH)
  if (flaw === 'deep') return refuse('CBOR_TOO_DEEP', { limit: MAX_DEPTH })
  if (flaw === 'malformed') return refuse('CBOR_MALFORMED')
  let raw: unknown
  try {
    raw = decodeCanonical(bytes)
  } catch {
    return refuse('CBOR_MALFORMED')
  }
  try {
    const value = check(raw, '')
    return equalBytes(encodeCanonical(raw), bytes) ? ok(value) : refuse('CBOR_NOT_CANONICAL')
  } catch (error) {
    if (error instanceof SchemaError) return refuse(error.flaw, { path: error.path })
    // The encoder refuses what the schema let pass untouched, e.g. a foreign prototype.
    return refuse('CBOR_NOT_CANONICAL')
  }
}

/**
 * The canonical encoding of a value that passes `check`. Throws CodedError (CBOR_SCHEMA, TEXT_*, CBOR_TOO_LARGE, CBOR_TOO_DEEP) otherwise:
 * what we send is held to the same rules as what we accept.
 */
export function encodeStrict<T>(value: T, limit: number, check: Check<unknown>): Uint8Array {
  check(value, '')
  const bytes = encodeCanonical(value)
  if (bytes.length > limit) throw new SchemaError('CBOR_TOO_LARGE', '')
  if (scan(bytes, MAX_DEPTH) !== 'fine') throw new SchemaError('CBOR_TOO_DEEP', '')
  return bytes
}
