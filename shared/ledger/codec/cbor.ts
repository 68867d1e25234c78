import { utf8 } from '../../kit/bytes.ts'

/**
 * The part of dag-cbor that the ledger's data model needs (null, booleans, exact integers, text, bytes, lists, maps with
 * text keys), in one pass each way: records are decoded by the thousand, and the general library is several times slower.
 * Its form is dag-cbor's own: shortest integers and lengths, definite lengths, keys by length and then bytewise.
 */

/** Not CBOR of this kind at all, or nested too deep. */
export class CborFault extends Error {
  readonly kind: 'malformed' | 'deep'
  constructor(kind: 'malformed' | 'deep') {
    super(kind)
    this.kind = kind
  }
}

const strictText = new TextDecoder('utf-8', { fatal: true })
const looseText = new TextDecoder('utf-8')
/** Up to so many bytes a text is put together by hand: faster than a decoder's call. */
const SHORT_TEXT = 24

const malformed = (): never => {
  throw new CborFault('malformed')
}

/** One item at work: where in the bytes, and whether everything so far was in canonical form. */
class Reader {
  isCanonical = true
  at = 0
  readonly #bytes: Uint8Array
  readonly #maxDepth: number
  readonly #views: boolean

  constructor(bytes: Uint8Array, maxDepth: number, views: boolean) {
    this.#bytes = bytes
    this.#maxDepth = maxDepth
    this.#views = views
  }

  item(depth: number): unknown {
    const head = this.#bytes[this.at]
    if (head === undefined) return malformed()
    const major = head >> 5
    if (major === 7) {
      this.at++
      if (head === 0xf6) return null
      return head === 0xf5 ? true : head === 0xf4 ? false : malformed()
    }
    if (major === 6) return malformed()
    const argument = this.#argument(head & 31)
    if (major === 0) return argument
    if (major === 1) return -1 - argument
    if (major === 2) {
      const start = this.#advance(argument)
      return this.#views ? this.#bytes.subarray(start, this.at) : this.#bytes.slice(start, this.at)
    }
    if (major === 3) return this.#text(argument)
    // Each item takes at least one byte: a larger count is a lie and must not reach an allocator.
    if ((major === 4 ? argument : 2 * argument) > this.#bytes.length - this.at) return malformed()
    if (depth >= this.#maxDepth) throw new CborFault('deep')
    return major === 4 ? this.#list(argument, depth + 1) : this.#map(argument, depth + 1)
  }

  #list(count: number, depth: number): unknown[] {
    const list: unknown[] = []
    for (let i = 0; i < count; i++) list.push(this.item(depth))
    return list
  }

  #map(count: number, depth: number): Record<string, unknown> {
    const map: Record<string, unknown> = {}
    let lastStart = 0
    let lastEnd = 0
    for (let i = 0; i < count; i++) {
      const head = this.#bytes[this.at]
      if (head === undefined || head >> 5 !== 3) return malformed()
      const length = this.#argument(head & 31)
      const start = this.at
      const key = this.#text(length)
      if (i > 0 && this.#order(lastStart, lastEnd, start, this.at) >= 0) this.isCanonical = false
      if (Object.hasOwn(map, key)) return malformed()
      lastStart = start
      lastEnd = this.at
      const value = this.item(depth)
      if (key === '__proto__') Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true })
      else map[key] = value
    }
    return map
  }

  /** Keys of different lengths by length, then bytewise. */
  #order(aStart: number, aEnd: number, bStart: number, bEnd: number): number {
    const shorter = aEnd - aStart - (bEnd - bStart)
    if (shorter !== 0) return shorter
    for (let i = 0; aStart + i < aEnd; i++) {
      const difference = this.#bytes[aStart + i]! - this.#bytes[bStart + i]!
      if (difference !== 0) return difference
    }
    return 0
  }

  #text(length: number): string {
    const start = this.#advance(length)
    const { at } = this
    if (length <= SHORT_TEXT) {
      let text = ''
      let i = start
      for (; i < at && this.#bytes[i]! < 0x80; i++) text += String.fromCharCode(this.#bytes[i]!)
      if (i === at) return text
    }
    const part = this.#bytes.subarray(start, at)
    try {
      // A decoder drops a byte order mark: the text would be written without it.
      if (part[0] === 0xef && part[1] === 0xbb && part[2] === 0xbf) this.isCanonical = false
      return strictText.decode(part)
    } catch {
      this.isCanonical = false
      return looseText.decode(part)
    }
  }

  /** Passes over so many bytes; gives where they start. */
  #advance(length: number): number {
    const start = this.at
    if (length > this.#bytes.length - start) return malformed()
    this.at += length
    return start
  }

  /** The head's number, in the shortest form it has. */
  #argument(info: number): number {
    this.at++
    if (info < 24) return info
    if (info > 27) return malformed()
    const width = 1 << (info - 24)
    const start = this.#advance(width)
    let value = 0
    for (let i = 0; i < width; i++) value = value * 256 + this.#bytes[start + i]!
    const least = width === 1 ? 24 : width === 2 ? 0x100 : width === 4 ? 0x1_0000 : 0x1_0000_0000
    return value < least || value > Number.MAX_SAFE_INTEGER ? malformed() : value
  }
}

/**
 * The one value the bytes are. `isCanonical` is false where keys are not in order or a text is not UTF-8 (then another
 * byte string has the same value). Throws CborFault.
 *
 * @param maxDepth deepest nesting of lists and maps; a bare scalar has depth 0.
 * @param views byte strings are views of `bytes` instead of copies: for those who are done with them before `bytes` changes.
 */
export function decodeCbor(bytes: Uint8Array, maxDepth: number, views = false): { readonly value: unknown; readonly isCanonical: boolean } {
  const reader = new Reader(bytes, maxDepth, views)
  const value = reader.item(0)
  if (reader.at !== bytes.length) return malformed()
  return { value, isCanonical: reader.isCanonical }
}

/** Bytes of the buffer that values are written into; what a larger value needs is given back. */
const SCRATCH = 64 * 1024
let scratch = new Uint8Array(SCRATCH)
let filled = 0

function room(length: number): void {
  if (filled + length <= scratch.length) return
  const larger = new Uint8Array(Math.max(2 * scratch.length, filled + length))
  larger.set(scratch.subarray(0, filled))
  scratch = larger
}

function writeHead(major: number, argument: number): void {
  room(9)
  const type = major << 5
  if (argument < 24) scratch[filled++] = type | argument
  else if (argument < 0x100) {
    scratch[filled++] = type | 24
    scratch[filled++] = argument
  } else {
    const width = argument < 0x1_0000 ? 2 : argument < 0x1_0000_0000 ? 4 : 8
    scratch[filled++] = type | (width === 2 ? 25 : width === 4 ? 26 : 27)
    let rest = argument
    for (let i = filled + width - 1; i >= filled; i--) {
      scratch[i] = rest % 256
      rest = Math.floor(rest / 256)
    }
    filled += width
  }
}

function writeText(text: string): void {
  if (text.length <= SHORT_TEXT) {
    const start = filled
    writeHead(3, text.length)
    room(text.length)
    let i = 0
    for (; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code >= 0x80) break
      scratch[filled++] = code
    }
    if (i === text.length) return
    filled = start
  }
  writeBytes(3, utf8(text))
}

function writeBytes(major: number, bytes: Uint8Array): void {
  writeHead(major, bytes.length)
  room(bytes.length)
  scratch.set(bytes, filled)
  filled += bytes.length
}

// eslint-disable-next-line no-control-regex -- ASCII is the range meant.
const ASCII = /^[\x00-\x7f]*$/

/** dag-cbor's order of two keys: by UTF-8 length, then bytewise. */
function compareKeys(a: string, b: string): number {
  if (ASCII.test(a) && ASCII.test(b)) return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)
  const [left, right] = [utf8(a), utf8(b)]
  if (left.length !== right.length) return left.length - right.length
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return left[i]! - right[i]!
  return 0
}

function write(value: unknown, levels: number): void {
  if (typeof value === 'string') return writeText(value)
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError('not an exact integer')
    return value < 0 ? writeHead(1, -1 - value) : writeHead(0, value)
  }
  if (value === null || typeof value === 'boolean') {
    room(1)
    scratch[filled++] = value === null ? 0xf6 : value ? 0xf5 : 0xf4
    return
  }
  if (typeof value !== 'object') throw new TypeError(`no CBOR for ${typeof value}`)
  if (value instanceof Uint8Array) return writeBytes(2, value)
  if (levels === 0) throw new CborFault('deep')
  if (Array.isArray(value)) {
    writeHead(4, value.length)
    for (const item of value) write(item, levels - 1)
    return
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError('not a plain map')
  const keys = Object.keys(value).sort(compareKeys)
  writeHead(5, keys.length)
  for (const key of keys) {
    writeText(key)
    write((value as Record<string, unknown>)[key], levels - 1)
  }
}

/**
 * The canonical bytes of a value of the data model. Throws CborFault where lists and maps are nested beyond `maxDepth`, and
 * TypeError for anything else (floats, undefined, classes).
 */
export function encodeCbor(value: unknown, maxDepth: number): Uint8Array {
  filled = 0
  try {
    write(value, maxDepth)
    return scratch.slice(0, filled)
  } finally {
    if (scratch.length > SCRATCH) scratch = new Uint8Array(SCRATCH)
  }
}
