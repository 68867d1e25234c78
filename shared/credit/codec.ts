import { toHex } from '../kit/bytes.ts'
import { decodeCanonical, encodeCanonical } from '../ledger/codec/canonical.ts'
import { anyValue } from '../ledger/codec/schema.ts'
import { sha256 } from '../ledger/crypto/hash.ts'

/**
 * Canonical dag-cbor of a plain value (no `undefined`, no floats). Throws CodedError where the value is none of the
 * ledger's. Used for state values and for everything of this room that is hashed.
 */
export function encodeValue(value: unknown): Uint8Array {
  return encodeCanonical(anyValue(value, ''))
}

/** A value out of our own state. */
export const decodeValue = (bytes: Uint8Array): unknown => decodeCanonical(bytes)

/** sha256 over the canonical encoding, hex. */
export const hashValue = (value: unknown): string => toHex(sha256(encodeValue(value)))

/** The same value without properties that are `undefined`: what forms leave empty does not exist on the ledger. */
export function compact<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item: unknown) => compact(item)) as T
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  const out: Record<string, unknown> = {}
  for (const [key, inner] of Object.entries(value)) if (inner !== undefined) out[key] = compact(inner)
  return out as T
}
