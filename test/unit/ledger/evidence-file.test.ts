import { describe, expect, it } from 'vitest'
import { utf8 } from '../../../shared/kit/bytes.ts'
import { unwrap } from '../../../shared/kit/result.ts'
import {
  encodeVote, FINALIZE, formatEvidence, NOTARIZE, NULLIFY, parseEvidence, publicKeyOf, signVote, trustOf, verifyEvidence, ZERO_HASH, type EvidenceContent, type VoteKind
} from '../../../shared/ledger/index.ts'
import { golden } from '../../vectors/golden.ts'
import { certifiedBy, TestChain } from './chain.ts'
import { hash, seed } from './support.ts'

const files = golden('ledger/files')
const chain = new TestChain(2)
chain.commit([chain.record('note.put', { k: 'a', v: 'b' })])
const before = chain.head
chain.commit([chain.record('member.set', { id: 'AH', member: { idKey: publicKeyOf(seed('new id')), voteKey: chain.knowVoter(seed('new vote')), peers: ['new-peer'], standing: 'voter' } })])
const G = chain.genesis.hash
const network = { genesisHash: G, genesis: chain.genesis.bytes }

const code = (text: string | Uint8Array, expected: Uint8Array | null = null) => {
  const found = verifyEvidence(text, expected)
  return found.ok ? found.value.code : found.error.code
}
const vote = (kind: VoteKind, blockId: Uint8Array, epoch: number, secret: Uint8Array, signer: number) => encodeVote(G, signVote(G, { kind, epoch, height: 9, view: 2, blockId }, signer, secret))

describe('an evidence file', () => {
  it('shows two votes of a voter of its epoch, at the end of the way there', () => {
    // AH comes first in the second epoch.
    const votes = [vote(NULLIFY, ZERO_HASH, 1, seed('new vote'), 0), vote(FINALIZE, hash('a'), 1, seed('new vote'), 0)] as const
    const text = formatEvidence({ code: 'E3', network, epochs: chain.hops, votes })
    expect(unwrap(verifyEvidence(text, G))).toMatchObject({ code: 'E3', members: ['AH'], epoch: 1, height: 9, view: 2 })
    expect(formatEvidence({ code: 'E3', network, epochs: chain.hops, votes: [votes[1], votes[0]] })).toBe(text)
    expect(formatEvidence(unwrap(parseEvidence(text)))).toBe(text)
    // Another rule than the votes break, the wrong epoch, another network.
    expect(code(formatEvidence({ code: 'E1', network, epochs: chain.hops, votes }))).toBe('EVIDENCE_NONE')
    expect(code(formatEvidence({ code: 'E3', network, epochs: [], votes }))).toBe('VOTE_EPOCH')
    expect(code(text, hash('other'))).toBe('PROOF_OTHER_GENESIS')
  })
  it('shows two records of a device that the ledger knows', () => {
    expect(unwrap(verifyEvidence(files['evidenceRecords']!))).toMatchObject({ code: 'A1', members: ['BJ'], sequence: 9, height: null })
  })
  it('does not take a device of somebody else', () => {
    const content = unwrap(parseEvidence(files['evidenceRecords']!)) as Extract<EvidenceContent, { code: 'A1' }>
    expect(code(formatEvidence({ ...content, state: { buckets: [], values: [] } }))).toBe('PROOF_STATE')
  })
  it('shows a fork: two certified blocks of one height', () => {
    const header = { ...chain.last!.block.header, epoch: 1, height: 3, nextMembers: null, members: chain.last!.block.header.nextMembers!, parent: chain.head.id }
    const twin = { ...header, time: header.time + 1 }
    const secrets = [seed('new vote'), ...chain.members.voteSeeds].slice(0, 5)
    const side = (one: typeof header) => {
      const { epochs, checkpoint } = trustOf({ genesis: chain.genesis, epochs: chain.hops, header: one, certificate: certifiedBy(chain, one, secrets) })
      return { epochs, checkpoint }
    }
    const fork = formatEvidence({ code: 'FORK', network, sides: [side(header), side(twin)] })
    expect(unwrap(verifyEvidence(fork, G))).toMatchObject({ code: 'FORK', height: 3, members: ['AH', 'BJ', 'GZ', 'HE', 'JS'] })
    expect(code(formatEvidence({ code: 'FORK', network, sides: [side(header), side({ ...twin, height: 4 })] }))).toBe('EVIDENCE_NONE')
    expect(verifyEvidence(formatEvidence({ code: 'FORK', network, sides: [side(header), side(header)] })).ok).toBe(false)
    expect(before.height).toBe(1)
  })
  it.each(['evidenceVotes', 'evidenceRecords'])('fails at every byte changed by one bit: %s', (name) => {
    const bytes = utf8(files[name]!)
    expect(code(bytes)).toMatch(/^(?:E1|A1)$/)
    const passed: number[] = []
    for (let at = 0; at < bytes.length; at++) if (verifyEvidence(bytes.with(at, bytes[at]! ^ (1 << (at % 8)))).ok) passed.push(at)
    expect(passed).toEqual([])
  }, 60_000)
  it('is not read from anything else', () => {
    for (const other of ['', '{}', 'null', '[]', '{"code":"A1"}', '{"code":"FORK"}', files['evidenceVotes']!.replace('"E1"', '"E4"')]) expect(code(other)).toBe('PROOF_UNREADABLE')
    expect(code(`${files['evidenceVotes']!} `)).toBe('PROOF_NOT_CANONICAL')
    const votes = [vote(NOTARIZE, hash('a'), 0, chain.members.voteSeeds[0]!, 0), vote(NOTARIZE, hash('a'), 0, chain.members.voteSeeds[0]!, 0)] as const
    expect(code(formatEvidence({ code: 'E1', network, epochs: [], votes }))).toBe('PROOF_UNREADABLE')
  })
})
