import { describe, expect, it } from 'vitest'
import { buildPayload, breachName, certOf, checkDoubleRecord, checkEvidence, checkFork, encodeVote, FINALIZE, keyId, keySigner, NOTARIZE, NULLIFY, publicKeyOf, sealEnvelope, signVote, ZERO_HASH, type VoteKind } from '../../../shared/ledger/index.ts'
import { hash, testVoters } from './support.ts'

const G = hash('network')
const { voters, voteSeeds, idSeeds } = testVoters(6)
const A = hash('block a')
const B = hash('block b')
const signed = (kind: VoteKind, blockId: Uint8Array, { signer = 2, height = 7, view = 1, epoch = 0, network = G } = {}) =>
  encodeVote(network, signVote(network, { kind, epoch, height, view, blockId }, signer, voteSeeds[signer]!))
const code = (first: Uint8Array, second: Uint8Array) => {
  const found = checkEvidence(G, voters, first, second)
  return found.ok ? found.value.code : found.error.code
}

describe('two votes of one voter', () => {
  it('are evidence where no honest voter casts both', () => {
    expect(code(signed(NOTARIZE, A), signed(NOTARIZE, B))).toBe('E1')
    expect(code(signed(FINALIZE, A), signed(FINALIZE, B))).toBe('E2')
    expect(code(signed(NULLIFY, ZERO_HASH), signed(FINALIZE, A))).toBe('E3')
    expect(code(signed(FINALIZE, A), signed(NULLIFY, ZERO_HASH))).toBe('E3')
    const found = checkEvidence(G, voters, signed(NOTARIZE, A), signed(NOTARIZE, B))
    expect(found).toEqual({ ok: true, value: { code: 'E1', member: 'HE', epoch: 0, height: 7, view: 1 } })
    expect(found.ok && breachName(found.value)).toBe('E1/0/7/1/HE')
  })
  it.each([
    ['finalize of one block after notarize of its twin', signed(NOTARIZE, B), signed(FINALIZE, A)],
    ['notarize and nullify', signed(NOTARIZE, A), signed(NULLIFY, ZERO_HASH)],
    ['the same vote twice', signed(FINALIZE, A), signed(FINALIZE, A)],
    ['two nullify votes', signed(NULLIFY, ZERO_HASH), signed(NULLIFY, ZERO_HASH)],
    ['votes of two views', signed(FINALIZE, A), signed(FINALIZE, B, { view: 2 })],
    ['votes of two heights', signed(NOTARIZE, A), signed(NOTARIZE, B, { height: 8 })],
    ['votes of two epochs', signed(NOTARIZE, A), signed(NOTARIZE, B, { epoch: 1 })],
    ['votes of two voters', signed(NOTARIZE, A), signed(NOTARIZE, B, { signer: 3 })]
  ])('are none: %s', (_name, first, second) => {
    expect(code(first, second)).toBe('EVIDENCE_NONE')
  })
  it('frame nobody: signatures, network, epoch and form are checked', () => {
    const forged = signed(NOTARIZE, B)
    forged[160]! ^= 1
    expect(code(signed(NOTARIZE, A), forged)).toBe('VOTE_SIGNATURE')
    expect(code(forged, signed(NOTARIZE, A))).toBe('VOTE_SIGNATURE')
    const foreign = { network: hash('other') }
    expect(code(signed(NOTARIZE, A, foreign), signed(NOTARIZE, B, foreign))).toBe('FOREIGN_NETWORK')
    expect(code(signed(NOTARIZE, A, { epoch: 1 }), signed(NOTARIZE, B, { epoch: 1 }))).toBe('VOTE_EPOCH')
    expect(checkEvidence(G, testVoters(13).voters, signed(NOTARIZE, A), signed(NOTARIZE, B)).ok).toBe(true)
    expect(checkEvidence(G, { epoch: 0, members: voters.members.slice(0, 2) }, signed(NOTARIZE, A), signed(NOTARIZE, B))).toMatchObject({ error: { code: 'VOTE_SIGNER' } })
    expect(code(signed(NOTARIZE, A).slice(1), signed(NOTARIZE, B))).toBe('WIRE_LENGTH')
  })
})

describe('two records of one device', () => {
  const [secret, other] = [idSeeds[0]!, idSeeds[1]!]
  const record = (v: number, { n = 3, key = secret, author = 'BJ' } = {}) =>
    sealEnvelope(buildPayload({ kind: 'note.put', net: G, author, device: keyId(publicKeyOf(key)), head: { n: n - 1, prev: hash('p') }, at: 1, body: { v } }), keySigner(key)).bytes
  const check = (first: Uint8Array, second: Uint8Array) => {
    const found = checkDoubleRecord(G, publicKeyOf(secret), first, second)
    return found.ok ? `${found.value.code} ${found.value.member} ${found.value.sequence}` : found.error.code
  }
  it('with one sequence number are evidence', () => {
    expect(check(record(1), record(2))).toBe('A1 BJ 3')
  })
  it('are none where they are one record, or differ in sequence, author or device, or are not signed', () => {
    expect(check(record(1), record(1))).toBe('EVIDENCE_NONE')
    expect(check(record(1), record(2, { n: 4 }))).toBe('EVIDENCE_NONE')
    expect(check(record(1), record(2, { author: 'SH' }))).toBe('EVIDENCE_NONE')
    expect(check(record(1), record(2, { key: other }))).toBe('EVIDENCE_NONE')
    const forged = sealEnvelope(buildPayload({ kind: 'note.put', net: G, author: 'BJ', device: keyId(publicKeyOf(secret)), head: { n: 2, prev: hash('p') }, at: 1, body: { v: 9 } }), keySigner(other)).bytes
    expect(check(record(1), forged)).toBe('RECORD_SIGNATURE')
  })
})

describe('two certificates of one height', () => {
  const final = (blockId: Uint8Array, signers: readonly number[], { height = 9, view = 0, kind = FINALIZE as VoteKind } = {}) => ({
    voters,
    cert: certOf(signers.map((signer) => signVote(G, { kind, epoch: 0, height, view, blockId }, signer, voteSeeds[signer]!)))
  })
  it('prove a fork and name who signed both', () => {
    expect(checkFork(G, final(A, [0, 1, 2, 3]), final(B, [2, 3, 4, 5]))).toMatchObject({ ok: true, value: { code: 'FORK', height: 9, members: ['HE', 'JS'] } })
    expect(checkFork(G, final(A, [0, 1, 2, 3]), final(B, [0, 1, 2, 3], { view: 3 }))).toMatchObject({ ok: true })
  })
  it('prove none for one block, two heights, another kind or too few signatures', () => {
    expect(checkFork(G, final(A, [0, 1, 2, 3]), final(A, [2, 3, 4, 5]))).toMatchObject({ error: { code: 'EVIDENCE_NONE' } })
    expect(checkFork(G, final(A, [0, 1, 2, 3]), final(B, [2, 3, 4, 5], { height: 8 }))).toMatchObject({ error: { code: 'EVIDENCE_NONE' } })
    expect(checkFork(G, final(A, [0, 1, 2, 3]), final(B, [2, 3, 4, 5], { kind: NOTARIZE }))).toMatchObject({ error: { code: 'EVIDENCE_NONE' } })
    expect(checkFork(G, final(A, [0, 1, 2, 3]), final(B, [3, 4, 5]))).toMatchObject({ error: { code: 'CERT_NO_QUORUM' } })
  })
})
