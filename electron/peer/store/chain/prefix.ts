const LAST = 0x10ffff
const SURROGATES = { first: 0xd800, after: 0xe000 }

/**
 * The smallest text that is above every text with this prefix, in the order of UTF-8 bytes (which is that of code points
 * and that of SQLite's BINARY collation). Null where there is none.
 */
export function after(prefix: string): string | null {
  const points = Array.from(prefix, (character) => character.codePointAt(0)!)
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    if (last === LAST) continue
    const next = last + 1 === SURROGATES.first ? SURROGATES.after : last + 1
    return String.fromCodePoint(...points, next)
  }
  return null
}
