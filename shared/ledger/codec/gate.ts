import { ok, type Result } from '../../kit/result.ts'
import { refuse } from '../errors.ts'
import { MAX_DEPTH } from '../limits.ts'
import { CborFault, decodeCbor, encodeCbor } from './cbor.ts'
import { SchemaError, type Check } from './schema.ts'

/**
 * The gate every untrusted CBOR item passes, cheapest step first: length, decoding (depth, definite and shortest lengths, no
 * tags, no floats, one item, keys in order), schema with exact keys and NFC text. What passes is canonical: two byte strings
 * that pass are equal exactly when their values are.
 *
 * @param limit largest length in bytes.
 * @param check the schema; its result is the value.
 * @param views see decodeCbor.
 * @returns the value, or CBOR_TOO_LARGE, CBOR_TOO_DEEP, CBOR_MALFORMED, CBOR_SCHEMA, TEXT_*, CBOR_NOT_CANONICAL.
 */
export function decodeStrict<T>(bytes: Uint8Array, limit: number, check: Check<T>, views = false): Result<T> {
  if (bytes.length > limit) return refuse('CBOR_TOO_LARGE', { bytes: bytes.length, limit })
  try {
    const { value: raw, isCanonical } = decodeCbor(bytes, MAX_DEPTH, views)
    const value = check(raw, '')
    return isCanonical ? ok(value) : refuse('CBOR_NOT_CANONICAL')
  } catch (error) {
    if (error instanceof SchemaError) return refuse(error.flaw, { path: error.path })
    if (!(error instanceof CborFault)) throw error
    return error.kind === 'deep' ? refuse('CBOR_TOO_DEEP', { limit: MAX_DEPTH }) : refuse('CBOR_MALFORMED')
  }
}

/**
 * The canonical encoding of a value that passes `check`. Throws CodedError (CBOR_SCHEMA, TEXT_*, CBOR_TOO_LARGE, CBOR_TOO_DEEP) otherwise:
 * what we send is held to the same rules as what we accept.
 */
export function encodeStrict<T>(value: T, limit: number, check: Check<unknown>): Uint8Array {
  check(value, '')
  let bytes: Uint8Array
  try {
    bytes = encodeCbor(value, MAX_DEPTH)
  } catch (error) {
    throw error instanceof CborFault ? new SchemaError('CBOR_TOO_DEEP', '') : error
  }
  if (bytes.length > limit) throw new SchemaError('CBOR_TOO_LARGE', '')
  return bytes
}
