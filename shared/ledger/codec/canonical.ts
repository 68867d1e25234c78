import { decodeCbor, encodeCbor } from './cbor.ts'

/** Nesting of what we wrote ourselves. */
const OWN_DEPTH = 64

/** Canonical dag-cbor of a value of the ledger's data model; a plain Uint8Array of its own. */
export const encodeCanonical = (value: unknown): Uint8Array => encodeCbor(value, OWN_DEPTH)

/** The value of bytes we wrote ourselves (state entries). Untrusted bytes go through decodeStrict. */
export const decodeCanonical = <T>(bytes: Uint8Array): T => decodeCbor(bytes, OWN_DEPTH).value as T

/** The same, its byte strings as views of `bytes`. */
export const viewCanonical = <T>(bytes: Uint8Array): T => decodeCbor(bytes, OWN_DEPTH, true).value as T
