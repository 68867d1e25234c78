import { describe, expect, it } from 'vitest'
import { certOf, decodeCert, decodeVote, encodeCert, encodeVote, signVote, verifyCert, verifyVote, ZERO_HASH, type Vote, type VoteStatement } from '../../../shared/ledger/index.ts'
import { hash, testVoters } from './support.ts'

const G = hash('genesis')
const { voters, voteSeeds } = testVoters(6)
const statement: VoteStatement = { kind: 1, epoch: 0, height: 7, view: 2, blockId: hash('block') }
const votes = voteSeeds.map((secret, signer) => signVote(G, statement, signer, secret))
const code = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? 'ok' : result.error!.code)

describe('votes', () => {
  it('survive the wire and verify', () => {
    const bytes = encodeVote(G, votes[3]!)
    expect(bytes.length).toBe(161)
    const back = decodeVote(G, bytes)
    expect(back).toEqual({ ok: true, value: votes[3] })
    expect(code(verifyVote(G, voters, votes[3]!))).toBe('ok')
  })

  it('carry numbers above 32 bits exactly', () => {
    const vote: Vote = { ...votes[0]!, epoch: 2 ** 40 + 3, height: Number.MAX_SAFE_INTEGER, view: 0xffff_ffff }
    expect(decodeVote(G, encodeVote(G, vote))).toEqual({ ok: true, value: vote })
  })

  it('fail at every flipped bit', () => {
    const bytes = encodeVote(G, votes[0]!)
    for (let i = 0; i < bytes.length; i += 7) {
      const bad = bytes.slice()
      bad[i]! ^= 1 << (i % 8)
      const back = decodeVote(G, bad)
      expect(back.ok && verifyVote(G, voters, back.value).ok, `byte ${i}`).toBe(false)
    }
  })

  it.each([
    ['WIRE_LENGTH', (b: Uint8Array) => b.slice(1)],
    ['WIRE_TAG', (b: Uint8Array) => b.with(0, 0)],
    ['FOREIGN_NETWORK', (b: Uint8Array) => b.with(10, b[10]! ^ 1)],
    ['CBOR_SCHEMA', (b: Uint8Array) => b.with(62, 4)],
    ['CBOR_SCHEMA', (b: Uint8Array) => b.with(42, 1)],
    ['VOTE_BLOCK_ID', (b: Uint8Array) => b.with(62, 2)]
  ])('refuse with %s', (expected, spoil) => {
    expect(code(decodeVote(G, spoil(encodeVote(G, votes[0]!))))).toBe(expected)
  })

  it('name a block unless they nullify', () => {
    const nullify = signVote(G, { ...statement, kind: 2, blockId: ZERO_HASH }, 1, voteSeeds[1]!)
    expect(code(decodeVote(G, encodeVote(G, nullify)))).toBe('ok')
    expect(code(decodeVote(G, encodeVote(G, { ...nullify, kind: 3 })))).toBe('VOTE_BLOCK_ID')
  })

  it('of another epoch or a foreign signer do not verify', () => {
    expect(code(verifyVote(G, { ...voters, epoch: 1 }, votes[0]!))).toBe('VOTE_EPOCH')
    expect(code(verifyVote(G, voters, { ...votes[0]!, signer: 6 }))).toBe('VOTE_SIGNER')
    expect(code(verifyVote(G, voters, { ...votes[0]!, signer: 1 }))).toBe('VOTE_SIGNATURE')
    expect(code(verifyVote(hash('other'), voters, votes[0]!))).toBe('VOTE_SIGNATURE')
  })
})

describe('certificates', () => {
  const cert = certOf([votes[5]!, votes[1]!, votes[2]!, votes[0]!])

  it('survive the wire and verify with a quorum', () => {
    expect(cert.signers).toEqual([0, 1, 2, 5])
    expect(decodeCert(encodeCert(cert))).toEqual({ ok: true, value: cert })
    expect(code(verifyCert(G, voters, cert))).toBe('ok')
  })

  it('need q signatures: three of six are not enough', () => {
    expect(code(verifyCert(G, voters, certOf(votes.slice(0, 3))))).toBe('CERT_NO_QUORUM')
  })

  it('refuse repeated, unsorted and foreign signers', () => {
    const { sigs } = cert
    expect(code(verifyCert(G, voters, { ...cert, signers: [0, 1, 1, 5] }))).toBe('CERT_SIGNERS')
    expect(code(verifyCert(G, voters, { ...cert, signers: [0, 2, 1, 5] }))).toBe('CERT_SIGNERS')
    expect(code(verifyCert(G, voters, { ...cert, signers: [0, 1, 2, 6] }))).toBe('CERT_SIGNERS')
    expect(code(verifyCert(G, voters, { ...cert, sigs: sigs.slice(1) }))).toBe('CERT_SIGNERS')
    expect(() => encodeCert({ ...cert, signers: [0, 1, 1, 5] })).toThrow('CERT_SIGNERS')
  })

  it('refuse one bad signature, another epoch, another statement', () => {
    expect(code(verifyCert(G, voters, { ...cert, sigs: [...cert.sigs.slice(0, 3), votes[4]!.sig] }))).toBe('CERT_SIGNATURE')
    expect(code(verifyCert(G, voters, { ...cert, kind: 3 }))).toBe('CERT_SIGNATURE')
    expect(code(verifyCert(G, { ...voters, epoch: 1 }, cert))).toBe('VOTE_EPOCH')
  })

  it('have one bitmap: a trailing zero byte is refused', () => {
    const bytes = encodeCert(cert)
    const at = bytes.findIndex((byte, i) => byte === 0x41 && bytes[i + 1] === 0b100111)
    const padded = Uint8Array.from([...bytes.slice(0, at), 0x42, 0b100111, 0, ...bytes.slice(at + 2)])
    expect(code(decodeCert(padded))).toBe('CERT_SIGNERS')
  })
})
