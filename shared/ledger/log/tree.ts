import { hashPair, hashOf, sha256 } from '../crypto/hash.ts'
import type { Hash } from '../types.ts'

/** RFC 9162 section 2.1: a leaf is sha256(0x00 ‖ data), an inner node sha256(0x01 ‖ left ‖ right). */
const LEAF = Uint8Array.of(0)
const NODE = 1

/** Leaf of a record: the log's data is sha256(envelope), so that a proof need not carry a large record. */
export const leafHash = (envelope: Uint8Array): Hash => hashOf(LEAF, sha256(envelope))
export const innerHash = (left: Hash, right: Hash): Hash => hashPair(NODE, left, right)
/** Root of the empty log. */
export const emptyRoot = (): Hash => sha256(new Uint8Array(0))

/**
 * The right edge of a log: the roots of its complete subtrees, largest first (one for each 1 bit of the size). Enough to
 * append and to know the root; 53 hashes at most.
 */
export interface Frontier {
  readonly size: number
  readonly peaks: readonly Hash[]
}

export const EMPTY_LOG: Frontier = { size: 0, peaks: [] }

/** The frontier after appending leaves (leaf hashes); the given one stays as it is. */
export function appendLeaves(frontier: Frontier, leaves: readonly Hash[]): Frontier {
  const peaks = [...frontier.peaks]
  let size = frontier.size
  for (const leaf of leaves) {
    let node = leaf
    for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) node = innerHash(peaks.pop()!, node)
    peaks.push(node)
    size++
  }
  return { size, peaks }
}

/** RFC 9162 root of the log. */
export function logRoot({ peaks }: Frontier): Hash {
  let root: Hash | null = null
  for (let i = peaks.length - 1; i >= 0; i--) root = root === null ? peaks[i]! : innerHash(peaks[i]!, root)
  return root ?? emptyRoot()
}

/** Largest power of two below n (n > 1): where RFC 9162 splits a tree. */
export function splitPoint(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

/** The exponent of a power of two, or -1 for any other number. Exact for all safe integers (a logarithm is not). */
export function exponentOf(n: number): number {
  let exponent = 0
  let k = 1
  while (k < n) {
    k *= 2
    exponent++
  }
  return k === n ? exponent : -1
}
