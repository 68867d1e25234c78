import { describe, expect, it } from 'vitest'
import { utf8 } from '../../../shared/kit/bytes.ts'
import { unwrap } from '../../../shared/kit/result.ts'
import {
  blockId,
  certOf,
  FINALIZE,
  formatProofV1,
  inclusionProof,
  MAX_PROOF_TEXT,
  parseProofV1,
  proveState,
  signVote,
  verifyProofV1,
  voidKey,
  type OpenRecord
} from '../../../shared/ledger/index.ts'
import { exportProofV1, type ProofV1Parts } from './proof-v1.ts'
import { TestChain } from './chain.ts'
import { hash } from './support.ts'

const chain = new TestChain()
const good = chain.record('note.put', { k: 'a', v: '证' })
const bad = chain.record('note.drop', { k: 'none' })
chain.commit([good, bad])
chain.commit([chain.record('note.put', { k: 'later', v: '1' }), chain.record('note.put', { k: 'last', v: '2' })])
const G = chain.genesis.hash

function parts(record: OpenRecord, index: number): ProofV1Parts {
  const { block, cert } = chain.last!
  const key = voidKey(record.id)
  return {
    genesis: chain.genesis,
    record,
    index,
    header: block.header,
    certificate: cert,
    logPath: inclusionProof(chain.tiles, index, block.header.logSize),
    state: proveState(chain.state, chain.tree, key),
    voidMark: chain.state.get(key)
  }
}
const finalProof = exportProofV1(parts(good, 0))
const voidProof = exportProofV1(parts(bad, 1))
const code = (source: Uint8Array | string) => {
  const verdict = verifyProofV1(source)
  return verdict.ok ? 'valid' : verdict.error.code
}

describe('a record proof of version 1', () => {
  it('shows an old record final and in force under the newest header', () => {
    const proven = unwrap(verifyProofV1(finalProof, G))
    expect(proven).toMatchObject({ header: { height: 2, logSize: 4 }, quorum: 4, signers: ['BJ', 'GZ', 'HE', 'JS'], subject: null })
    expect(proven.voters.members).toHaveLength(6)
    expect(proven.records).toMatchObject([{ payload: { t: 'note.put', a: 'BJ' }, index: 0, void: null, marks: {} }])
    expect(code(utf8(finalProof))).toBe('valid')
  })

  it('tells a void record with its reason', () => {
    expect(unwrap(verifyProofV1(voidProof, G)).records[0]!.void).toEqual({ code: 'NO_SUCH_NOTE', params: { key: 'note/none' } })
  })

  it('is one text: writing what was read gives the same bytes', () => {
    expect(formatProofV1(unwrap(parseProofV1(finalProof)))).toBe(finalProof)
  })

  it('does not pass for another network', () => {
    expect(verifyProofV1(finalProof, hash('other'))).toMatchObject({ error: { code: 'PROOF_OTHER_GENESIS' } })
  })

  it('fails at every single changed bit', () => {
    const bytes = utf8(finalProof)
    const passed: number[] = []
    // One bit of every byte, a different one each time: all fields, all positions.
    for (let at = 0; at < bytes.length; at++) {
      const spoiled = bytes.with(at, bytes[at]! ^ (1 << (at % 8)))
      if (verifyProofV1(spoiled).ok) passed.push(at)
    }
    expect(passed).toEqual([])
  }, 30_000)

  it.each([
    ['no JSON', '{', 'PROOF_UNREADABLE'],
    ['nothing', '', 'PROOF_UNREADABLE'],
    ['another document', '{"format":"zhengxinlian/record-proof","version":2}', 'PROOF_UNREADABLE'],
    ['a list', '[]', 'PROOF_UNREADABLE'],
    ['deep nesting', '['.repeat(100_000), 'PROOF_UNREADABLE'],
    ['too much', ' '.repeat(MAX_PROOF_TEXT + 1), 'PROOF_UNREADABLE'],
    ['a trailing space', `${finalProof} `, 'PROOF_NOT_CANONICAL'],
    ['other line ends', finalProof.replaceAll('\n', '\r\n'), 'PROOF_NOT_CANONICAL'],
    ['no indentation', JSON.stringify(JSON.parse(finalProof)), 'PROOF_NOT_CANONICAL'],
    ['an added key', finalProof.replace('"index"', '"note": 1,\n  "index"'), 'PROOF_UNREADABLE'],
    ['a repeated key', finalProof.replace('"index": 0', '"index": 1,\n  "index": 0'), 'PROOF_NOT_CANONICAL']
  ])('is not read from %s', (_name, text, expected) => {
    expect(code(text)).toBe(expected)
  })
  it('is not read behind a byte order mark or from bad UTF-8', () => {
    expect(code(Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8(finalProof)))).toBe('PROOF_UNREADABLE')
    expect(code(Uint8Array.of(0xff, ...utf8(finalProof)))).toBe('PROOF_UNREADABLE')
  })
})

describe('a forged proof of version 1 is refused for', () => {
  const base = parts(good, 0)
  const problem = (changes: Partial<ProofV1Parts>) => code(exportProofV1({ ...base, ...changes }))
  const { header } = base

  it('a record of another place, or one that is not in the log', () => {
    expect(problem({ index: 1 })).toBe('PROOF_LOG')
    expect(problem({ index: 4 })).toBe('PROOF_LOG')
    expect(problem({ logPath: base.logPath.slice(1) })).toBe('PROOF_LOG')
    expect(problem({ record: chain.record('note.put', { k: 'never', v: 'sent' }) })).toBe('PROOF_LOG')
  })

  it('a header without its certificate', () => {
    expect(problem({ header: { ...header, time: header.time + 1 } })).toBe('PROOF_CERTIFICATE')
    expect(problem({ certificate: { ...base.certificate, height: 1 } })).toBe('PROOF_CERTIFICATE')
    const { signers, sigs } = base.certificate
    expect(problem({ certificate: { ...base.certificate, signers: signers.slice(1), sigs: sigs.slice(1) } })).toBe('PROOF_CERTIFICATE')
    const votes = chain.members.voteSeeds.map((secret, i) => signVote(G, { kind: 1, epoch: 0, height: 2, view: 0, blockId: blockId(header) }, i, secret))
    expect(problem({ certificate: certOf(votes) })).toBe('PROOF_CERTIFICATE')
  })

  it('a certified header of another voter list or network', () => {
    const certified = (changed: typeof header) => {
      const statement = { kind: FINALIZE, epoch: changed.epoch, height: 2, view: 0, blockId: blockId(changed) }
      return { header: changed, certificate: certOf(chain.members.voteSeeds.map((secret, i) => signVote(G, statement, i, secret))) }
    }
    expect(problem(certified({ ...header, members: hash('x') }))).toBe('PROOF_CERTIFICATE')
    expect(problem(certified({ ...header, G: hash('x') }))).toBe('PROOF_CERTIFICATE')
    expect(problem(certified({ ...header, epoch: 1 }))).toBe('PROOF_CERTIFICATE')
  })

  it('a hidden or invented void mark', () => {
    expect(code(exportProofV1({ ...parts(bad, 1), voidMark: null }))).toBe('PROOF_STATE')
    expect(problem({ voidMark: chain.state.get(voidKey(bad.id)) })).toBe('PROOF_STATE')
    expect(problem({ state: parts(bad, 1).state })).toBe('PROOF_STATE')
    expect(code(exportProofV1({ ...parts(bad, 1), voidMark: null, state: { ...parts(bad, 1).state, entries: [] } }))).toBe('PROOF_STATE')
  })
})
