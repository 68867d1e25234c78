import type { Result } from '../../kit/result.ts'
import { HASH_BYTES, MAX_KIND, MAX_PAYLOAD } from '../limits.ts'
import type { RecordPayload } from '../types.ts'
import { decodeStrict, encodeStrict } from './gate.ts'
import { memberId } from './genesis.ts'
import { anyMap, bytes, fields, int, literal, nullable, SchemaError, text, type Check } from './schema.ts'

const shape = fields<RecordPayload>({
  t: text(MAX_KIND, /^[a-z][a-zA-Z0-9]*(?:[.-][a-zA-Z0-9]+)*$/),
  v: literal(1),
  net: bytes(HASH_BYTES),
  a: memberId,
  d: bytes(HASH_BYTES),
  n: int(1, Number.MAX_SAFE_INTEGER),
  prev: nullable(bytes(HASH_BYTES)),
  at: int(0, Number.MAX_SAFE_INTEGER),
  b: anyMap
})

/** The first record of a device has no predecessor, every other one has. */
const payload: Check<RecordPayload> = (value, path) => {
  const checked = shape(value, path)
  if ((checked.n === 1) !== (checked.prev === null)) throw new SchemaError('CBOR_SCHEMA', '/prev')
  return checked
}

/** Canonical bytes of a payload. Throws CodedError CBOR_SCHEMA, TEXT_* or CBOR_TOO_LARGE. */
export const encodePayload = (value: RecordPayload): Uint8Array => encodeStrict(value, MAX_PAYLOAD, payload)

export const decodePayload = (encoded: Uint8Array): Result<RecordPayload> => decodeStrict(encoded, MAX_PAYLOAD, payload)
