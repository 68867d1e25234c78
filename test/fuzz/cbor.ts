/** CBOR as a tree that can be bent: what the strict decoders refuse can be written with it too. */
import { concat, utf8 } from '../../shared/kit/bytes.ts'
import type { Prng } from '../simulation/sim/prng.ts'

/** `major` as in RFC 8949; `raw` is written as it stands. */
export type Item =
  | { readonly t: 'int'; value: bigint }
  | { readonly t: 'bytes' | 'text'; value: Uint8Array }
  | { readonly t: 'list'; items: Item[] }
  | { readonly t: 'map'; items: Item[] }
  | { readonly t: 'raw'; value: Uint8Array }

/** The tree of one canonical item; null where the bytes are not one. */
export function parse(bytes: Uint8Array): Item | null {
  let at = 0
  const read = (depth: number): Item | null => {
    const head = bytes[at]
    if (head === undefined || depth > 40) return null
    const [major, info] = [head >> 5, head & 31]
    if (major >= 6) {
      at++
      return info >= 20 && info <= 22 && major === 7 ? { t: 'raw', value: Uint8Array.of(head) } : null
    }
    const width = info < 24 ? 0 : info <= 27 ? 1 << (info - 24) : -1
    if (width < 0 || at + 1 + width > bytes.length) return null
    let argument = BigInt(info < 24 ? info : 0)
    for (let i = 0; i < width; i++) argument = argument * 256n + BigInt(bytes[at + 1 + i]!)
    at += 1 + width
    if (major < 2) return { t: 'int', value: major === 0 ? argument : -1n - argument }
    const length = Number(argument)
    if (length > bytes.length) return null
    if (major < 4) {
      if (at + length > bytes.length) return null
      at += length
      return { t: major === 2 ? 'bytes' : 'text', value: bytes.slice(at - length, at) }
    }
    const items: Item[] = []
    for (let i = 0; i < (major === 5 ? 2 * length : length); i++) {
      const item = read(depth + 1)
      if (!item) return null
      items.push(item)
    }
    return { t: major === 4 ? 'list' : 'map', items }
  }
  const item = read(0)
  return at === bytes.length ? item : null
}

function head(major: number, argument: bigint): Uint8Array {
  if (argument < 24n) return Uint8Array.of((major << 5) | Number(argument))
  const width = argument < 256n ? 1 : argument < 65_536n ? 2 : argument < 0x1_0000_0000n ? 4 : 8
  const bytes = new Uint8Array(1 + width)
  bytes[0] = (major << 5) | (24 + Math.log2(width))
  for (let i = 0, rest = argument; i < width; i++, rest >>= 8n) bytes[width - i] = Number(rest & 255n)
  return bytes
}

export function write(item: Item): Uint8Array {
  switch (item.t) {
    case 'raw':
      return item.value
    case 'int':
      return item.value >= 0n ? head(0, item.value) : head(1, -1n - item.value)
    case 'bytes':
      return concat(head(2, BigInt(item.value.length)), item.value)
    case 'text':
      return concat(head(3, BigInt(item.value.length)), item.value)
    case 'list':
      return concat(head(4, BigInt(item.items.length)), ...item.items.map(write))
    case 'map':
      return concat(head(5, BigInt(item.items.length >> 1)), ...item.items.map(write))
  }
}

const INTEGERS = [0n, 1n, -1n, 23n, 24n, 255n, 256n, 2047n, 2048n, 65_536n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n, -(2n ** 53n), -(2n ** 64n)]
export const WORDS = ['', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', 'e\u0301', '\ufeffbom', '\u0000', 'a/b', '../../etc', '征信', '\u{1fabc}', 'x'.repeat(65), 'x'.repeat(5_000)]
const BAD_UTF8 = [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xc0, 0x80], [0x80]]
const RAW: readonly (readonly number[])[] = [
  [0xf4], [0xf5], [0xf6], [0xf7], [0xf8, 0xff], [0xf9, 0x3c, 0x00], [0xf9, 0x7e, 0x00], [0xfb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0], [0xfb, 0x80, 0, 0, 0, 0, 0, 0, 0], [0xff],
  [0xc0, 0x60], [0xc2, 0x41, 1], [0xd8, 0x2a, 0x41, 0], [0x18, 0x01], [0x1b, 0, 0, 0, 0, 0, 0, 0, 1], [0x5f, 0x41, 1, 0xff], [0x9f, 0xff], [0xbf, 0xff], [0x7f, 0xff],
  [0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0xbb, 0, 0, 0, 1, 0, 0, 0, 0], [0x5b, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff], [0x9a, 0x00, 0xff, 0xff, 0xff], [0x58, 0x01, 7], [0x40], [0x80], [0xa0],
]

const raw = (bytes: Iterable<number>): Item => ({ t: 'raw', value: Uint8Array.from(bytes) })
/** Lists in lists (or maps in maps), as deep as an attacker likes. */
const nested = (depth: number, map: boolean): Item => raw([...Array.from({ length: depth }, () => (map ? [0xa1, 0x60] : [0x81])).flat(), 0x80])

/** Bends one place of the tree. Byte strings that hold CBOR themselves are entered. */
export function bend(root: Item, prng: Prng): Item {
  const places: { readonly item: Item; readonly put: (item: Item) => void; readonly key: boolean }[] = []
  let result = root
  const visit = (item: Item, put: (item: Item) => void, key = false): void => {
    places.push({ item, put, key })
    if (item.t === 'list' || item.t === 'map') item.items.forEach((child, i) => visit(child, (fresh) => (item.items[i] = fresh), item.t === 'map' && i % 2 === 0))
  }
  visit(root, (item) => (result = item))
  const { item, put, key } = prng.pick(places)
  if (prng.chance(0.15)) put(other(prng, places.map((place) => place.item)))
  else if (key) put({ t: 'text', value: utf8(prng.pick(WORDS)) })
  else change(item, put, prng)
  return result
}

function other(prng: Prng, items: readonly Item[]): Item {
  switch (prng.below(4)) {
    case 0:
      return nested(prng.pick([15, 16, 17, 64, 5_000]), prng.chance(0.5))
    case 1:
      return structuredClone(prng.pick(items))
    default:
      return raw(prng.pick(RAW))
  }
}

function change(item: Item, put: (item: Item) => void, prng: Prng): void {
  switch (item.t) {
    case 'int':
      return put({ t: 'int', value: prng.chance(0.5) ? prng.pick(INTEGERS) : item.value + BigInt(prng.range(-2, 2)) })
    case 'text':
      return put({ t: 'text', value: prng.chance(0.2) ? Uint8Array.from(prng.pick(BAD_UTF8)) : prng.chance(0.5) ? utf8(prng.pick(WORDS)) : bendBytes(item.value, prng) })
    case 'bytes': {
      const inner = prng.chance(0.6) ? parse(item.value) : null
      return put({ t: 'bytes', value: inner && inner.t !== 'int' ? write(bend(inner, prng)) : bendBytes(item.value, prng) })
    }
    case 'raw':
      return put(raw(prng.pick(RAW)))
    default:
      return bendList(item.items, item.t === 'map' ? 2 : 1, prng)
  }
}

/** `width`: items that belong together (a map's pair). */
function bendList(items: Item[], width: number, prng: Prng): void {
  const at = width * prng.below(items.length / width + 1)
  const one = items.slice(at, at + width)
  const copies = one.length === width ? one : [raw([0x61, 0x7a]), raw([0x00])].slice(0, width)
  switch (prng.below(5)) {
    case 0:
      items.splice(at, width)
      return
    case 1:
      items.splice(at, 0, ...structuredClone(copies))
      return
    case 2:
      items.push(...items.splice(at, width))
      return
    case 3:
      for (let i = prng.pick([3, 64, 300]); i > 0; i--) items.push(...structuredClone(copies))
      return
    default:
      items.length = 0
  }
}

const LENGTHS = [0, 1, 16, 31, 33, 63, 65, 255, 256, 1025, 16_385]

function bendBytes(bytes: Uint8Array, prng: Prng): Uint8Array {
  switch (prng.below(5)) {
    case 0:
      return bytes.slice(0, prng.below(bytes.length + 1))
    case 1:
      return concat(bytes, new Uint8Array(prng.range(1, 64)))
    case 2:
      return new Uint8Array(prng.pick(LENGTHS))
    case 3:
      return new Uint8Array(bytes.length)
    default: {
      const copy = bytes.slice()
      if (copy.length > 0) copy[prng.below(copy.length)]! ^= 1 << prng.below(8)
      return copy
    }
  }
}
