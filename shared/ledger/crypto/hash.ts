import { concat } from '../../kit/bytes.ts'
import { adopted } from './native.ts'

/** SHA-256 of one byte string, 32 bytes. */
export const sha256 = (bytes: Uint8Array): Uint8Array => adopted.sha256(bytes)

/** SHA-256 of the parts in sequence; the first one is a domain tag. */
export const hashOf = (...parts: readonly Uint8Array[]): Uint8Array => adopted.sha256(concat(...parts))

/** SHA-256 of `prefix ‖ left ‖ right`: an inner node of a Merkle tree (two 32-byte hashes). */
export function hashPair(prefix: number, left: Uint8Array, right: Uint8Array): Uint8Array {
  const node = new Uint8Array(65)
  node[0] = prefix
  node.set(left, 1)
  node.set(right, 33)
  return adopted.sha256(node)
}
