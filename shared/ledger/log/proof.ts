import { equalBytes } from '../../kit/bytes.ts'
import { ok, type Result } from '../../kit/result.ts'
import { ledgerError, refuse } from '../errors.ts'
import type { Hash } from '../types.ts'
import { rangeHash, type TileSource } from './tiles.ts'
import { exponentOf, innerHash, splitPoint } from './tree.ts'

/** Audit path of leaf `index` in the tree of the first `size` leaves (RFC 9162, 2.1.3.1), nearest sibling first. */
export function inclusionProof(source: TileSource, index: number, size: number): readonly Hash[] {
  if (!inLog(index, size) || size > source.size) throw ledgerError('LOG_INDEX', { index, size })
  const path: Hash[] = []
  let start = 0
  let rest = size
  let at = index
  while (rest > 1) {
    const k = splitPoint(rest)
    if (at < k) {
      path.push(rangeHash(source, start + k, rest - k))
      rest = k
    } else {
      path.push(rangeHash(source, start, k))
      start += k
      at -= k
      rest -= k
    }
  }
  return path.reverse()
}

/** That `leaf` (a leaf hash) is at `index` in the log of `size` leaves with this root (RFC 9162, 2.1.3.2). LOG_INDEX, LOG_PROOF. */
export function verifyInclusion(root: Hash, size: number, index: number, leaf: Hash, path: readonly Hash[]): Result<null> {
  if (!inLog(index, size)) return refuse('LOG_INDEX', { index, size })
  let fn = index
  let sn = size - 1
  let node = leaf
  for (const sibling of path) {
    if (sn === 0) return refuse('LOG_PROOF')
    if (fn % 2 === 1 || fn === sn) {
      node = innerHash(sibling, node)
      while (fn % 2 === 0 && fn !== 0) {
        fn /= 2
        sn = half(sn)
      }
    } else {
      node = innerHash(node, sibling)
    }
    fn = half(fn)
    sn = half(sn)
  }
  return sn === 0 && equalBytes(node, root) ? ok(null) : refuse('LOG_PROOF')
}

/** That the log of `first` leaves is a prefix of the log of `second` leaves: proof (RFC 9162, 2.1.4.1). 0 < first <= second. */
export function consistencyProof(source: TileSource, first: number, second: number): readonly Hash[] {
  if (!inLog(first - 1, second) || second > source.size) throw ledgerError('LOG_INDEX', { index: first, size: second })
  const path: Hash[] = []
  let start = 0
  let rest = second
  let m = first
  let whole = true
  while (m !== rest) {
    const k = splitPoint(rest)
    if (m <= k) {
      path.push(rangeHash(source, start + k, rest - k))
      rest = k
    } else {
      path.push(rangeHash(source, start, k))
      start += k
      m -= k
      rest -= k
      whole = false
    }
  }
  if (!whole) path.push(rangeHash(source, start, rest))
  return path.reverse()
}

/** Checks such a proof (RFC 9162, 2.1.4.2). LOG_INDEX, LOG_PROOF. */
export function verifyConsistency(first: number, second: number, firstRoot: Hash, secondRoot: Hash, path: readonly Hash[]): Result<null> {
  if (!inLog(first - 1, second)) return refuse('LOG_INDEX', { index: first, size: second })
  if (first === second) return path.length === 0 && equalBytes(firstRoot, secondRoot) ? ok(null) : refuse('LOG_PROOF')
  const hashes = exponentOf(first) >= 0 ? [firstRoot, ...path] : path
  if (hashes.length === 0) return refuse('LOG_PROOF')
  let fn = first - 1
  let sn = second - 1
  while (fn % 2 === 1) {
    fn = half(fn)
    sn = half(sn)
  }
  let fr = hashes[0]!
  let sr = fr
  for (const c of hashes.slice(1)) {
    if (sn === 0) return refuse('LOG_PROOF')
    if (fn % 2 === 1 || fn === sn) {
      fr = innerHash(c, fr)
      sr = innerHash(c, sr)
      while (fn % 2 === 0 && fn !== 0) {
        fn /= 2
        sn = half(sn)
      }
    } else {
      sr = innerHash(sr, c)
    }
    fn = half(fn)
    sn = half(sn)
  }
  return sn === 0 && equalBytes(fr, firstRoot) && equalBytes(sr, secondRoot) ? ok(null) : refuse('LOG_PROOF')
}

/** Halves beyond 32 bits, where `>>` would wrap. */
const half = (n: number): number => Math.floor(n / 2)
const inLog = (index: number, size: number): boolean =>
  Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size
