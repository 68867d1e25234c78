import * as dagCbor from '@ipld/dag-cbor'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CborFault, decodeCbor, encodeCbor } from '../../../shared/ledger/codec/cbor.ts'
import { equalBytes } from '../../../shared/kit/bytes.ts'

/** The general library is the reference: ours must write the same bytes and find the same values. */
const scalar = fc.oneof(
  fc.maxSafeInteger(),
  fc.constantFrom(0, 23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER, -1, -24, -25, -256, -257, -(2 ** 32), Number.MIN_SAFE_INTEGER),
  fc.boolean(),
  fc.constant(null),
  fc.uint8Array({ maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
)
const key = fc.oneof(fc.string({ minLength: 1, maxLength: 30 }), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 })).filter((name) => name !== '__proto__')
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, scalar, fc.array(tie('value'), { maxLength: 30 }), fc.dictionary(key, tie('value'), { maxKeys: 30, noNullPrototype: true })),
}))

/** What the reference says of the bytes: a value, and whether it writes it the same way; null where it refuses. */
function reference(bytes: Uint8Array): { value: unknown; isCanonical: boolean } | null {
  try {
    const decoded: unknown = dagCbor.decode(bytes)
    return { value: decoded, isCanonical: equalBytes(new Uint8Array(dagCbor.encode(decoded)), bytes) }
  } catch {
    return null
  }
}
function ours(bytes: Uint8Array): { value: unknown; isCanonical: boolean } | null {
  try {
    return decodeCbor(bytes, 64)
  } catch (error) {
    if (error instanceof CborFault) return null
    throw error
  }
}

/** Where the two judge bytes differently: a canonical value of ours that is another one there, or plain canonical bytes that ours refuses. */
function disagreement(bytes: Uint8Array): unknown {
  const [mine, theirs] = [ours(bytes), reference(bytes)]
  // Small integers, texts, bytes, lists and maps alone: nothing of these is outside the data model.
  const isPlain = bytes.every((byte) => (byte & 31) < 24 && byte >> 5 < 6)
  const differs = mine?.isCanonical ? !isDeepStrictEqual(mine, theirs) : isPlain && theirs?.isCanonical
  return differs ? { mine, theirs } : null
}

describe('the ledger’s CBOR', () => {
  it('writes what dag-cbor writes, and reads it back', () => {
    fc.assert(
      fc.property(value, (original) => {
        const bytes = encodeCbor(original, 64)
        expect(bytes).toEqual(new Uint8Array(dagCbor.encode(original)))
        expect(decodeCbor(bytes, 64)).toEqual({ value: original, isCanonical: true })
      }),
      { numRuns: 2_000 },
    )
  })

  it('calls canonical only what dag-cbor would write the same way, whatever byte was changed', () => {
    fc.assert(
      fc.property(value, fc.nat(), fc.integer({ min: 1, max: 255 }), (original, place, mask) => {
        const bytes = encodeCbor(original, 64)
        const changed = bytes.with(place % bytes.length, bytes[place % bytes.length]! ^ mask)
        expect(disagreement(changed)).toBeNull()
      }),
      { numRuns: 5_000 },
    )
  })

  it('takes what dag-cbor takes and writes the same way, floats and what is not exact aside', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 12 }), (bytes) => {
        expect(disagreement(bytes)).toBeNull()
      }),
      { numRuns: 20_000 },
    )
  })

  it('refuses to write what the data model has not', () => {
    for (const wrong of [1.5, Number.NaN, undefined, 1n, new Date(0), { a: undefined }, 2 ** 53]) expect(() => encodeCbor(wrong, 64)).toThrow(TypeError)
    const cycle: unknown[] = []
    cycle.push(cycle)
    expect(() => encodeCbor(cycle, 64)).toThrow(CborFault)
    // A value that could not be written leaves nothing behind in the next one.
    expect(encodeCbor(1, 0)).toEqual(Uint8Array.of(1))
  })

  it('keeps a large value whole, and what comes after it', () => {
    const large = new Uint8Array(3_000_000).fill(7)
    expect(decodeCbor(encodeCbor([large, 'x'.repeat(100_000)], 1), 1).value).toEqual([large, 'x'.repeat(100_000)])
    expect(encodeCbor('abc', 0)).toEqual(Uint8Array.of(0x63, 0x61, 0x62, 0x63))
  })
})
