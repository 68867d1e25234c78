import { toBase64 } from '../../kit/base64.ts'
import { fromUtf8, utf8 } from '../../kit/bytes.ts'
import type { Result } from '../../kit/result.ts'
import { base64Text, hexText, jsonText, oneOf, openJsonFile } from '../codec/json.ts'
import { SchemaError, type Check } from '../codec/schema.ts'
import { HASH_BYTES, MAX_PROOF_TEXT, MAX_STATE_KEY } from '../limits.ts'
import type { Hash } from '../types.ts'

/** What the files of proofs and evidence have in common, beside the rules of all files that people hand on (codec/json.ts). */
const wrong = (path: string): never => {
  throw new SchemaError('CBOR_SCHEMA', path)
}

export const base64 = base64Text
export const hexHash: Check<Hash> = hexText(HASH_BYTES)
export const hash64: Check<Hash> = base64Text(HASH_BYTES)
export const exactly = <const T extends string | number>(expected: T): Check<T> => oneOf(expected)

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
export const toText = jsonText

/** The JSON of a file, not looked at; null where it is too large or none at all. */
export function jsonOf(source: Uint8Array | string): unknown {
  if (source.length > MAX_PROOF_TEXT) return null
  try {
    return JSON.parse(typeof source === 'string' ? source : fromUtf8(source)) as unknown
  } catch {
    return null
  }
}

/** Reads a file whose one text `write` gives. Nothing in it is verified yet. PROOF_UNREADABLE, PROOF_NOT_CANONICAL. */
export const readCanonical = <T>(source: Uint8Array | string, read: (json: unknown) => T, write: (content: T) => string): Result<T> =>
  openJsonFile(source, MAX_PROOF_TEXT, { read, write }, { unreadable: 'PROOF_UNREADABLE', respelt: 'PROOF_NOT_CANONICAL' })
