import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { END_FRAME, frame, FrameReader } from '../../../electron/peer/net/framing.ts'
import { concat } from '../../../shared/kit/bytes.ts'

const chunksOf = (whole: Uint8Array, cuts: readonly number[]): Uint8Array[] => {
  const at = [...new Set(cuts.map((cut) => cut % (whole.length + 1)))].sort((a, b) => a - b)
  const edges = [0, ...at, whole.length]
  return edges.slice(1).map((end, i) => whole.subarray(edges[i], end))
}

describe('frames', () => {
  it('come out as they went in, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 12 }), fc.array(fc.nat(), { maxLength: 40 }), (payloads, cuts) => {
        const reader = new FrameReader(300)
        const found = chunksOf(concat(...payloads.map(frame)), cuts).flatMap((chunk) => reader.push(chunk))
        expect(found).toEqual(payloads)
        expect(reader.atBoundary).toBe(true)
      }),
    )
  })

  it('tell a short stream from an end', () => {
    const whole = frame(Uint8Array.of(1, 2, 3))
    for (let length = 1; length < whole.length; length++) {
      const reader = new FrameReader(10)
      expect(reader.push(whole.subarray(0, length))).toEqual([])
      expect(reader.atBoundary).toBe(false)
    }
  })

  it('above the limit are refused before their content is kept', () => {
    const reader = new FrameReader(3)
    expect(() => reader.push(frame(new Uint8Array(4)).subarray(0, 4))).toThrowError(expect.objectContaining({ code: 'NET_FRAME_TOO_LARGE', params: { size: 4, limit: 3 } }))
  })

  it('that come byte by byte cost no more than their bytes', () => {
    const size = 1024 * 1024
    const reader = new FrameReader(size)
    const whole = frame(new Uint8Array(size).fill(7))
    let found: Uint8Array[] = []
    // Kept as a list of single bytes, this takes minutes.
    for (let at = 0; at < whole.length; at++) found = reader.push(whole.subarray(at, at + 1))
    expect(found.map(({ length }) => length)).toEqual([size])
    expect(found[0]!.every((byte) => byte === 7)).toBe(true)
  })

  it('of length 0 end an answer', () => {
    expect(new FrameReader(0).push(END_FRAME)).toEqual([new Uint8Array(0)])
  })
})
