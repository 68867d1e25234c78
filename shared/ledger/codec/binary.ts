/** Big-endian integers of the fixed binary formats. Values are exact (below 2^53). */
export function writeUint(target: Uint8Array, at: number, width: number, value: number): void {
  let rest = value
  for (let i = at + width - 1; i >= at; i--) {
    target[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
}

/** The integer, or -1 where it is not exact. */
export function readUint(source: Uint8Array, at: number, width: number): number {
  let value = 0
  for (let i = at; i < at + width; i++) value = value * 256 + source[i]!
  return Number.isSafeInteger(value) ? value : -1
}

/** Eight bytes, big-endian. */
export function u64(value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  writeUint(bytes, 0, 8, value)
  return bytes
}
