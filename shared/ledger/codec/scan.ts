const TRUNCATED = -1

/**
 * Walks over a CBOR item (RFC 8949) without recursion and without building anything: every byte is looked at once.
 * Refuses what no value of the ledger contains (tags, floats, undefined, indefinite lengths, integers of 64 bits that are
 * not exact, empty or trailing input) before a recursive decoder sees it.
 *
 * @param maxDepth deepest nesting of lists and maps; a bare scalar has depth 0.
 */
export function scan(bytes: Uint8Array, maxDepth: number): 'fine' | 'deep' | 'malformed' {
  /** Items still to come on each open level. The bottom level is the one item itself. */
  const open: number[] = [1]
  let at = 0
  while (open.length > 0) {
    if (open[open.length - 1] === 0) {
      open.pop()
      continue
    }
    open[open.length - 1]!--
    const head = bytes[at]
    if (head === undefined) return 'malformed'
    const major = head >> 5
    const info = head & 31
    if (major === 6) return 'malformed'
    if (major === 7) {
      if (info < 20 || info > 22) return 'malformed'
      at++
      continue
    }
    const width = info < 24 ? 0 : info === 24 ? 1 : info === 25 ? 2 : info === 26 ? 4 : info === 27 ? 8 : TRUNCATED
    if (width === TRUNCATED || at + 1 + width > bytes.length) return 'malformed'
    const argument = width === 0 ? info : readUint(bytes, at + 1, width)
    if (argument > Number.MAX_SAFE_INTEGER) return 'malformed'
    at += 1 + width
    if (major === 2 || major === 3) {
      at += argument
      if (at > bytes.length) return 'malformed'
    } else if (major === 4 || major === 5) {
      const items = major === 4 ? argument : 2 * argument
      // Each item takes at least one byte: a larger count is a lie and must not reach an allocator.
      if (items > bytes.length - at) return 'malformed'
      if (open.length > maxDepth) return 'deep'
      open.push(items)
    }
  }
  return at === bytes.length ? 'fine' : 'malformed'
}

function readUint(bytes: Uint8Array, at: number, width: number): number {
  let value = 0
  for (let i = 0; i < width; i++) value = value * 256 + bytes[at + i]!
  return value
}
