import { CodedError } from '../../kit/result.ts'
import type { LedgerErrorCode } from '../errors.ts'
import { MAX_MAP_KEY } from '../limits.ts'
import type { BodyValue } from '../types.ts'
import { textFlaw } from './text.ts'

/** Looks at a decoded value of unknown shape and gives it its type, or throws SchemaError with the path of the flaw. */
export type Check<T> = (value: unknown, path: string) => T

/** A value does not fit its schema. Caught by the gate; escapes only where our own code encodes something impossible. */
export class SchemaError extends CodedError {
  readonly flaw: LedgerErrorCode
  readonly path: string
  constructor(flaw: LedgerErrorCode, path: string) {
    super(flaw, { path })
    this.flaw = flaw
    this.path = path
  }
}

const wrong = (path: string): never => {
  throw new SchemaError('CBOR_SCHEMA', path)
}

/** An exact integer within the inclusive bounds. */
export const int =
  (min: number, max: number): Check<number> =>
  (value, path) =>
    typeof value === 'number' && Number.isSafeInteger(value) && !Object.is(value, -0) && value >= min && value <= max ? value : wrong(path)

export const literal =
  <const T extends number | boolean | null>(expected: T): Check<T> =>
  (value, path) =>
    value === expected ? expected : wrong(path)

/** A byte string of between `min` and `max` bytes. */
export const bytes =
  (min: number, max: number = min): Check<Uint8Array> =>
  (value, path) =>
    value instanceof Uint8Array && value.length >= min && value.length <= max ? value : wrong(path)

/** NFC text of 1 to `max` UTF-16 units, fully matching `pattern` where one is given. */
export const text =
  (max: number, pattern?: RegExp): Check<string> =>
  (value, path) => {
    if (typeof value !== 'string' || value.length === 0 || value.length > max) return wrong(path)
    checkText(value, path)
    return pattern === undefined || pattern.test(value) ? value : wrong(path)
  }

export const nullable =
  <T>(inner: Check<T>): Check<T | null> =>
  (value, path) =>
    value === null ? null : inner(value, path)

/** A list of between `min` and `max` items. */
export const list =
  <T>(inner: Check<T>, min: number, max: number): Check<readonly T[]> =>
  (value, path) => {
    if (!Array.isArray(value) || value.length < min || value.length > max) return wrong(path)
    for (let i = 0; i < value.length; i++) inner(value[i], `${path}/${i}`)
    return value
  }

/** A map with exactly these keys. */
export function fields<T extends object>(shape: { readonly [K in keyof T]-?: Check<T[K]> }): Check<T> {
  const names = Object.keys(shape) as (keyof T & string)[]
  return (value, path) => {
    if (!isPlainMap(value) || Object.keys(value).length !== names.length) return wrong(path)
    for (const name of names) {
      if (!Object.hasOwn(value, name)) return wrong(`${path}/${name}`)
      shape[name](value[name], `${path}/${name}`)
    }
    return value as T
  }
}

/**
 * Any value of the ledger's data model: null, booleans, exact integers, NFC text, bytes, lists and maps of these. Maps have
 * non-empty keys of at most MAX_MAP_KEY characters and no `__proto__`. Depth is bounded by the gate; for our own values a
 * cycle ends in `depth`.
 */
export function anyValue(value: unknown, path: string, depth = 64): BodyValue {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'string') {
    checkText(value, path)
    return value
  }
  if (typeof value === 'number') return int(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)(value, path)
  if (value instanceof Uint8Array) return value
  if (depth === 0) throw new SchemaError('CBOR_TOO_DEEP', path)
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) anyValue(value[i], `${path}/${i}`, depth - 1)
    return value
  }
  return anyMap(value, path, depth)
}

/** A map of any such values. */
export function anyMap(value: unknown, path: string, depth = 64): { readonly [key: string]: BodyValue } {
  if (!isPlainMap(value)) return wrong(path)
  for (const key of Object.keys(value)) {
    if (key.length === 0 || key.length > MAX_MAP_KEY || key === '__proto__') return wrong(path)
    checkText(key, path)
    anyValue(value[key], `${path}/${key}`, depth - 1)
  }
  return value as { readonly [key: string]: BodyValue }
}

function checkText(value: string, path: string): void {
  const flaw = textFlaw(value)
  if (flaw !== null) throw new SchemaError(flaw, path)
}

function isPlainMap(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || value instanceof Uint8Array) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
