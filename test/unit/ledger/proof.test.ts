import { describe, expect, it } from 'vitest'
import { utf8 } from '../../../shared/kit/bytes.ts'
import { unwrap } from '../../../shared/kit/result.ts'
import {
  formatProof, inclusionProof, makeProof, MAX_PROOF_TEXT, parseProof, publicKeyOf, subjectKey, verifyProof, voidKey, type OpenRecord, type ProofContent, type ProofParts, type Statement
} from '../../../shared/ledger/index.ts'
import { certifiedBy, TestChain } from './chain.ts'
import { hash, seed } from './support.ts'

const USCC = '91110000000000001X'

/** Two epochs (a seventh voter joins), four records about an agency, one of them superseded, and one void. */
function story() {
  const chain = new TestChain(2)
  const about = (note: string) => chain.record('subject.note', { s: USCC, note })
  const first = about('first')
  const bad = chain.record('note.drop', { k: 'none' })
  const second = about('second')
  chain.commit([first, bad, second])
  const voteKey = chain.knowVoter(seed('new vote'))
  chain.commit([chain.record('member.set', { id: 'AH', member: { idKey: publicKeyOf(seed('new id')), voteKey, peers: ['new-peer'], standing: 'voter' } })])
  const third = about('third')
  const mark = chain.record('mark.set', { record: first.id, mark: 'superseded', on: true })
  const last = chain.record('note.put', { k: 'last', v: '证' })
  chain.commit([third, mark, last])
  return { chain, first, second, third, bad, last }
}
const { chain, first, second, third, bad, last } = story()
const G = chain.genesis.hash
const places = new Map<OpenRecord, number>([[first, 0], [bad, 1], [second, 2], [third, 4], [last, 6]])

function parts(statement: Statement, records: readonly OpenRecord[], keys: readonly string[] = []): ProofParts {
  const { block, cert } = chain.last!
  return {
    genesis: chain.genesis, epochs: chain.hops, header: block.header, certificate: cert, statement, keys, state: chain.state, tree: chain.tree,
    records: records.map((record) => ({ record, index: places.get(record)!, path: inclusionProof(chain.tiles, places.get(record)!, block.header.logSize) }))
  }
}
const ofRecord = (record: OpenRecord): string => makeProof(parts({ type: 'record', record: record.id }, [record]))
const complete: Statement = { type: 'completeness', subject: USCC }
const code = (text: string | Uint8Array, expected: Uint8Array | null = null) => {
  const verdict = verifyProof(text, expected)
  return verdict.ok ? 'valid' : verdict.error.code
}
/** The file with its content changed and written anew in the one form. */
const altered = (text: string, change: (content: ProofContent) => Partial<ProofContent>) => {
  const content = unwrap(parseProof(text))
  return formatProof({ ...content, ...change(content) })
}

describe('a proof of one record', () => {
  const text = ofRecord(last)
  it('leads from the genesis over every epoch to the newest block', () => {
    const proven = unwrap(verifyProof(text, G))
    expect(proven).toMatchObject({ statement: { type: 'record' }, header: { height: 3, epoch: 1 }, quorum: 5, subject: null })
    expect(proven.voters.members).toHaveLength(7)
    expect(proven.signers).toHaveLength(5)
    expect(proven.records).toMatchObject([{ index: 6, void: null, marks: {} }])
    expect(code(utf8(text), G)).toBe('valid')
  })
  it('tells a void record with its reason, and what later records made of one', () => {
    expect(unwrap(verifyProof(ofRecord(bad))).records[0]).toMatchObject({ void: { code: 'NO_SUCH_NOTE' } })
    expect(unwrap(verifyProof(ofRecord(first))).records[0]!.marks.superseded).toHaveLength(32)
  })
  it('carries entries of the application, or the proof that there are none', () => {
    const { values } = unwrap(verifyProof(makeProof(parts({ type: 'record', record: last.id }, [last], ['note/last', 'note/none']))))
    expect(values.get('note/last')).toEqual(utf8('证'))
    expect(values.get('note/none')).toBe(null)
  })
  it('is one text', () => {
    expect(formatProof(unwrap(parseProof(text)))).toBe(text)
    for (const other of [`${text} `, text.replaceAll('\n', '\r\n'), JSON.stringify(JSON.parse(text)), text.replace('"index": 6', '"index": 6,\n      "index": 6')]) expect(code(other)).toBe('PROOF_NOT_CANONICAL')
    for (const other of ['', '{', '[]', 'null', '['.repeat(100_000), ' '.repeat(MAX_PROOF_TEXT + 1), text.replace('"version": 2', '"version": 3'), text.replace('"statement"', '"note": 1,\n  "statement"')]) expect(code(other)).toBe('PROOF_UNREADABLE')
    expect(code(Uint8Array.of(0xff, ...utf8(text)))).toBe('PROOF_UNREADABLE')
  })
  it('fails at every single changed bit', () => {
    const bytes = utf8(text)
    const passed: string[] = []
    for (let at = 0; at < bytes.length; at++) {
      for (let bit = 0; bit < 8; bit++) if (verifyProof(bytes.with(at, bytes[at]! ^ (1 << bit))).ok) passed.push(`${at}.${bit}`)
    }
    expect(passed).toEqual([])
  }, 240_000)
})

describe('a completeness proof', () => {
  const text = makeProof(parts(complete, [first, second, third]))
  it('says that these are all records in force about a subject', () => {
    const proven = unwrap(verifyProof(text, G))
    expect(proven.subject).toEqual({ subject: USCC, count: 3, complete: true })
    expect(proven.records.map(({ index }) => index)).toEqual([0, 2, 4])
  })
  it('says of a subject without records that there are none', () => {
    const none = makeProof(parts({ type: 'completeness', subject: '91110000000000009Y' }, []))
    expect(unwrap(verifyProof(none)).subject).toEqual({ subject: '91110000000000009Y', count: 0, complete: true })
  })
  it('is refused with a record missing, added, or of another subject', () => {
    expect(code(makeProof(parts(complete, [first, third])))).toBe('PROOF_SUBJECT')
    expect(code(makeProof(parts(complete, [first, second, third, last])))).toBe('PROOF_SUBJECT')
    expect(code(makeProof(parts(complete, [])))).toBe('PROOF_SUBJECT')
    expect(code(makeProof(parts({ type: 'completeness', subject: 'OTHER' }, [first])))).toBe('PROOF_SUBJECT')
  })
  it('is refused where the chain or a mark is left out, or hidden', () => {
    const without = (key: string) => altered(text, ({ state }) => ({ state: { ...state, values: state.values.filter((entry) => entry.key !== key) } }))
    expect(code(without(subjectKey(USCC)))).toBe('PROOF_STATE')
    const hidden = altered(text, ({ state }) => ({ state: { ...state, values: state.values.map((entry) => (entry.key === subjectKey(USCC) ? { ...entry, value: null } : entry)) } }))
    expect(code(hidden)).toBe('PROOF_STATE')
    const unneeded = altered(text, ({ state }) => ({ state: { ...state, values: state.values.slice(1) } }))
    expect(code(unneeded)).toBe('PROOF_STATE')
  })
  it('is refused in a network that keeps no chains', () => {
    const old = new TestChain()
    old.commit([old.record('note.put', { k: 'a', v: 'b' })])
    const { block, cert } = old.last!
    const claim = { genesis: old.genesis, epochs: [], header: block.header, certificate: cert, statement: complete, keys: [], state: old.state, tree: old.tree, records: [] }
    expect(code(makeProof(claim))).toBe('PROOF_STATEMENT')
    expect(unwrap(verifyProof(makeProof({ ...claim, statement: { type: 'report', subject: USCC } }))).subject).toBe(null)
  })
})

describe('a report', () => {
  it('holds records, entries and their marks under one checkpoint, and says whether the records are all', () => {
    const report: Statement = { type: 'report', subject: USCC }
    const whole = makeProof(parts(report, [first, second, third], ['note/last', 'note/first']))
    expect(unwrap(verifyProof(whole)).subject).toMatchObject({ count: 3, complete: true })
    expect(unwrap(verifyProof(makeProof(parts(report, [second])))).subject).toMatchObject({ count: 3, complete: false })
  })
  it('fails at random single bits', () => {
    const bytes = utf8(makeProof(parts({ type: 'report', subject: USCC }, [first, second, third], Array.from({ length: 200 }, (_, i) => `note/${i}`))))
    const passed: number[] = []
    let random = 20_261_122
    for (let i = 0; i < 400; i++) {
      random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0
      const at = Math.floor((random / 2 ** 32) * bytes.length)
      if (verifyProof(bytes.with(at, bytes[at]! ^ (1 << (random & 7)))).ok) passed.push(at)
    }
    expect(passed).toEqual([])
  }, 60_000)
})

describe('a forged proof is refused for', () => {
  const base = parts({ type: 'record', record: last.id }, [last])
  const { header } = base
  const forged = (changes: Partial<ProofParts>) => code(makeProof({ ...base, ...changes }))

  it('another network', () => {
    expect(code(makeProof(base), hash('other'))).toBe('PROOF_OTHER_GENESIS')
    const other = new TestChain()
    expect(forged({ genesis: other.genesis })).toBe('PROOF_CERTIFICATE')
    const { network } = unwrap(parseProof(makeProof({ ...base, genesis: other.genesis })))
    expect(code(altered(makeProof(base), (content) => ({ network: { ...network, genesisHash: content.network.genesisHash } })))).toBe('PROOF_OTHER_GENESIS')
  })
  it('a record of another place, or one that the statement does not name', () => {
    const [item] = base.records
    expect(forged({ records: [{ ...item!, index: 5 }] })).toBe('PROOF_LOG')
    expect(forged({ records: [{ ...item!, record: chain.record('note.put', { k: 'never', v: 'sent' }) }] })).toBe('PROOF_LOG')
    expect(forged({ records: [...base.records, ...base.records] })).toBe('PROOF_LOG')
    expect(forged({ records: [] })).toBe('PROOF_STATEMENT')
    expect(forged({ statement: { type: 'record', record: first.id } })).toBe('PROOF_STATEMENT')
  })
  it('epochs that are missing, repeated or made up', () => {
    expect(forged({ epochs: [] })).toBe('PROOF_CERTIFICATE')
    expect(forged({ epochs: [...chain.hops, ...chain.hops] })).toBe('PROOF_CERTIFICATE')
    const [hop] = chain.hops
    expect(forged({ epochs: [{ ...hop!, members: hop!.members.with(0, { ...hop!.members[0]!, voteKey: publicKeyOf(seed('thief')) }) }] })).toBe('EPOCH_CHAIN')
    expect(forged({ epochs: [{ ...hop!, members: hop!.members.toReversed() }] })).toBe('EPOCH_CHAIN')
  })
  it('a header that a quorum of its own epoch did not certify', () => {
    expect(forged({ header: { ...header, time: header.time + 1 } })).toBe('PROOF_CERTIFICATE')
    const { signers, sigs } = base.certificate
    expect(forged({ certificate: { ...base.certificate, signers: signers.slice(1), sigs: sigs.slice(1) } })).toBe('PROOF_CERTIFICATE')
    // The voters of the epoch before are no longer enough.
    expect(forged({ certificate: certifiedBy(chain, header, chain.members.voteSeeds) })).toBe('PROOF_CERTIFICATE')
  })
  it('states of another block', () => {
    const before = new TestChain(2)
    expect(forged({ state: before.state, tree: before.tree })).toBe('PROOF_STATE')
    expect(code(altered(makeProof(base), ({ state }) => ({ state: { ...state, values: state.values.map((entry) => (entry.key === voidKey(last.id) ? { ...entry, value: utf8('x') } : entry)) } })))).toBe('PROOF_STATE')
  })
  it('too much work', () => {
    const hop = chain.hops[0]!
    expect(() => makeProof({ ...base, epochs: Array.from({ length: 1025 }, () => hop) })).toThrow('PROOF_LIMITS')
    expect(() => makeProof({ ...base, keys: Array.from({ length: 8193 }, (_, i) => `note/${i}`) })).toThrow('PROOF_LIMITS')
    const long = { ...unwrap(parseProof(makeProof(base))), epochs: Array.from({ length: 1024 }, () => hop) }
    expect(code(formatProof(long))).toBe('PROOF_CERTIFICATE')
  })
})
