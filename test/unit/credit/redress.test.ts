import { beforeEach, describe, expect, test } from 'vitest'
import { fromHex, toHex } from '../../../shared/kit/bytes.ts'
import { readMarks, readSubject } from '../../../shared/ledger/index.ts'
import { compositeView, computeRating, DEFAULT_METHODOLOGY, gather, ratingContent, read, recordTitle } from '../../../shared/credit/index.ts'
import { Network } from './network.ts'
import { conduct, engagement, HASH, institution, LAW, RATING, SHORT, TODAY } from './world.ts'

let net: Network
beforeEach(() => {
  net = new Network()
  const refused = net.publish('BJ', 'institution.register', institution())
  if (refused) throw new Error(refused)
})

const OFFICIAL = [{ type: 'E1', hash: HASH }]
const marks = (record: string) => Object.fromEntries(Object.entries(readMarks(net.state, fromHex(record))).map(([mark, by]) => [mark, toHex(by)]))
/** Publishes and gives the record's id. */
function stated(kind: 'conduct.record' | 'engagement.record' | 'objection.file', content: object, by = 'BJ'): string {
  const refused = net.publish(by, kind, content, kind === 'engagement.record' ? SHORT : undefined)
  if (refused) throw new Error(refused)
  return net.lastId
}
const OWN = { authorityLevel: 'A4', issuingCenter: 'BJ', source: 'CENTER', category: 'CENTER_MEASURE', evidence: [{ type: 'E3', hash: HASH }, { type: 'E1', hash: HASH }] }
const objection = (record: string, more: object = {}) => ({ uscc: LAW, record, applicant: 'INSTITUTION', receivedOn: '2026-06-29', reasonCode: 'FACT_WRONG', facts: '模拟异议事实', ...more })
const decide = (record: string, id: string, outcome: string, by = 'BJ') => net.publish(by, 'objection.decide', { uscc: LAW, record, objection: id, outcome, opinion: '模拟处理意见' })
const repair = (record: string, more: object = {}, by = 'BJ') => net.publish(by, 'repair.grant', { uscc: LAW, record, basis: 'AUTHORITY', completedOn: '2026-06-01', result: '模拟修复结论', evidence: OFFICIAL, ...more })
const withdraw = (record: string, by = 'BJ') => net.publish(by, 'record.withdraw', { uscc: LAW, record, reason: '模拟撤销事由', evidence: OFFICIAL })
const events = (basisHeight = net.head.height) => gather(net.state, { uscc: LAW, scope: { center: 'BJ' }, asOf: TODAY, basisHeight, methodology: DEFAULT_METHODOLOGY })!.input.events.map(({ status }) => status)

describe('what takes the place of a record marks it superseded', () => {
  test('corrections of engagements and conduct, updates of institutions', () => {
    const registered = net.lastId
    const first = stated('engagement.record', engagement())
    const second = stated('engagement.record', engagement({ feedbackRounds: 0, replaces: { objectId: first, version: 0 } }))
    expect([marks(first), marks(second)]).toEqual([{ superseded: second }, {}])
    const fact = stated('conduct.record', conduct())
    const corrected = stated('conduct.record', conduct({ facts: '更正后的模拟事实。', replaces: { objectId: fact, version: 0 } }))
    expect(marks(fact)).toEqual({ superseded: corrected })
    expect(net.publish('BJ', 'institution.update', { ...institution({ shortName: '模拟简称' }), baseVersion: 0, reason: '更新' })).toBe(null)
    expect(marks(registered)).toEqual({ superseded: net.lastId })
    expect(readSubject(net.state, LAW).count).toBe(6)
  })
})

describe('objections', () => {
  test('flag the record at once and are answered by its author', () => {
    const record = stated('conduct.record', conduct())
    const id = stated('objection.file', objection(record), 'GD')
    expect(marks(record)).toEqual({ disputed: id })
    expect(read.listObjections(net.state, LAW)).toMatchObject([{ status: 'OPEN', target: { kind: 'conduct', author: 'BJ' }, answerBy: '2026-07-08', answerAtLatest: '2026-07-19', origin: { author: 'GD' } }])
    expect(net.publish('GD', 'objection.file', objection(record))).toBe('OBJECTION_OPEN')
    expect(decide(record, id, 'KEPT', 'GD')).toBe('RECORD_OTHER_AUTHOR')
    expect(decide(record, HASH, 'KEPT')).toBe('OBJECTION_UNKNOWN')
    expect(decide(record, id, 'CORRECTED')).toBe('OBJECTION_NOT_CORRECTED')
    expect(decide(record, id, 'KEPT')).toBe(null)
    expect(marks(record)).toEqual({})
    expect(decide(record, id, 'KEPT')).toBe('OBJECTION_DECIDED')
  })
  test('the flag stays while another one is open, and where nothing could be confirmed', () => {
    const record = stated('conduct.record', conduct())
    const one = stated('objection.file', objection(record), 'GD')
    const two = stated('objection.file', objection(record), 'SH')
    expect(decide(record, one, 'KEPT')).toBe(null)
    expect(Object.keys(marks(record))).toEqual(['disputed'])
    expect(decide(record, two, 'CANNOT_CONFIRM')).toBe(null)
    expect(Object.keys(marks(record))).toEqual(['disputed'])
  })
  test('corrected is what has been corrected', () => {
    const record = stated('conduct.record', conduct())
    const id = stated('objection.file', objection(record), 'GD')
    stated('conduct.record', conduct({ facts: '更正后的模拟事实。', replaces: { objectId: record, version: 0 } }))
    expect(net.publish('SH', 'objection.file', objection(record))).toBe('RECORD_NOT_CURRENT')
    expect(decide(record, id, 'CORRECTED')).toBe(null)
    expect(Object.keys(marks(record))).toEqual(['superseded'])
  })
  test.each([
    [{ record: HASH }, 'RECORD_UNKNOWN'],
    [{ record: 'x' }, 'HASH_INVALID'],
    [{ receivedOn: '2026-07-01' }, 'DATE_IN_FUTURE'],
    [{ facts: '联系 13800138000' }, 'PERSONAL_PHONE'],
    [{ reasonCode: 'BECAUSE' }, 'FIELD_NOT_IN_LIST'],
    [{ evidence: [{ type: 'E1', hash: HASH, ref: '13800138000' }] }, 'PERSONAL_PHONE'],
  ])('%j is void: %s', (more, expected) => {
    const record = stated('conduct.record', conduct())
    expect(net.publish('GD', 'objection.file', objection(record, more))).toBe(expected)
  })
  test('who may not write may not file, and three people sign', () => {
    const record = stated('conduct.record', conduct())
    expect(net.publish('SZSE', 'objection.file', objection(record))).toBe('TIER_MAY_NOT_WRITE')
    expect(net.publish('GD', 'objection.file', objection(record), SHORT)).toBe('STEP_MISSING')
  })
})

describe('repair', () => {
  test('takes the record out of the score from that height on, and no earlier', () => {
    const record = stated('conduct.record', conduct())
    const before = net.head.height
    expect(repair(record)).toBe(null)
    expect(marks(record)).toEqual({ repaired: net.lastId })
    expect(read.listConduct(net.state, LAW)[0]).toMatchObject({ status: 'REPAIRED', version: 0 })
    expect([events(before), events()]).toEqual([['EFFECTIVE'], ['REPAIRED']])
    expect(repair(record)).toBe('REPAIR_STATUS')
    const corrected = stated('conduct.record', conduct({ facts: '更正后的模拟事实。', replaces: { objectId: record, version: 0 } }))
    expect(read.listConduct(net.state, LAW)[0]).toMatchObject({ status: 'REPAIRED', version: 1 })
    expect(Object.keys(marks(corrected))).toEqual(['repaired'])
    expect(withdraw(corrected)).toBe(null)
    expect(events(net.head.height - 1)).toEqual(['REPAIRED'])
  })
  test('makes a rating on the old picture stale', () => {
    const record = stated('conduct.record', conduct())
    const computed = computeRating(net.state, { uscc: LAW, center: 'BJ', asOf: TODAY, basisHeight: net.head.height, methodology: DEFAULT_METHODOLOGY })!
    const content = ratingContent(computed, { adjustment: { points: 0, reason: '' }, outlook: 'STA', watch: computed.result.watch, opinion: '模拟意见' })
    expect(repair(record)).toBe(null)
    expect(net.publish('BJ', 'rating.publish', content)).toBe('RATING_STALE')
  })
  test.each([
    [{}, { basis: 'PERFORMED', undertaking: HASH }, null],
    [{}, { basis: 'PERFORMED' }, 'REPAIR_UNDERTAKING'],
    [{ decidedOn: '2026-05-01', effectiveDate: '2026-05-01' }, { basis: 'PERFORMED', undertaking: HASH }, 'REPAIR_TOO_EARLY'],
    [{ decidedOn: '2026-05-01', effectiveDate: '2026-05-01' }, {}, null],
    [{}, { evidence: [{ type: 'E6', hash: HASH }] }, 'REPAIR_AUTHORITY_PROOF'],
    [OWN, { evidence: [{ type: 'E6', hash: HASH }] }, 'REPAIR_BASIS_PROOF'],
    [OWN, { basis: 'PERFORMED', undertaking: HASH, evidence: [{ type: 'E6', hash: HASH }] }, null],
    [{ vetoGrounds: ['FRAUD'] }, { basis: 'PERFORMED', undertaking: HASH }, 'REPAIR_TOO_EARLY'],
    [{ indicatorCode: 'D3P02', polarity: 'POSITIVE', category: 'AWARD' }, {}, 'REPAIR_NOT_NEGATIVE'],
    [{}, { completedOn: '2026-01-01' }, 'DATE_ORDER'],
    [{}, { evidence: [] }, 'FIELD_REQUIRED'],
  ])('of %j by %j: %s', (fact, more, expected) => {
    expect(repair(stated('conduct.record', conduct(fact)), more)).toBe(expected)
  })
  test('by another center is void', () => {
    expect(repair(stated('conduct.record', conduct()), {}, 'GD')).toBe('RECORD_OTHER_AUTHOR')
    expect(repair(stated('engagement.record', engagement()))).toBe('REPAIR_NOT_NEGATIVE')
  })
  test('by the center that goes on with the records stands', () => {
    const record = stated('conduct.record', conduct(), 'ZJ')
    net.votes(net.propose('MERGE', { member: 'ZJ', into: 'GD' }), 'BJ', 'SH', 'GD', 'JS')
    expect(repair(record)).toBe('RECORD_OTHER_AUTHOR')
    expect(repair(record, {}, 'GD')).toBe(null)
    expect(read.listConduct(net.state, LAW)[0]).toMatchObject({ status: 'REPAIRED', origin: { author: 'ZJ' } })
  })
})

describe('withdrawal', () => {
  test('takes a record out of every count and frees its number', () => {
    const record = stated('engagement.record', engagement())
    const before = net.head.height
    const count = (height: number) => gather(net.state, { uscc: LAW, scope: { center: 'BJ' }, asOf: TODAY, basisHeight: height, methodology: DEFAULT_METHODOLOGY })!.input.metrics['acceptedEngagements24m']
    expect(withdraw(record, 'GD')).toBe('RECORD_OTHER_AUTHOR')
    expect(withdraw(record)).toBe(null)
    expect([count(before), count(net.head.height)]).toEqual([1, 0])
    expect(marks(record)).toEqual({ withdrawn: net.lastId })
    expect(withdraw(record)).toBe('RECORD_WITHDRAWN')
    expect(net.publish('GD', 'objection.file', objection(record))).toBe('RECORD_WITHDRAWN')
    expect(net.publish('BJ', 'engagement.record', engagement({ replaces: { objectId: record, version: 0 } }), SHORT)).toBe('RECORD_WITHDRAWN')
    expect(net.publish('BJ', 'engagement.record', engagement({ feedbackRounds: 0 }), SHORT)).toBe(null)
  })
  test('of disputed conduct lets the objection be answered as corrected', () => {
    const record = stated('conduct.record', conduct())
    const id = stated('objection.file', objection(record), 'GD')
    expect(withdraw(record)).toBe(null)
    expect(events()).toEqual(['REVOKED'])
    expect(decide(record, id, 'CORRECTED')).toBe(null)
    expect(Object.keys(marks(record))).toEqual(['withdrawn'])
  })
})

describe('ratings', () => {
  const rate = (member: string, opinion = '模拟意见'): string => {
    const computed = computeRating(net.state, { uscc: LAW, center: member, asOf: TODAY, basisHeight: net.head.height, methodology: DEFAULT_METHODOLOGY })!
    const content = ratingContent(computed, { adjustment: { points: 0, reason: '' }, outlook: 'STA', watch: computed.result.watch, opinion })
    const refused = net.publish(member, 'rating.publish', content, RATING)
    if (refused) throw new Error(refused)
    return net.lastId
  }
  const weighed = (basisHeight = net.head.height) => compositeView(net.state, { uscc: LAW, asOf: TODAY, basisHeight, methodology: DEFAULT_METHODOLOGY })!.weights.map(({ center }) => center)

  test('a newer one supersedes; a withdrawn one leaves the composite, and so do those of a suspended center', () => {
    for (const member of ['BJ', 'SH']) expect(net.publish(member, 'engagement.record', engagement({ center: member, filingNo: `${member}-1` }), SHORT)).toBe(null)
    const first = rate('BJ')
    const second = rate('BJ', '新的模拟意见')
    const other = rate('SH')
    expect([marks(first), marks(second), marks(other)]).toEqual([{ superseded: second }, {}, {}])
    expect(weighed()).toEqual(['BJ', 'SH'])
    const before = net.head.height
    expect(withdraw(second)).toBe(null)
    expect([weighed(before), weighed()]).toEqual([['BJ', 'SH'], ['SH']])
    net.votes(net.propose('SUSPEND', { member: 'SH' }), 'BJ', 'GD', 'JS', 'ZJ')
    expect(weighed()).toEqual([])
    expect(read.listEngagements(net.state, LAW)).toHaveLength(2)
  })
})

test('titles say what a record is about, without words', () => {
  expect(recordTitle('repair.grant', { uscc: LAW, record: HASH })).toBe(`${LAW} · 000000000000`)
  expect(recordTitle('governance.propose', { matter: 'MERGE', details: { member: 'ZJ', into: 'BJ' } })).toBe('MERGE · ZJ · BJ')
  expect(recordTitle('member.leave', { reason: '退出' })).toBe('')
})
