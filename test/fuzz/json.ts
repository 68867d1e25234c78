/** JSON as a tree that can be bent; base64 inside is bent as the CBOR that it holds. */
import { fromBase64, toBase64 } from '../../shared/kit/base64.ts'
import type { Prng } from '../simulation/sim/prng.ts'
import { bend, parse, WORDS, write } from './cbor.ts'

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

const LEAVES: readonly Json[] = [null, true, false, 0, -1, 1.5, 1e308, 2 ** 53, -(2 ** 53), 'A', '', [], {}, [[[[[[]]]]]], { a: { a: { a: null } } }]

/** One change in the tree of a JSON text, written as `format` does. */
export function bendJson(text: string, prng: Prng, format: (value: unknown) => string): string {
  const holder = { root: JSON.parse(text) as Json }
  const places: { readonly value: Json; readonly put: (value: Json) => void; readonly drop: () => void }[] = []
  const visit = (value: Json, put: (value: Json) => void, drop: () => void): void => {
    places.push({ value, put, drop })
    if (Array.isArray(value)) value.forEach((item, i) => visit(item, (fresh) => (value[i] = fresh), () => value.splice(i, 1)))
    else if (typeof value === 'object' && value !== null) for (const key of Object.keys(value)) visit(value[key]!, (fresh) => (value[key] = fresh), () => delete value[key])
  }
  visit(holder.root, (value) => (holder.root = value), () => (holder.root = null))
  const { value, put, drop } = prng.pick(places)
  const what = prng.below(20)
  const alike = typeof value === 'string' ? places.flatMap((place) => (typeof place.value === 'string' && place.value.length === value.length && place.value !== value ? [place.value] : [])) : []
  if (alike.length > 0 && what < 8) put(prng.pick(alike))
  else if (what < 3) drop()
  else if (what < 5) put(prng.pick(places).value)
  else if (what < 7 && typeof value === 'object' && value !== null && !Array.isArray(value)) Object.defineProperty(value, prng.pick(WORDS), { value: prng.pick(LEAVES), enumerable: true, configurable: true, writable: true })
  else put(changed(value, prng))
  try {
    return format(holder.root)
  } catch {
    // A value put into itself.
    return text
  }
}

function changed(value: Json, prng: Prng): Json {
  if (Array.isArray(value) && value.length > 0 && prng.chance(0.6)) {
    const copy = value.slice()
    const one = prng.pick(copy)
    copy.push(...Array.from({ length: prng.pick([1, 2, 1_200]) }, () => one))
    return copy
  }
  if (typeof value === 'number' && prng.chance(0.5)) return value + prng.pick([-1, 1, 0.5, 1e9])
  if (typeof value === 'string' && prng.chance(0.8)) return changedText(value, prng)
  return prng.pick(LEAVES)
}

const HEX = '0123456789abcdef'
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

function changedText(value: string, prng: Prng): string {
  const inner = prng.chance(0.6) ? cborIn(value) : null
  if (inner) return toBase64(write(bend(inner, prng)))
  if (prng.chance(0.15)) return prng.pick(WORDS)
  const at = prng.below(value.length + 1)
  // Another letter of the same alphabet: what comes out is still well formed.
  const alphabet = /^[0-9a-f]+$/.test(value) ? HEX : /^[A-Za-z0-9+/]{8,}=*$/.test(value) ? BASE64 : null
  if (alphabet && prng.chance(0.7)) return value[at] === '=' ? value : value.slice(0, at) + alphabet.charAt(prng.below(alphabet.length)) + value.slice(at + 1)
  return prng.chance(0.5) ? value.slice(0, at) + value.slice(at + 1) : value.slice(0, at) + prng.pick(['=', 'A', 'g', '0', ' ', '\u0000', '\ud800', '\n']) + value.slice(at + Number(prng.chance(0.7)))
}

function cborIn(text: string): ReturnType<typeof parse> {
  try {
    return text.length < 8 ? null : parse(fromBase64(text))
  } catch {
    return null
  }
}
