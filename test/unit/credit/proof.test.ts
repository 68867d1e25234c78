import { describe, expect, it } from 'vitest'
import { fromHex, fromUtf8 } from '../../../shared/kit/bytes.ts'
import { conductSchema } from '../../../shared/credit/conduct/schema.ts'
import { DEFAULT_METHODOLOGY, toPayloadBody } from '../../../shared/credit/index.ts'
import { describe as inWords, timeText, type Speaker } from '../../../shared/credit/proof/describe.ts'
import { completenessKeys, recordKeys, reportKeys } from '../../../shared/credit/proof/keys.ts'
import { recordVerdict, type ProvenFact } from '../../../shared/credit/proof/record.ts'
import { verifyDocument } from '../../../shared/credit/proof/verdict.ts'
import { proofVerdict } from '../../../shared/contract/network.ts'
import en from '../../../shared/i18n/en/verdict.ts'
import { fill, wordsOfProblem } from '../../../shared/i18n/errors.ts'
import zh from '../../../shared/i18n/zh-CN/verdict.ts'
import { golden } from '../../vectors/golden.ts'
import { Network } from './network.ts'
import { conduct, institution, LAW } from './world.ts'

const hash = (byte: string): Uint8Array => fromHex(byte.repeat(32))
const fact = (content: object, more: Partial<ProvenFact> = {}, kind = 'conduct.record'): ProvenFact => ({
  record: { id: hash('11'), payload: { t: kind, v: 1, net: hash('22'), a: 'BJ', d: hash('33'), n: 1, prev: null, at: 1_790_000_000_000, b: toPayloadBody(content, []) } },
  index: 7, void: null, marks: {}, ...more,
})
const states = (given: ProvenFact, today: string): readonly string[] => recordVerdict(given, today, DEFAULT_METHODOLOGY).states.map(({ state, on, by, problem }) => [state, on ?? by?.slice(0, 2) ?? problem?.code].join(' '))

describe('how a proven record has to be read', () => {
  it('is aged from the day on which its own retention term has run out', () => {
    expect(conductSchema.safeParse(conduct()).success).toBe(true)
    expect(states(fact(conduct()), '2029-02-02')).toEqual([])
    expect(states(fact(conduct()), '2029-02-03')).toEqual(['aged 2029-02-03'])
    expect(states(fact(conduct({ retentionClass: 'R12' })), '2027-02-03')).toEqual(['aged 2027-02-03'])
    expect(states(fact(conduct({ retentionClass: 'R60' })), '2031-02-02')).toEqual([])
    expect(states(fact(conduct({ retentionClass: 'STATE' })), '2099-01-01')).toEqual([])
    expect(states(fact(conduct({ retentionClass: 'STATE', measureTo: '2026-06-01' })), '2029-06-01')).toEqual(['aged 2029-06-01'])
    expect(states(fact(conduct({ retentionClass: 'PERM' })), '2099-01-01')).toEqual([])
  })
  it('is not aged where it is no conduct, void, or of an unknown methodology', () => {
    expect(states(fact(institution(), {}, 'institution.register'), '2099-01-01')).toEqual([])
    expect(states(fact(conduct(), { void: { code: 'CONDUCT_DUPLICATE' } }), '2099-01-01')).toEqual(['void CONDUCT_DUPLICATE'])
    expect(recordVerdict(fact(conduct()), '2099-01-01', null).states).toEqual([])
  })
  it('names what later records made of it, and by which one', () => {
    const marks = { superseded: hash('aa'), disputed: hash('bb'), repaired: hash('cc'), withdrawn: hash('dd') }
    expect(states(fact(conduct(), { marks }), '2029-02-03')).toEqual(['superseded aa', 'disputed bb', 'repaired cc', 'withdrawn dd', 'aged 2029-02-03'])
  })
  it('tells what it is about, and survives a body that is none', () => {
    expect(recordVerdict(fact(conduct()), '2026-06-30', DEFAULT_METHODOLOGY)).toMatchObject({ uscc: LAW, kind: 'conduct.record', author: 'BJ', index: 7, title: '警示函 · 模拟〔2026〕1号', recordId: '11'.repeat(32) })
    const odd = { ...fact({}), record: { ...fact({}).record, payload: { ...fact({}).record.payload, b: { c: [1], x: hash('99') } } } }
    expect(recordVerdict(odd, '2026-06-30', DEFAULT_METHODOLOGY)).toMatchObject({ uscc: null, body: { c: [1], x: '99'.repeat(32) } })
  })
})

describe('the state entries that proofs carry', () => {
  it('are the methodology and the agency; for a report all that is stated about it', () => {
    const net = new Network()
    expect(net.publish('BJ', 'institution.register', institution())).toBe(null)
    expect(net.publish('BJ', 'conduct.record', conduct())).toBe(null)
    expect(recordKeys(fact(conduct()).record.payload)).toEqual(['net', `inst/${LAW}`])
    expect(recordKeys({ b: { x: 1 } })).toEqual(['net'])
    expect(reportKeys(LAW, net.state)).toEqual([...completenessKeys(LAW), `cond/${LAW}/${net.lastId}/000000`])
  })
})

const files = golden('ledger/files')
const speak = (english: boolean): Speaker => ({
  words: english ? en : zh, fill, kindName: (kind) => kind, problem: (problem) => wordsOfProblem(problem, english ? 'en' : 'zh-CN').cause,
})
const told = (text: string, english = true) => inWords(verifyDocument(text), speak(english))

describe('a verdict', () => {
  it('is the same for text and bytes, fits the contract, and knows every kind of file', () => {
    const kinds: string[] = []
    for (const [name, text] of [...Object.entries(files), ['v1', fromUtf8(fromHex(golden('ledger/formats')['proofFile']!))] as const]) {
      const verdict = verifyDocument(text)
      expect(proofVerdict.parse(verdict), name).toEqual(verdict)
      kinds.push(`${name} ${verdict.kind} ${verdict.verdict}`)
    }
    expect(kinds.filter((kind) => !kind.includes('unreadable'))).toEqual([
      'proofRecord record valid', 'proofVoid record valid', 'proofSuperseded record valid', 'proofCompleteness completeness valid', 'proofReport report valid', 'note checkpoint valid', 'evidenceVotes evidence valid', 'evidenceRecords evidence valid', 'v1 record valid',
    ])
  })
  it('stands in words of both languages', () => {
    expect(told(files['proofCompleteness']!, false)).toMatchObject({ headline: '有效 · 全部记录证明' })
    expect(told(files['proofCompleteness']!).notes[0]).toContain('exactly these 3')
    expect(told(files['proofReport']!).notes[1]).toContain('are not all records in force about this agency (3 in all)')
    expect(told(files['proofReport']!).notes.at(-1)).toContain('genesis hash')
    expect(told(files['proofSuperseded']!).records[0]!.rows[0]![1]).toMatch(/^superseded by a newer version \([0-9a-f]{16}\)$/)
    expect(told(files['proofVoid']!).records[0]).toMatchObject({ inForce: false })
    expect(told(files['evidenceVotes']!).rows).toContainEqual(['Rule broken', 'two blocks notarized in one view (E1)'])
    expect(told(files['evidenceVotes']!).rows).toContainEqual(['Where', 'epoch 0, height 2, view 0'])
    expect(told(files['note']!).rows).toContainEqual(['Records in the ledger', '7'])
    expect(told(files['proofRecord']!.replace('"index": 6', '"index": 5'))).toMatchObject({ headline: 'Not valid · Proof file', rows: [], records: [] })
    expect(told('{').headline).toBe('Unreadable · Unknown file')
    for (const text of Object.values(files)) expect(JSON.stringify([told(text), told(text, false)])).not.toMatch(/\{\{|undefined|null/)
  })
  it('gives times of Beijing', () => {
    expect(timeText(Date.UTC(2026, 10, 22, 16, 5, 9))).toBe('2026-11-23 00:05:09 (UTC+8)')
  })
})
