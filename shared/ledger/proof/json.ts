import { fromBase64, toBase64 } from '../../kit/base64.ts'
import { equalBytes, fromUtf8, utf8 } from '../../kit/bytes.ts'
import { ok, type Result } from '../../kit/result.ts'
import { SchemaError, type Check } from '../codec/schema.ts'
import { refuse } from '../errors.ts'
import { HASH_BYTES, MAX_PROOF_TEXT, MAX_STATE_KEY } from '../limits.ts'
import type { Hash } from '../types.ts'

/**
 * What all files for third parties have in common: UTF-8 JSON with exactly the keys of their format in its order, two spaces
 * of indentation and a final newline; byte strings are padded base64, hashes that name something are lower-case hex. There is
 * one text for one content, and any other spelling is refused, so that no bit of a file can be changed unnoticed.
 */
const wrong = (path: string): never => {
  throw new SchemaError('CBOR_SCHEMA', path)
}

export const hexHash: Check<Hash> = (value, path) => {
  if (typeof value !== 'string' || !/^[0-9a-f]{64}$/.test(value)) return wrong(path)
  return Uint8Array.from({ length: HASH_BYTES }, (_, i) => Number.parseInt(value.slice(2 * i, 2 * i + 2), 16))
}

/** Bytes written as base64, between `min` and `max` of them. */
export const base64 =
  (min: number, max: number): Check<Uint8Array> =>
  (value, path) => {
    if (typeof value !== 'string' || value.length > 2 * max + 4) return wrong(path)
    const decoded = fromBase64(value)
    return decoded.length >= min && decoded.length <= max ? decoded : wrong(path)
  }

export const hash64: Check<Hash> = base64(HASH_BYTES, HASH_BYTES)

export const exactly =
  <const T extends string | number>(expected: T): Check<T> =>
  (value, path) =>
    value === expected ? expected : wrong(path)

/** A key of the state: whole characters, within the ledger's limit. */
export const stateKey: Check<string> = (value, path) => {
  if (typeof value !== 'string' || value.length === 0 || value.length > MAX_STATE_KEY || !value.isWellFormed()) return wrong(path)
  return utf8(value).length <= MAX_STATE_KEY ? value : wrong(path)
}

/** A map with exactly these keys, each value turned into what it stands for. */
export const object =
  <T extends object>(shape: { readonly [K in keyof T]: Check<T[K]> }): Check<T> =>
  (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(path)
    const names = Object.keys(shape) as (keyof T & string)[]
    if (Object.keys(value).length !== names.length) return wrong(path)
    const read: Partial<T> = {}
    for (const name of names) {
      if (!Object.hasOwn(value, name)) return wrong(`${path}/${name}`)
      read[name] = shape[name]((value as Record<string, unknown>)[name], `${path}/${name}`)
    }
    return read as T
  }

/** A list of `min` to `max` items, each turned into what it stands for. */
export const items =
  <T>(inner: Check<T>, min: number, max: number): Check<readonly T[]> =>
  (value, path) => {
    if (!Array.isArray(value) || value.length < min || value.length > max) return wrong(path)
    return value.map((item, i) => inner(item, `${path}/${i}`))
  }

export const optional =
  <T>(inner: Check<T>): Check<T | null> =>
  (value, path) =>
    value === null ? null : inner(value, path)

export const b64 = toBase64
export const toText = (file: object): string => `${JSON.stringify(file, null, 2)}\n`

/** The JSON of a file, not looked at; null where it is too large or none at all. */
export function jsonOf(source: Uint8Array | string): unknown {
  if (source.length > MAX_PROOF_TEXT) return null
  try {
    return JSON.parse(typeof source === 'string' ? source : fromUtf8(source)) as unknown
  } catch {
    return null
  }
}

/** Reads a file whose one text `format` writes. Nothing in it is verified yet. PROOF_UNREADABLE, PROOF_NOT_CANONICAL. */
export function readCanonical<T>(source: Uint8Array | string, read: (json: unknown) => T, format: (content: T) => string): Result<T> {
  const json = jsonOf(source)
  let content: T
  try {
    content = read(json)
  } catch {
    return refuse('PROOF_UNREADABLE')
  }
  const text = format(content)
  return (typeof source === 'string' ? source === text : equalBytes(source, utf8(text))) ? ok(content) : refuse('PROOF_NOT_CANONICAL')
}
