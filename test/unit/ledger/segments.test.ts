import { describe, expect, it } from 'vitest'
import { utf8 } from '../../../shared/kit/bytes.ts'
import { appendLeaves, EMPTY_LOG, frontierAt, leafHash, logRoot } from '../../../shared/ledger/index.ts'
import { fullSegments, segmentLength, segmentRoots, segmentTail, segmentTiles, verifySegment, verifySegments, type Segments } from '../../../shared/ledger/log/segments.ts'
import type { TileSource } from '../../../shared/ledger/log/tiles.ts'
import { MemoryTiles } from './chain.ts'

const envelopes = Array.from({ length: 1_100 }, (_, i) => utf8(`envelope ${i}`))
const leaves = envelopes.map(leafHash)

function logOf(size: number): { readonly root: Uint8Array; readonly segments: Segments } {
  const tiles = new MemoryTiles()
  tiles.append(leaves.slice(0, size))
  return { root: logRoot(appendLeaves(EMPTY_LOG, leaves.slice(0, size))), segments: { roots: segmentRoots(tiles, 0, fullSegments(size)), tail: segmentTail(tiles, size) } }
}

describe('segments of a log', () => {
  it.each([1, 2, 255, 256, 257, 511, 512, 700, 1_024, 1_100])('of %i records give its root, and each is verified alone', (size) => {
    const { root, segments } = logOf(size)
    expect(verifySegments(root, size, segments)).toEqual({ ok: true, value: null })
    for (let index = 0; index * 256 < size; index++) {
      const body = envelopes.slice(index * 256, index * 256 + segmentLength(size, index))
      expect(verifySegment(size, segments, index, body).ok).toBe(true)
      expect(verifySegment(size, segments, index, [...body.slice(0, -1), utf8('another')])).toMatchObject({ ok: false, error: { code: 'LOG_PROOF' } })
      expect(verifySegment(size, segments, index, body.slice(1))).toMatchObject({ ok: false, error: { code: 'LOG_INDEX' } })
    }
  })

  it('with one bit changed are not those of the log', () => {
    const { root, segments } = logOf(700)
    for (const name of ['roots', 'tail'] as const) {
      for (let at = 0; at < segments[name].length; at += 97) {
        const changed = segments[name].map((byte, i) => (i === at ? byte ^ 1 : byte))
        expect(verifySegments(root, 700, { ...segments, [name]: changed })).toMatchObject({ ok: false, error: { code: 'LOG_PROOF' } })
      }
    }
    expect(verifySegments(root, 701, segments)).toMatchObject({ ok: false, error: { code: 'LOG_INDEX' } })
  })

  it('are enough to append to the log without having it', () => {
    const { segments } = logOf(700)
    const tiles = new Map(segmentTiles(700, segments).map(({ level, index, bytes }) => [`${level}/${index}`, bytes]))
    const source: TileSource = {
      size: 700,
      tile(level, index) {
        const bytes = tiles.get(`${level}/${index}`)
        if (!bytes) throw new RangeError(`no tile ${level}/${index}`)
        return bytes
      },
    }
    const longer = appendLeaves(frontierAt(source, 700), leaves.slice(700))
    expect(logRoot(longer)).toEqual(logRoot(appendLeaves(EMPTY_LOG, leaves)))
  })
})
