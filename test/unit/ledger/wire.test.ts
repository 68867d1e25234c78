import { describe, expect, it } from 'vitest'
import { fromBase64, toBase64 } from '../../../shared/kit/base64.ts'
import fc from 'fast-check'
import {
  blockId,
  certOf,
  decodeGenesis,
  decodeHeader,
  decodeProposal,
  encodeCanonical,
  encodeGenesis,
  encodeHeader,
  encodeProposal,
  genesisHashOfBytes,
  makeGenesis,
  NOTARIZE,
  NULLIFY,
  openGenesis,
  signVote,
  ZERO_HASH,
  type Genesis,
  type Proposal
} from '../../../shared/ledger/index.ts'
import { TestChain } from './chain.ts'
import { hash, testVoters } from './support.ts'

const code = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? 'ok' : result.error!.code)

describe('a genesis', () => {
  const { genesis } = testVoters(6)
  const changed = (change: Partial<Genesis>) => code(decodeGenesis(encodeCanonical({ ...genesis, ...change })))
  const [a, b, c, d] = genesis.members as [Genesis['members'][0], Genesis['members'][0], Genesis['members'][0], Genesis['members'][0]]

  it('comes back whole, with its hash and voters', () => {
    const opened = makeGenesis({ ...genesis, members: genesis.members.toReversed() })
    expect(opened).toMatchObject({ ok: true, value: { genesis, voters: { epoch: 0 } } })
    expect(opened.ok && opened.value.hash).toEqual(genesisHashOfBytes(encodeGenesis(genesis)))
    expect(opened.ok && openGenesis(opened.value.bytes)).toEqual(opened)
  })

  it.each<[string, string, Partial<Genesis>]>([
    ['too few members', 'CBOR_SCHEMA', { members: [a, b, c] }],
    ['unsorted members', 'GENESIS_INVALID', { members: [b, a, c, d] }],
    ['a member twice', 'GENESIS_INVALID', { members: [a, a, b, c] }],
    ['a key twice', 'GENESIS_INVALID', { members: [a, b, c, { ...d, voteKey: a.idKey }] }],
    ['one key for two purposes', 'GENESIS_INVALID', { members: [a, b, c, { ...d, voteKey: d.idKey }] }],
    ['a peer twice', 'GENESIS_INVALID', { members: [a, b, c, { ...d, peers: a.peers }] }],
    ['a member without a seat', 'CBOR_SCHEMA', { members: [a, b, c, { ...d, peers: [] }] }],
    ['a foreign suite', 'CBOR_SCHEMA', { suite: 2 as 1 }],
    ['bytes among the parameters', 'CBOR_SCHEMA', { params: { x: new Uint8Array(1) as unknown as string } }]
  ])('with %s is refused', (_name, expected, change) => {
    expect(changed(change)).toBe(expected)
  })

  it('with an unsound key is refused', () => {
    const weak = { ...d, voteKey: new Uint8Array(32).with(0, 1) }
    expect(makeGenesis({ ...genesis, members: [a, b, c, weak] })).toEqual({ ok: false, error: { code: 'KEY_INVALID', params: { member: d.id } } })
  })
})

describe('a proposal', () => {
  const chain = new TestChain()
  const { header, records } = chain.build([chain.record('note.put', { k: 'a', v: 'x' }), chain.record('note.put', { k: 'b', v: 'y' })]).block!
  const G = chain.genesis.hash
  const { voteSeeds } = chain.members
  const vote = signVote(G, { kind: NOTARIZE, epoch: 0, height: 1, view: 1, blockId: blockId(header) }, 0, voteSeeds[0]!)
  const nullified = certOf(voteSeeds.map((secret, i) => signVote(G, { kind: NULLIFY, epoch: 0, height: 1, view: 0, blockId: ZERO_HASH }, i, secret)))
  const proposal: Proposal = { epoch: 0, height: 1, view: 1, header, leaves: records.map((record) => record.leaf), bodies: records.map((record) => record.bytes), justify: [nullified], vote }

  it('comes back whole, with and without bodies', () => {
    expect(decodeProposal(G, encodeProposal(G, proposal))).toEqual({ ok: true, value: proposal })
    const compact = { ...proposal, bodies: null }
    expect(decodeProposal(G, encodeProposal(G, compact))).toEqual({ ok: true, value: compact })
  })

  it.each<[string, Partial<Proposal>]>([
    ['header', { header: { ...header, height: 2 } }],
    ['header', { header: { ...header, G: hash('other') } }],
    ['header', { header: { ...header, view: 2 } }],
    ['vote', { header: { ...header, time: header.time + 1 } }],
    ['vote', { vote: { ...vote, view: 0 } }],
    ['vote', { vote: { ...vote, kind: 3 } }],
    ['justify', { justify: [{ ...nullified, view: 1 }] }],
    ['justify', { justify: [{ ...nullified, height: 2 }] }],
    ['bodies', { bodies: proposal.bodies!.toReversed() }],
    ['bodies', { bodies: proposal.bodies!.slice(1) }],
    ['leaves', { leaves: [...proposal.leaves, ...proposal.leaves], bodies: null }]
  ])('whose parts contradict each other is refused: %s', (part, change) => {
    const spoiled = { ...proposal, ...change }
    expect(() => encodeProposal(G, spoiled)).toThrow('PROPOSAL_MISMATCH')
    expect(() => encodeProposal(G, spoiled)).toThrow(part)
  })

  it('of another network, or truncated, is refused when decoding', () => {
    const bytes = encodeProposal(G, proposal)
    expect(code(decodeProposal(hash('other'), bytes))).toBe('FOREIGN_NETWORK')
    for (let length = 0; length < bytes.length; length += 13) expect(decodeProposal(G, bytes.slice(0, length)).ok).toBe(false)
  })

  it('header comes back, and one bit makes another block', () => {
    expect(decodeHeader(encodeHeader(header))).toEqual({ ok: true, value: header })
    expect(encodeHeader(header).length).toBeLessThan(420)
    expect(blockId({ ...header, view: 1 })).not.toEqual(blockId(header))
  })
})

describe('base64', () => {
  it('round-trips and agrees with the platform', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const text = toBase64(bytes)
        expect(text).toBe(Buffer.from(bytes).toString('base64'))
        expect(fromBase64(text)).toEqual(bytes)
      })
    )
  })
  it.each(['A', 'AA', 'AA=', 'AB==', 'AAB=', 'A===', '====', 'AA==AA==', 'AA A', 'AA-_', 'AAAA\n'])('refuses %j', (text) => {
    expect(() => fromBase64(text)).toThrow(RangeError)
  })
})
