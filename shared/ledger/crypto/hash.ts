import { concat } from '../../kit/bytes.ts'
import { adopted } from './native.ts'

/** SHA-256 of one byte string, 32 bytes. */
export const sha256 = (bytes: Uint8Array): Uint8Array => adopted.sha256(bytes)

/** What is put together to be hashed at once: an array of its own for each input costs more than the hash. */
const scratch = new Uint8Array(8 * 1024)
const pair = new Uint8Array(65)

/** SHA-256 of the parts in sequence; the first one is a domain tag. */
export function hashOf(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) {
    // The other way round a part without a length (no bytes at all) would pass.
    if (!(length + part.length <= scratch.length)) return adopted.sha256(concat(...parts))
    scratch.set(part, length)
    length += part.length
  }
  return adopted.sha256(scratch.subarray(0, length))
}

/** SHA-256 of `prefix ‖ left ‖ right`: an inner node of a Merkle tree (two 32-byte hashes). */
export function hashPair(prefix: number, left: Uint8Array, right: Uint8Array): Uint8Array {
  pair[0] = prefix
  pair.set(left, 1)
  pair.set(right, 33)
  return adopted.sha256(pair)
}
