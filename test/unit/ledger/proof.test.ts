import { describe, expect, it } from 'vitest'
import { utf8 } from '../../../shared/kit/bytes.ts'
import { unwrap } from '../../../shared/kit/result.ts'
import {
  blockId,
  certOf,
  exportRecordProof,
  FINALIZE,
  formatProof,
  inclusionProof,
  MAX_PROOF_TEXT,
  parseProof,
  proveState,
  signVote,
  verifyRecordProof,
  voidKey,
  type OpenRecord,
  type RecordProofParts
} from '../../../shared/ledger/index.ts'
import { TestChain } from './chain.ts'
import { hash } from './support.ts'

const chain = new TestChain()
const good = chain.record('note.put', { k: 'a', v: '证' })
const bad = chain.record('note.drop', { k: 'none' })
chain.commit([good, bad])
chain.commit([chain.record('note.put', { k: 'later', v: '1' }), chain.record('note.put', { k: 'last', v: '2' })])
const G = chain.genesis.hash

function parts(record: OpenRecord, index: number): RecordProofParts {
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
const finalProof = exportRecordProof(parts(good, 0))
const voidProof = exportRecordProof(parts(bad, 1))

describe('a record proof', () => {
  it('shows an old record final and in force under the newest header', () => {
    const verdict = verifyRecordProof(finalProof, { genesisHash: G })
    expect(verdict).toMatchObject({ verdict: 'final', problem: null, trusted: true })
    expect(verdict.facts).toMatchObject({ network: 'test network', kind: 'note.put', author: 'BJ', index: 0, height: 2, logSize: 4, quorum: 4, voters: 6, signers: ['BJ', 'GZ', 'HE', 'JS'] })
    expect(verifyRecordProof(utf8(finalProof)).verdict).toBe('final')
    expect(verifyRecordProof(finalProof).trusted).toBe(false)
  })

  it('tells a void record with its reason', () => {
    expect(verifyRecordProof(voidProof, { genesisHash: G })).toMatchObject({ verdict: 'void', problem: { code: 'NO_SUCH_NOTE', params: { key: 'note/none' } } })
  })

  it('is one text: writing what was read gives the same bytes', () => {
    expect(formatProof(unwrap(parseProof(finalProof)))).toBe(finalProof)
  })

  it('does not pass for another network', () => {
    expect(verifyRecordProof(finalProof, { genesisHash: hash('other') })).toMatchObject({ verdict: 'refused', problem: { code: 'PROOF_OTHER_GENESIS' } })
  })

  it('fails at every single changed bit', () => {
    const bytes = utf8(finalProof)
    const passed: number[] = []
    // One bit of every byte, a different one each time: all fields, all positions.
    for (let at = 0; at < bytes.length; at++) {
      const spoiled = bytes.with(at, bytes[at]! ^ (1 << (at % 8)))
      const { verdict } = verifyRecordProof(spoiled)
      if (verdict === 'final' || verdict === 'void') passed.push(at)
    }
    expect(passed).toEqual([])
  }, 30_000)

  it.each([
    ['no JSON', '{', 'unreadable'],
    ['nothing', '', 'unreadable'],
    ['another document', '{"format":"zhengxinlian/record-proof","version":2}', 'unreadable'],
    ['a list', '[]', 'unreadable'],
    ['deep nesting', '['.repeat(100_000), 'unreadable'],
    ['too much', ' '.repeat(MAX_PROOF_TEXT + 1), 'unreadable'],
    ['a trailing space', `${finalProof} `, 'refused'],
    ['other line ends', finalProof.replaceAll('\n', '\r\n'), 'refused'],
    ['no indentation', JSON.stringify(JSON.parse(finalProof)), 'refused'],
    ['an added key', finalProof.replace('"index"', '"note": 1,\n  "index"'), 'unreadable'],
    ['a repeated key', finalProof.replace('"index": 0', '"index": 1,\n  "index": 0'), 'refused']
  ])('is not read from %s', (_name, text, expected) => {
    expect(verifyRecordProof(text).verdict).toBe(expected)
  })
  it('is not read behind a byte order mark or from bad UTF-8', () => {
    expect(verifyRecordProof(Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8(finalProof))).verdict).toBe('refused')
    expect(verifyRecordProof(Uint8Array.of(0xff, ...utf8(finalProof))).verdict).toBe('unreadable')
  })
})

describe('a forged proof is refused for', () => {
  const base = parts(good, 0)
  const problem = (changes: Partial<RecordProofParts>) => verifyRecordProof(exportRecordProof({ ...base, ...changes })).problem?.code
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
    expect(verifyRecordProof(exportRecordProof({ ...parts(bad, 1), voidMark: null })).problem?.code).toBe('PROOF_STATE')
    expect(problem({ voidMark: chain.state.get(voidKey(bad.id)) })).toBe('PROOF_STATE')
    expect(problem({ state: parts(bad, 1).state })).toBe('PROOF_STATE')
    expect(verifyRecordProof(exportRecordProof({ ...parts(bad, 1), voidMark: null, state: { ...parts(bad, 1).state, entries: [] } })).problem?.code).toBe('PROOF_STATE')
  })
})
