import * as dagCbor from '@ipld/dag-cbor'

/**
 * Canonical dag-cbor of a value of the ledger's data model. Under Node the library answers a Buffer out of a shared pool;
 * what leaves here is always a plain Uint8Array of its own.
 */
export const encodeCanonical = (value: unknown): Uint8Array => new Uint8Array(dagCbor.encode(value))

/** The value of bytes we wrote ourselves (state entries). Untrusted bytes go through decodeStrict. */
export const decodeCanonical = <T>(bytes: Uint8Array): T => dagCbor.decode<T>(bytes)
