import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex, toHex, utf8 } from '../../../shared/kit/bytes.ts'
import { appendLeaves, consistencyProof, EMPTY_LOG, emptyRoot, frontierAt, hashOf, inclusionProof, innerHash, leafHash, logRoot, rootAt, sha256, verifyConsistency, verifyInclusion, type Hash } from '../../../shared/ledger/index.ts'
import { MemoryTiles } from './chain.ts'

/** RFC 9162 section 2.1.1, word for word. */
function naiveRoot(leaves: readonly Hash[]): Hash {
  if (leaves.length === 0) return emptyRoot()
  if (leaves.length === 1) return leaves[0]!
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return innerHash(naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)))
}
const leaves = Array.from({ length: 1300 }, (_, i) => sha256(utf8(`leaf ${i}`)))
const tilesOf = (size: number, chunk = size) => {
  const tiles = new MemoryTiles()
  for (let at = 0; at < size; at += chunk) tiles.append(leaves.slice(at, Math.min(size, at + chunk)))
  return tiles
}

describe('the log tree', () => {
  it('gives the roots of the Certificate Transparency reference data', () => {
    // Inputs and roots of the reference implementation's test data (google/certificate-transparency, merkle tree tests).
    const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(fromHex)
    const roots = [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'
    ]
    const rfcLeaf = (data: Uint8Array) => hashOf(Uint8Array.of(0), data)
    let frontier = EMPTY_LOG
    expect(toHex(emptyRoot())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    inputs.forEach((input, i) => {
      frontier = appendLeaves(frontier, [rfcLeaf(input)])
      expect(toHex(logRoot(frontier))).toBe(roots[i])
    })
  })

  it('hashes a record twice: the log’s data is the envelope’s hash', () => {
    const envelope = utf8('an envelope')
    expect(leafHash(envelope)).toEqual(hashOf(Uint8Array.of(0), sha256(envelope)))
  })

  it('agrees with the definition for every size, however it grew', () => {
    let frontier = EMPTY_LOG
    for (let size = 0; size <= 130; size++) {
      expect(logRoot(frontier), `size ${size}`).toEqual(naiveRoot(leaves.slice(0, size)))
      frontier = appendLeaves(frontier, [leaves[size]!])
    }
    expect(appendLeaves(EMPTY_LOG, leaves.slice(0, 131))).toEqual(frontier)
  })

  it('is stored in tiles that do not depend on the batches', () => {
    const whole = tilesOf(1300)
    const pieces = tilesOf(1300, 37)
    for (const [level, index] of [[0, 0], [0, 4], [0, 5], [1, 0]] as const) expect(pieces.tile(level, index)).toEqual(whole.tile(level, index))
    expect(whole.tile(1, 0).length).toBe(5 * 32)
    for (const size of [1, 255, 256, 257, 511, 512, 700, 1024, 1300]) {
      expect(rootAt(whole, size)).toEqual(naiveRoot(leaves.slice(0, size)))
      expect(frontierAt(pieces, size)).toEqual(appendLeaves(EMPTY_LOG, leaves.slice(0, size)))
    }
  })

  it('returns only new and grown tiles on append', () => {
    const tiles = tilesOf(300)
    expect(tiles.append(leaves.slice(300, 520)).map(({ level, index, bytes }) => [level, index, bytes.length / 32])).toEqual([[0, 1, 256], [0, 2, 8], [1, 0, 2]])
  })
})

describe('proofs of the log', () => {
  const tiles = tilesOf(1300)
  const index = fc.integer({ min: 0, max: 1299 })

  it('of inclusion hold for their leaf, place, size and root only', () => {
    fc.assert(
      fc.property(index, index, (a, b) => {
        const [i, size] = [Math.min(a, b), Math.max(a, b) + 1]
        const path = inclusionProof(tiles, i, size)
        const root = rootAt(tiles, size)
        expect(verifyInclusion(root, size, i, leaves[i]!, path).ok).toBe(true)
        expect(verifyInclusion(root, size, i, leaves[(i + 1) % 1300]!, path).ok).toBe(false)
        expect(verifyInclusion(root, size, i + 1, leaves[i]!, path).ok).toBe(false)
        expect(verifyInclusion(root, size, i, leaves[i]!, [...path, root]).ok).toBe(false)
        expect(verifyInclusion(root, size, i, leaves[i]!, path.slice(1)).ok).toBe(path.length === 0)
      }),
      { numRuns: 120 }
    )
  })

  it('of consistency hold for every pair of small sizes, and for these roots only', () => {
    const small = tilesOf(40)
    const roots = Array.from({ length: 41 }, (_, size) => rootAt(small, size))
    for (let second = 1; second <= 40; second++) {
      for (let first = 1; first <= second; first++) {
        const path = consistencyProof(small, first, second)
        expect(verifyConsistency(first, second, roots[first]!, roots[second]!, path).ok, `${first} of ${second}`).toBe(true)
        expect(verifyConsistency(first, second, roots[first - 1]!, roots[second]!, path).ok).toBe(false)
        expect(verifyConsistency(first, second, roots[first]!, roots[second - 1]!, path).ok).toBe(false)
        expect(verifyConsistency(first, second, roots[first]!, roots[second]!, path.slice(0, -1)).ok).toBe(path.length === 0)
      }
    }
  })

  it('refuse places outside the log', () => {
    expect(() => inclusionProof(tiles, 5, 5)).toThrow('LOG_INDEX')
    expect(() => consistencyProof(tiles, 0, 5)).toThrow('LOG_INDEX')
    expect(() => inclusionProof(tiles, 0, 1301)).toThrow('LOG_INDEX')
    for (const [i, size] of [[-1, 5], [5, 5], [0.5, 5], [0, 0], [Number.NaN, 5]] as const) expect(verifyInclusion(leaves[0]!, size, i, leaves[0]!, []).ok).toBe(false)
  })
})
