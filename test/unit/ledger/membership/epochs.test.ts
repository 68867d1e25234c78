import { describe, expect, it } from 'vitest'
import {
  decodeCert, decodeHeader, encodeCert, encodeHeader, followEpochs, openCheckpoint, publicKeyOf, readLedgerMember, readRecentHead, readyPreimage, sign, verifyReady, votersHash, type EpochHop
} from '../../../../shared/ledger/index.ts'
import { unwrap } from '../../../../shared/kit/result.ts'
import { certifiedBy, TestChain } from '../chain.ts'
import { hash, seed } from '../support.ts'

/** Four epochs: AH joins, SX leaves, AH rotates its vote key. */
const chain = new TestChain(2)
const set = (id: string, member: object) => chain.record('member.set', { id, member: member as never })
chain.commit([chain.record('note.put', { k: 'a', v: '1' })])
chain.commit([set('AH', { idKey: publicKeyOf(seed('AH id')), voteKey: chain.knowVoter(seed('AH vote')), peers: ['peer-of-AH'], standing: 'voter' })])
chain.commit([set('SX', { ...readLedgerMember(chain.state, 'SX')!, standing: 'left' })])
chain.commit([set('AH', { ...readLedgerMember(chain.state, 'AH')!, voteKey: chain.knowVoter(seed('AH vote 2')) })])
chain.commit([chain.record('note.put', { k: 'a', v: '2' })])
const G = chain.genesis.hash
const { voters } = chain.genesis
const hops = chain.hops
const refused = { ok: false, error: { code: 'EPOCH_CHAIN' } }

describe('the epoch chain', () => {
  it('leads from the genesis, or from any epoch on the way, to the voters of today', () => {
    expect(hops).toHaveLength(3)
    expect(unwrap(followEpochs(G, voters, hops))).toEqual({ voters: chain.head.voters, height: 4 })
    const half = unwrap(followEpochs(G, voters, hops.slice(0, 1)))
    expect(unwrap(followEpochs(G, half.voters, hops.slice(1))).voters).toEqual(chain.head.voters)
    expect(unwrap(followEpochs(G, voters, []))).toEqual({ voters, height: -1 })
  })
  it.each<[string, readonly EpochHop[]]>([
    ['a hop missing', hops.slice(1)],
    ['a hop twice', [hops[0]!, hops[0]!, hops[1]!]],
    ['hops in another order', [hops[1]!, hops[0]!, hops[2]!]],
    ['another list', [{ ...hops[0]!, members: hops[0]!.members.slice(1) }]],
    ['an unsorted list', [{ ...hops[0]!, members: hops[0]!.members.toReversed() }]],
    ['too short a list', [{ ...hops[0]!, members: hops[0]!.members.slice(0, 3) }]],
    ['a certificate of another block', [{ ...hops[0]!, certificate: hops[1]!.certificate }]],
    ['no bytes', [{ ...hops[0]!, header: new Uint8Array() }]]
  ])('breaks with %s', (_name, path) => {
    expect(followEpochs(G, voters, path)).toMatchObject(refused)
  })
  it('breaks at every bit of header, certificate and keys', () => {
    const [hop] = hops as [EpochHop]
    const passed: string[] = []
    const flip = (bytes: Uint8Array, at: number) => bytes.with(at, bytes[at]! ^ (1 << (at % 8)))
    const tryOne = (name: string, changed: EpochHop) => followEpochs(G, voters, [changed]).ok && passed.push(name)
    for (let at = 0; at < hop.header.length; at++) tryOne(`header ${at}`, { ...hop, header: flip(hop.header, at) })
    for (let at = 0; at < hop.certificate.length; at++) tryOne(`certificate ${at}`, { ...hop, certificate: flip(hop.certificate, at) })
    for (let at = 0; at < 32; at++) tryOne(`key ${at}`, { ...hop, members: hop.members.with(0, { ...hop.members[0]!, voteKey: flip(hop.members[0]!.voteKey, at) }) })
    expect(passed).toEqual([])
  }, 60_000)
  it('does not take a closing block of fewer than a quorum, or of the voters before', () => {
    const cert = unwrap(decodeCert(hops[0]!.certificate))
    expect(followEpochs(G, voters, [{ ...hops[0]!, certificate: encodeCert({ ...cert, signers: cert.signers.slice(1), sigs: cert.sigs.slice(1) }) }])).toMatchObject(refused)
    const second = unwrap(decodeHeader(hops[1]!.header))
    expect(followEpochs(G, voters, [hops[0]!, { ...hops[1]!, certificate: encodeCert(certifiedBy(chain, second, chain.members.voteSeeds)) }])).toMatchObject(refused)
  })
  it('does not take a block that closes no epoch', () => {
    const { header } = chain.last!.block
    expect(header.nextMembers).toBe(null)
    const middle: EpochHop = { header: encodeHeader(header), certificate: encodeCert(chain.last!.cert), members: chain.head.voters.members }
    expect(followEpochs(G, voters, [...hops, middle])).toMatchObject(refused)
  })
})

describe('a checkpoint', () => {
  const header = encodeHeader(chain.last!.block.header)
  const certificate = encodeCert(chain.last!.cert)
  it('is a header that its own voters certified', () => {
    expect(unwrap(openCheckpoint(G, chain.head.voters, header, certificate))).toMatchObject({ header: { height: 5, epoch: 3 }, blockId: chain.head.id })
  })
  it('is none of another network, epoch or list', () => {
    expect(openCheckpoint(hash('other'), chain.head.voters, header, certificate)).toMatchObject({ error: { code: 'FOREIGN_NETWORK' } })
    expect(openCheckpoint(G, voters, header, certificate)).toMatchObject({ error: { code: 'BLOCK_EPOCH' } })
    expect(openCheckpoint(G, { epoch: 3, members: voters.members }, header, certificate)).toMatchObject({ error: { code: 'BLOCK_EPOCH' } })
    expect(votersHash(chain.head.voters)).toEqual(chain.last!.block.header.members)
    const { sigs, ...cert } = chain.last!.cert
    expect(openCheckpoint(G, chain.head.voters, header, encodeCert({ ...cert, sigs: sigs.toReversed() }))).toMatchObject({ error: { code: 'CERT_SIGNATURE' } })
  })
})

describe('a statement of readiness', () => {
  const secret = seed('candidate')
  const statement = (height: number, blockId: Uint8Array, signer = secret, network = G) => {
    const cited = { member: 'GD', height, blockId }
    return { ...cited, voteKey: publicKeyOf(secret), sig: sign(signer, readyPreimage(network, cited)) }
  }
  const head = readRecentHead(chain.state, 4)!
  const check = (given: ReturnType<typeof statement>, time = head.time + 1) => {
    const found = verifyReady(G, given, chain.state, time)
    return found.ok ? 'ready' : found.error.code
  }
  it('cites a recent final block and is signed by the vote key', () => {
    expect(check(statement(4, head.id))).toBe('ready')
    expect(check(statement(4, head.id), head.time + 86_400_000)).toBe('ready')
  })
  it('does not hold for an unknown or old block, another signer, member or network', () => {
    expect(check(statement(4, hash('x')))).toBe('READY_BLOCK')
    expect(check(statement(5, chain.head.id))).toBe('READY_BLOCK')
    expect(check(statement(4, head.id), head.time + 86_400_001)).toBe('READY_OLD')
    expect(check(statement(4, head.id, seed('somebody')))).toBe('READY_SIGNATURE')
    expect(check({ ...statement(4, head.id), member: 'GX' })).toBe('READY_SIGNATURE')
    expect(check(statement(4, head.id, secret, hash('other')))).toBe('READY_SIGNATURE')
    expect(check({ ...statement(4, head.id), height: 3 })).toBe('READY_BLOCK')
  })
})
