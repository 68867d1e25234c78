import fc from 'fast-check'
import { encode } from '@ipld/dag-cbor'
import { describe, expect, it } from 'vitest'
import { decodeMessage, encodeMessages, type ConsMessage } from '../../../electron/peer/net/protocols/cons/codec.ts'
import { decodePendingRequest, encodePendingRequest, GET } from '../../../electron/peer/net/protocols/pending/codec.ts'
import { differingParts, partSums } from '../../../electron/peer/net/protocols/pending/sums.ts'
import { packEnvelopes, unpackEnvelopes } from '../../../electron/peer/net/protocols/pack.ts'
import { decodeStatus, encodeStatus, type StatusMessage } from '../../../electron/peer/net/protocols/status/codec.ts'
import { compareBytes } from '../../../shared/kit/bytes.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import { VOTE_BYTES } from '../../../shared/ledger/limits.ts'

const none: ConsMessage = { certs: [], proposals: [], votes: [], status: null }
const hash = fc.uint8Array({ minLength: 32, maxLength: 32 })

const codeOf = (work: () => unknown): string => {
  try {
    work()
    return 'fine'
  } catch (error) {
    return error instanceof CodedError ? error.code : 'uncoded'
  }
}

describe('consensus messages', () => {
  it('keep every part, in several frames where one is too small', () => {
    const message: ConsMessage = {
      certs: Array.from({ length: 130 }, (_, i) => new Uint8Array(300).fill(i)),
      proposals: [new Uint8Array(200_000).fill(1), new Uint8Array(10).fill(2)],
      votes: Array.from({ length: 2_500 }, (_, i) => new Uint8Array(VOTE_BYTES).fill(i % 256)),
      status: { epoch: 0, height: 5, view: 2, ask: true, views: [{ view: 2, notarized: false, nullified: true, proposal: true, notarize: [0, 3], nullify: [], finalize: [1] }] },
    }
    const parts = encodeMessages(message).map(decodeMessage)
    expect(parts.flatMap(({ certs }) => certs)).toEqual(message.certs)
    expect(parts.flatMap(({ proposals }) => proposals)).toEqual(message.proposals)
    expect(parts.flatMap(({ votes }) => votes)).toEqual(message.votes)
    expect(parts.flatMap(({ status }) => status ?? [])).toEqual([message.status])
  })

  it('of foreign shape are refused with a code', () => {
    const refusals: readonly [unknown, string][] = [
      [{ ...none, more: 1 }, 'CBOR_SCHEMA'],
      [{ ...none, votes: [new Uint8Array(VOTE_BYTES - 1)] }, 'CBOR_SCHEMA'],
      [{ ...none, status: { epoch: 0, height: 0, view: 0, ask: true, views: [] } }, 'CBOR_SCHEMA'],
    ]
    for (const [value, code] of refusals) expect(() => decodeMessage(encode(value))).toThrowError(expect.objectContaining({ code }))
    expect(() => decodeMessage(Uint8Array.of(0xff))).toThrowError(expect.objectContaining({ code: 'CBOR_MALFORMED' }))
    expect(() => decodeMessage(new Uint8Array(0))).toThrowError(expect.objectContaining({ code: 'CBOR_MALFORMED' }))
  })

  it('never throw anything without a code', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect([decodeMessage, decodePendingRequest].map((decode) => codeOf(() => decode(bytes)))).not.toContain('uncoded')
        expect(typeof decodeStatus(bytes).ok).toBe('boolean')
      }),
    )
  })
})

describe('a status', () => {
  const status: StatusMessage = {
    v: 1, G: new Uint8Array(32), height: 3, blockId: new Uint8Array(32).fill(1), final: new Uint8Array(200), instance: new Uint8Array(16), version: '0.1.0',
    now: 1_700_000_000_000, pending: 2, pendingDigest: new Uint8Array(32).fill(2), seen: { epoch: 0, height: 4, view: 1 }, twinAge: null,
  }
  it('comes back as it was', () => expect(decodeStatus(encodeStatus(status))).toEqual({ ok: true, value: status }))
  it('with unsorted keys is not canonical', () => {
    const canonical = encodeStatus(status)
    // Swaps the first two keys of the map, `G` and `v`, with their values.
    const [g, v] = [canonical.slice(1, 1 + 2 + 34), canonical.slice(1 + 36, 1 + 36 + 3)]
    const swapped = Uint8Array.from([canonical[0]!, ...v, ...g, ...canonical.slice(1 + 36 + 3)])
    expect(swapped).toHaveLength(canonical.length)
    expect(decodeStatus(swapped)).toMatchObject({ ok: false, error: { code: 'CBOR_NOT_CANONICAL' } })
  })
})

describe('set reconciliation', () => {
  it('finds exactly the parts in which two sets differ', () => {
    fc.assert(
      fc.property(fc.array(hash, { maxLength: 60 }), fc.array(hash, { maxLength: 10 }), (shared, extra) => {
        const sorted = (ids: Uint8Array[]): Uint8Array[] => ids.toSorted(compareBytes)
        const distinct = extra.filter((id) => !shared.some((other) => compareBytes(id, other) === 0))
        const parts = differingParts(partSums(sorted(shared)), partSums(sorted([...shared, ...distinct])))
        expect(new Set(parts)).toEqual(new Set(distinct.map((id) => id[0]!)))
      }),
    )
  })

  it('asks for bounded groups only', () => {
    expect(decodePendingRequest(encodePendingRequest({ op: GET, of: new Uint8Array(64) }))).toEqual({ op: GET, of: new Uint8Array(64) })
    expect(() => encodePendingRequest({ op: GET, of: new Uint8Array(100_000) })).toThrowError(expect.objectContaining({ code: 'CBOR_SCHEMA' }))
  })

  it('packs envelopes into frames below the limit, in order', () => {
    const envelopes = Array.from({ length: 100 }, (_, i) => new Uint8Array(16_000).fill(i + 1))
    const frames = [...packEnvelopes(envelopes)]
    expect(frames.length).toBeGreaterThan(1)
    expect(Math.max(...frames.map(({ length }) => length))).toBeLessThanOrEqual(1024 * 1024)
    expect(frames.flatMap(unpackEnvelopes)).toEqual(envelopes)
    expect([...packEnvelopes([])].flatMap(unpackEnvelopes)).toEqual([])
  })
})
