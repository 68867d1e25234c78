import { describe, expect, it } from 'vitest'
import { gossipIdOf, gossipIds } from '../../../electron/peer/consensus/pool.ts'
import { MAX_GOSSIP_BYTES, MAX_GOSSIP_RECORDS } from '../../../electron/peer/net/limits.ts'
import { isBatch, packRecords, unpackRecords } from '../../../electron/peer/net/record-batch.ts'
import { encodeStrict } from '../../../shared/ledger/codec/gate.ts'
import { anyValue } from '../../../shared/ledger/codec/schema.ts'
import { buildPayload, keyId, keySigner, MAX_ENVELOPE, publicKeyOf, sealEnvelope, sha256, type OpenRecord } from '../../../shared/ledger/index.ts'
import { utf8 } from '../../../shared/kit/bytes.ts'

const G = sha256(utf8('network'))
const seed = sha256(utf8('device'))
const record = (n: number): OpenRecord =>
  sealEnvelope(buildPayload({ kind: 'note.put', net: G, author: 'BJ', device: keyId(publicKeyOf(seed)), head: { n, prev: n === 0 ? null : sha256(Uint8Array.of(n)) }, at: n, body: { n } }), keySigner(seed))

describe('a gossiped message', () => {
  it('is the envelope itself for one record, a list for several, and gives back what went in', () => {
    const envelopes = [0, 1, 2].map((n) => record(n).bytes)
    expect(packRecords([envelopes[0]!])).toEqual([envelopes[0]])
    const [message, ...others] = packRecords(envelopes)
    expect(others).toEqual([])
    expect(isBatch(message!)).toBe(true)
    expect(unpackRecords(message!)).toEqual(envelopes)
    expect(unpackRecords(envelopes[0]!)).toEqual([envelopes[0]])
  })

  it('never exceeds its limits, whatever the envelopes weigh, and keeps their order', () => {
    const envelopes = Array.from({ length: 700 }, (_, i) => new Uint8Array(1 + ((i * 997) % 3_000)).fill(i & 255))
    const large = Array.from({ length: 5 }, () => new Uint8Array(MAX_ENVELOPE).fill(1))
    const small = Array.from({ length: 600 }, () => Uint8Array.of(1))
    for (const list of [envelopes, large, small]) {
      const messages = packRecords(list)
      for (const message of messages) expect(message.length).toBeLessThanOrEqual(MAX_GOSSIP_BYTES)
      expect(messages.flatMap((message) => unpackRecords(message))).toEqual(list)
    }
    expect(packRecords(small)).toHaveLength(Math.ceil(600 / MAX_GOSSIP_RECORDS))
  })

  it('is refused as a list of the wrong kind: empty, of one, of too many, of other things', () => {
    const lists = [[], [record(0).bytes], Array.from({ length: MAX_GOSSIP_RECORDS + 1 }, () => Uint8Array.of(1)), ['text', 'text'], [new Uint8Array(MAX_ENVELOPE + 1), Uint8Array.of(1)]]
    for (const list of lists) expect(() => unpackRecords(encodeStrict(list, 1 << 20, anyValue))).toThrow('CBOR_SCHEMA')
    expect(() => unpackRecords(Uint8Array.of(0x82, 0x41))).toThrow('CBOR_MALFORMED')
  })

  it('has the record’s id where it is one record, however it was signed, and the hash of its bytes otherwise', () => {
    const { bytes, id } = record(0)
    const [batch] = packRecords([bytes, record(1).bytes])
    const idOf = gossipIds(G)
    for (const of of [(message: Uint8Array) => gossipIdOf(G, message), idOf, idOf]) {
      expect(of(bytes)).toEqual(id)
      expect(of(batch!)).toEqual(sha256(batch!))
      expect(of(Uint8Array.of(1, 2, 3))).toEqual(sha256(Uint8Array.of(1, 2, 3)))
    }
  })
})
