/** Codes of the hexadecimal digits, and bytes turned into text at once. */
const DIGITS = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0))
const SHORT = 256
const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Lower-case hexadecimal text of the bytes. */
export function toHex(bytes: Uint8Array): string {
  if (bytes.length > SHORT) return toHex(bytes.subarray(0, SHORT)) + toHex(bytes.subarray(SHORT))
  // Put together from codes: ids are made by the thousand, and adding up text costs twice as much.
  const codes: number[] = []
  for (let i = 0; i < bytes.length; i++) {
    codes.push(DIGITS[bytes[i]! >> 4]!, DIGITS[bytes[i]! & 15]!)
  }
  return String.fromCharCode(...codes)
}

/** Bytes of lower- or upper-case hexadecimal text. Throws RangeError on an odd length or a foreign character. */
export function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) throw new RangeError('not hexadecimal')
  const bytes = new Uint8Array(text.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16)
  return bytes
}

export const utf8 = (text: string): Uint8Array => encoder.encode(text)

/** Text of UTF-8 bytes. Throws TypeError on malformed UTF-8: nothing is replaced, and no byte order mark left out, silently. */
export const fromUtf8 = (bytes: Uint8Array): string => decoder.decode(bytes)

/**
 * Upper case of the letters a to z alone. Runtimes disagree about other letters (Unicode 16 gave U+0264 an upper case), so
 * what enters a hash or a rule of the ledger is folded with this.
 */
export const upperAscii = (text: string): string => text.replace(/[a-z]/g, (letter) => letter.toUpperCase())

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** Bytewise order, shorter first on a common prefix: the one order of the ledger (UTF-8 text sorts the same way). */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return a[i]! - b[i]!
  return a.length - b.length
}

/** Order of two texts by their UTF-8 bytes, independent of any locale (code point order, not UTF-16 order). */
export function compareText(a: string, b: string): number {
  if (a === b) return 0
  const left = a[Symbol.iterator]()
  const right = b[Symbol.iterator]()
  for (;;) {
    const l = left.next()
    const r = right.next()
    if (l.done) return r.done ? 0 : -1
    if (r.done) return 1
    if (l.value !== r.value) return l.value.codePointAt(0)! - r.value.codePointAt(0)!
  }
}
