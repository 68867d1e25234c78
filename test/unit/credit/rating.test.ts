import { beforeEach, describe, expect, test } from 'vitest'
import { checkContent, compositeView, computeRating, DEFAULT_METHODOLOGY as M, gather, INLINE_INPUTS, ratingContent, read, score } from '../../../shared/credit/index.ts'
import type { RatingContent, RatingJudgement } from '../../../shared/credit/index.ts'
import { accepted, conduct, engagement, FULL, HASH, institution, LAW, OTHER, RATING, SHORT, TODAY, VOTES, World } from './world.ts'
import type { Signing } from './world.ts'

let world: World
const JUDGEMENT: RatingJudgement = { adjustment: { points: 0, reason: '' }, outlook: 'STA', watch: false, opinion: '模拟意见。' }
const compute = (center = 'BJ', more: Partial<Parameters<typeof computeRating>[1]> = {}) =>
  computeRating(world.state, { uscc: LAW, center, asOf: '2026-06-30', basisHeight: world.height, methodology: M, ...more })!
const draft = (center = 'BJ', judgement: Partial<RatingJudgement> = {}): RatingContent => {
  const whole = { ...JUDGEMENT, ...judgement }
  return ratingContent(compute(center, { adjustment: whole.adjustment.points, withdrawal: whole.withdrawal }), whole)
}
const publish = (content: object, center = 'BJ', signings: readonly Signing[] = RATING) => world.publish(center, 'rating.publish', content, signings)?.code ?? null
const say = (kind: 'engagement.record' | 'conduct.record', content: object, member = 'BJ') => accepted(world.publish(member, kind, content, kind === 'conduct.record' ? FULL : SHORT))

beforeEach(() => {
  world = new World()
  accepted(world.publish('BJ', 'institution.register', institution()))
  say('engagement.record', engagement())
  say('conduct.record', conduct())
})

describe('rating.publish', () => {
  test('is recomputed, stored and versioned', () => {
    const content = draft()
    expect(content).toMatchObject({ rawScore: 695, score: 695, grade: 'B', modifier: '+', class: 'B', dimensions: { D2: 0, D3: -25, D4: 20 }, validTo: '2027-12-30' })
    expect(publish(content)).toBe(null)
    expect(read.listRatings(world.state, LAW)).toMatchObject([{ center: 'BJ', version: 0, ratedOn: '2026-06-30', acceptedEngagements24m: 1 }])
    expect(publish(draft())).toBe(null)
    expect(read.latestRating(world.state, LAW, 'BJ')).toMatchObject({ version: 1, content: { previous: 0 } })
    expect(publish(content)).toBe('VERSION_CONFLICT')
  })
  test.each([
    [{ score: 900 }, 'score'],
    [{ rawScore: 700 }, 'rawScore'],
    [{ grade: 'AAA' }, 'grade'],
    [{ modifier: '' }, 'modifier'],
    [{ class: 'A' }, 'class'],
    [{ caps: ['C1'] }, 'caps'],
    [{ vetoes: ['V1'] }, 'vetoes'],
    [{ mitigation: 5 }, 'mitigation'],
    [{ validTo: '2030-01-01' }, 'validTo'],
    [{ dimensions: { D1: 50 } }, 'dimensions'],
    [{ inputs: { count: 0, hash: HASH, list: [] } }, 'inputs'],
    [{ lines: { count: 0, hash: HASH, list: [] } }, 'lines'],
  ])('a wrong figure is void: %j', (more, field) => {
    expect(world.publish('BJ', 'rating.publish', { ...draft(), ...more }, RATING)).toMatchObject({ code: 'RATING_MISMATCH', params: { field } })
  })
  test.each([
    [{ methodology: { id: 'X', version: '1', hash: HASH } }, 'RATING_METHODOLOGY'],
    [{ basisHeight: 1_000_000 }, 'RATING_BASIS_AHEAD'],
    [{ basisHeight: 1 }, 'RATING_BASIS_TOO_EARLY'],
    [{ asOf: '2026-07-01' }, 'DATE_IN_FUTURE'],
    [{ period: { from: '2026-06-01', to: '2026-05-01' } }, 'DATE_ORDER'],
    [{ opinion: '电话 13800138000' }, 'PERSONAL_PHONE'],
    [{ adjustment: { points: 31, reason: 'x' } }, 'FIELD_TOO_LARGE'],
    [{ ratingType: 'RECOGNISED' }, 'FIELD_NOT_IN_LIST'],
    [{ uscc: OTHER }, 'INSTITUTION_UNKNOWN'],
  ])('%j is void: %s', (more, expected) => {
    expect(publish({ ...draft(), ...more })).toBe(expected)
  })
  test('conduct that became final after the basis makes it stale', () => {
    const content = draft()
    say('conduct.record', conduct({ documentNo: '模拟〔2026〕3号' }), 'GD')
    expect(publish(content)).toBe('RATING_STALE')
    expect(publish(draft())).toBe(null)
  })
  test('an engagement after the basis changes nothing', () => {
    const content = draft()
    say('engagement.record', engagement({ filingNo: 'BJ-2025-7' }))
    expect(publish(content)).toBe(null)
  })
  test('an adjustment counts and needs a reason', () => {
    expect(publish(draft('BJ', { adjustment: { points: 20, reason: '' } }))).toBe('RATING_ADJUSTMENT_REASON')
    const content = draft('BJ', { adjustment: { points: 20, reason: '模拟理由' } })
    expect(content.score).toBe(715)
    expect(publish({ ...content, adjustment: { points: 10, reason: '模拟理由' } })).toBe('RATING_MISMATCH')
    expect(publish(content)).toBe(null)
  })
  test('a center without membership or engagement does not rate; with one it does', () => {
    expect(publish(draft('GD'), 'GD')).toBe('RATING_NO_RELATION')
    say('engagement.record', engagement({ center: 'GD' }), 'GD')
    expect(publish(draft('GD'), 'GD')).toBe(null)
    expect(world.publish('BJ', 'institution.update', institution({ baseVersion: 0, reason: '会员', memberships: [{ center: 'JS', class: 'OTHER', roles: ['LAW'], from: '2025-01-01', status: 'ACTIVE' }] }), SHORT)).toBe(null)
    expect(publish(draft('JS'), 'JS')).toBe(null)
  })
  test.each([
    ['two votes', [...RATING.slice(0, 4), ...RATING.slice(5)], 'COMMITTEE_TOO_SMALL'],
    ['no majority', [...RATING.slice(0, 2), { step: 'vote', by: 'CM-01', choice: 'for' }, { step: 'vote', by: 'CM-02', choice: 'against' }, { step: 'vote', by: 'CM-03', choice: 'abstain' }, ...RATING.slice(5)], 'COMMITTEE_REJECTED'],
    ['one member votes twice', [...RATING.slice(0, 2), VOTES[0]!, VOTES[1]!, VOTES[1]!, ...RATING.slice(5)], 'STEP_SAME_PERSON'],
    ['a vote without a choice', [...RATING.slice(0, 2), { step: 'vote', by: 'CM-01' }, ...VOTES.slice(1), ...RATING.slice(5)], 'STEP_CHOICE'],
    ['a clerk proposes', [{ step: 'create', by: 'CL-01' }, ...RATING.slice(1)], 'STEP_ROLE'],
  ] as const)('void with %s', (_name, signings, expected) => {
    expect(publish(draft(), 'BJ', signings)).toBe(expected)
  })
  test('who took part in the business does not rate', () => {
    say('engagement.record', engagement({ filingNo: 'BJ-2025-8', participants: ['BJ-CM-02'] }))
    expect(publish(draft())).toBe('RATING_CONFLICT_OF_INTEREST')
  })
  test('a downgrade needs its notice and the time to answer', () => {
    expect(publish(draft())).toBe(null)
    say('conduct.record', conduct({ indicatorCode: 'D3N08', category: 'ADMIN_PENALTY', retentionClass: 'R60', documentNo: '模拟〔2026〕4号' }))
    expect(draft().score).toBe(605)
    expect(publish(draft())).toBe('RATING_PRE_NOTICE_MISSING')
    expect(publish(draft('BJ', { preNotice: { sentOn: '2026-06-29' } }))).toBe('RATING_PRE_NOTICE_RUNNING')
    expect(publish(draft('BJ', { preNotice: { sentOn: '2026-06-29', response: '机构无异议' } }))).toBe(null)
  })
  test('a notice that has run out is enough', () => {
    expect(publish(draft())).toBe(null)
    say('conduct.record', conduct({ indicatorCode: 'D3N02', documentNo: '模拟〔2026〕5号' }))
    expect(publish(draft('BJ', { preNotice: { sentOn: '2026-06-23' } }))).toBe(null)
  })
  test('a downgrade is measured by the last rating with a score, whatever came in between', () => {
    expect(publish(draft())).toBe(null)
    expect(publish(draft('BJ', { withdrawal: 'REFUSED' }))).toBe(null)
    expect(publish(draft('BJ', { withdrawal: 'REFUSED' }))).toBe(null)
    expect(compute()).toMatchObject({ previous: { version: 2 }, lastScored: { version: 0 } })
    expect(publish(draft())).toBe(null)
    expect(publish(draft('BJ', { withdrawal: 'LEFT' }))).toBe(null)
    say('conduct.record', conduct({ indicatorCode: 'D3N02', documentNo: '模拟〔2026〕5号' }))
    expect(publish(draft())).toBe('RATING_PRE_NOTICE_MISSING')
    expect(publish(draft('BJ', { preNotice: { sentOn: '2026-06-29' } }))).toBe('RATING_PRE_NOTICE_RUNNING')
    expect(publish(draft('BJ', { preNotice: { sentOn: '2026-06-23' } }))).toBe(null)
    expect(publish(draft())).toBe(null)
  })
  test('another center\'s rating is no measure of a downgrade', () => {
    expect(publish(draft('BJ', { adjustment: { points: 30, reason: '模拟理由' } }))).toBe(null)
    say('engagement.record', engagement({ center: 'SH' }), 'SH')
    expect(publish(draft('SH'), 'SH')).toBe(null)
  })
  test('an open investigation caps and asks for the watch list', () => {
    say('conduct.record', conduct({ indicatorCode: 'D3N15', category: 'INVESTIGATION', retentionClass: 'STATE', documentNo: '模拟〔2026〕6号' }))
    expect(draft().caps).toEqual(['C1'])
    expect(publish(draft())).toBe('RATING_WATCH_NEEDED')
    expect(publish(draft('BJ', { watch: true }))).toBe(null)
  })
  test('withdrawn: without score and class', () => {
    const content = draft('BJ', { withdrawal: 'REFUSED' })
    expect(content).toMatchObject({ grade: 'WD', modifier: '' })
    expect(content.score).toBeUndefined()
    expect(publish(content)).toBe(null)
  })
  test('long input lists travel as their hash', () => {
    for (let at = 0; at < INLINE_INPUTS; at++) say('engagement.record', engagement({ filingNo: `F-${at}` }))
    const content = draft()
    expect(content.inputs).toMatchObject({ count: INLINE_INPUTS + 3 })
    expect(content.inputs.list).toBeUndefined()
    expect(publish(content)).toBe(null)
  })
})

describe('the as-of date', () => {
  const asOf = (day: string, center = 'BJ'): RatingContent => ratingContent(compute(center, { asOf: day }), JUDGEMENT)
  const refused = (day: string, earliest: string) => ({ code: 'RATING_AS_OF_STALE', params: { field: 'asOf', asOf: day, earliest, today: TODAY } })
  const attempt = (day: string, center = 'BJ') => world.publish(center, 'rating.publish', asOf(day, center), RATING)
  const LATER = { decidedOn: '2026-06-09', effectiveDate: '2026-06-10', documentNo: '模拟〔2026〕12号' }

  test('is at most 31 days before the block', () => {
    expect(attempt('2026-05-29')).toEqual(refused('2026-05-29', '2026-05-30'))
    expect(attempt('2026-05-30')).toBe(null)
  })
  test('is not before the last known conduct, which an older view would leave out', () => {
    say('conduct.record', conduct({ ...LATER, indicatorCode: 'D3N08', category: 'ADMIN_PENALTY', retentionClass: 'R60' }), 'GD')
    expect(asOf('2026-06-09').score).toBeGreaterThan(asOf('2026-06-10').score!)
    expect(attempt('2026-06-09')).toEqual(refused('2026-06-09', '2026-06-10'))
    expect(attempt('2026-06-10')).toBe(null)
  })
  test('conduct that takes effect on the block\'s own day leaves that day alone', () => {
    say('conduct.record', conduct({ ...LATER, effectiveDate: TODAY }))
    expect(attempt('2026-06-29')).toEqual(refused('2026-06-29', TODAY))
    expect(attempt(TODAY)).toBe(null)
  })
  test('the day is that of the block in Beijing', () => {
    const content = asOf('2026-07-01')
    world.time = Date.UTC(2026, 5, 30, 15, 59, 59, 999)
    expect(publish(content)).toBe('DATE_IN_FUTURE')
    expect(attempt('2026-05-30')).toBe(null)
    world.time += 1
    expect(attempt('2026-05-30')).toMatchObject({ code: 'RATING_AS_OF_STALE', params: { earliest: '2026-05-31', today: '2026-07-01' } })
    expect(attempt('2026-07-01')).toBe(null)
  })
  test('complaints of another center bind its own ratings alone', () => {
    say('engagement.record', engagement({ center: 'SH' }), 'SH')
    say('conduct.record', conduct({ ...LATER, indicatorCode: 'D5N01', category: 'COMPLAINT', retentionClass: 'R12', authorityLevel: 'A6', issuingCenter: 'SH', documentNo: undefined, source: 'CENTER', evidence: [{ type: 'E9', hash: HASH }] }), 'SH')
    expect(attempt('2026-06-01', 'SH')).toEqual(refused('2026-06-01', '2026-06-10'))
    expect(attempt('2026-06-01')).toBe(null)
  })
  test('an engagement binds no date', () => {
    say('engagement.record', engagement({ filingNo: 'BJ-2025-7', acceptedOn: '2026-06-20' }))
    expect(attempt('2026-06-01')).toBe(null)
  })
  test.each([
    ['a state that began', { measureFrom: '2026-06-15' }, '2026-06-15'],
    ['a state that was lifted', { measureTo: '2026-06-20' }, '2026-06-20'],
    ['a state whose execution was completed', { executionCompletedDate: '2026-06-21' }, '2026-06-21'],
    ['a state that will be lifted', { measureFrom: '2026-06-15', measureTo: '2026-07-15' }, '2026-06-15'],
    ['a state that will begin', { measureFrom: '2026-07-15' }, '2026-05-30'],
  ])('%s', (_name, more, earliest) => {
    say('conduct.record', conduct({ indicatorCode: 'D1P01', polarity: 'POSITIVE', category: 'LISTING', retentionClass: 'STATE', documentNo: undefined, evidence: [{ type: 'E8', hash: HASH }], ...more }))
    expect(attempt('2026-05-01')).toEqual(refused('2026-05-01', earliest))
    expect(attempt(earliest)).toBe(null)
  })
  test('a cap that began after its event', () => {
    const capping = M.document.indicators.find((row) => row.setsCapWhileActive !== undefined && row.kind === 'EVENT')!
    say('conduct.record', conduct({ indicatorCode: capping.code, retentionClass: capping.retention, documentNo: '模拟〔2026〕13号', measureFrom: '2026-06-12', measureTo: '2026-12-12', evidence: capping.evidence.map((type) => ({ type, hash: HASH })) }))
    expect([asOf('2026-06-11').caps, asOf('2026-06-12').caps]).toEqual([[], [capping.setsCapWhileActive]])
    expect(attempt('2026-06-11')).toEqual(refused('2026-06-11', '2026-06-12'))
  })
  test('only the current version of a record counts', () => {
    say('conduct.record', conduct(LATER))
    const objectId = world.lastRecordId()
    say('conduct.record', conduct({ ...LATER, decidedOn: '2026-02-01', effectiveDate: '2026-02-02', replaces: { objectId, version: 0 } }))
    expect(attempt('2026-06-01')).toBe(null)
  })
  test('a form says so as far as it knows', () => {
    say('conduct.record', conduct(LATER))
    const earliest = (content: RatingContent, more: object = {}) =>
      checkContent('rating.publish', content, { today: TODAY, methodology: M, ...more }).filter((finding) => finding.code === 'RATING_AS_OF_STALE').map((finding) => finding.params?.['earliest'])
    expect(earliest(asOf('2026-06-01'))).toEqual([])
    expect(earliest(asOf('2026-05-01'))).toEqual(['2026-05-30'])
    expect(earliest(asOf('2026-06-01'), { author: 'BJ', state: world.state })).toEqual(['2026-06-10'])
    expect(earliest(asOf('2026-06-10'), { author: 'BJ', state: world.state })).toEqual([])
  })
})

describe('gathering', () => {
  const input = (scope: { center: string } | 'NETWORK' = { center: 'BJ' }, asOf = '2026-06-30') => gather(world.state, { uscc: LAW, scope, asOf, basisHeight: world.height, methodology: M })!
  test('a center sees its own engagements and all network records; complaints of others stay out', () => {
    say('engagement.record', engagement({ center: 'SH', filingNo: 'SH-1' }), 'SH')
    say('conduct.record', conduct({ indicatorCode: 'D5N01', category: 'COMPLAINT', retentionClass: 'R12', authorityLevel: 'A6', issuingCenter: 'SH', documentNo: undefined, source: 'CENTER', evidence: [{ type: 'E9', hash: HASH }] }), 'SH')
    expect(input()).toMatchObject({ input: { metrics: { acceptedEngagements24m: 1, noUpheldComplaints24m: 1, centersServed24m: 1 } } })
    expect(input({ center: 'SH' })).toMatchObject({ input: { metrics: { noUpheldComplaints24m: 0 } } })
    expect(input('NETWORK')).toMatchObject({ input: { metrics: { acceptedEngagements24m: 2, noUpheldComplaints24m: 0, centersServed24m: 2 } } })
    expect(input().inputs).toHaveLength(3)
  })
  test('metrics of evidence-less records are shown, not scored', () => {
    say('engagement.record', engagement({ filingNo: 'x', satisfaction: { score: 900, responses: 6 }, isSRDI: true }))
    expect(input().input).toMatchObject({ metrics: { satisfactionPermille: 900, sripServed24m: 1 }, unevidencedMetrics: ['sripServed24m', 'satisfactionPermille', 'satisfactionResponses', 'satisfactionBelow600', 'yearsInPractice'] })
    say('engagement.record', engagement({ filingNo: 'y', satisfaction: { score: 500, responses: 4 }, evidence: [{ type: 'E5', hash: HASH }] }))
    expect(input().input.metrics).toMatchObject({ satisfactionPermille: 500, satisfactionResponses: 4, satisfactionBelow600: 1 })
  })
  test('expired records are neither scored nor listed, and the past can be read again', () => {
    const before = input()
    expect(input({ center: 'BJ' }, '2029-02-03')).toMatchObject({ expired: 1, input: { events: [] } })
    const height = world.height
    say('conduct.record', conduct({ documentNo: '模拟〔2026〕9号' }))
    expect(gather(world.state, { uscc: LAW, scope: { center: 'BJ' }, asOf: '2026-06-30', basisHeight: height, methodology: M })).toEqual(before)
    expect(score(before.input, M)).toEqual(score(before.input, M))
  })
  test('a state holds until it is lifted', () => {
    say('conduct.record', conduct({ indicatorCode: 'D3N14', category: 'LISTING', retentionClass: 'STATE', documentNo: '模拟〔2026〕10号', measureTo: '2026-07-15', evidence: [{ type: 'E2', hash: HASH }] }))
    expect(input().input.activeStates).toHaveLength(1)
    expect(input({ center: 'BJ' }, '2026-07-15').input.activeStates).toHaveLength(0)
    expect(input({ center: 'BJ' }, '2026-02-02').input.activeStates).toHaveLength(0)
  })
  test('a newcomer without engagements is M', () => {
    expect(world.publish('SH', 'institution.register', institution({ uscc: OTHER, regionCode: '440000', type: 'SPONSOR', roles: ['SPONSOR'] }))).toBe(null)
    expect(computeRating(world.state, { uscc: OTHER, center: 'SH', asOf: '2026-06-30', basisHeight: world.height, methodology: M })?.result).toMatchObject({ notation: 'M', score: null })
  })
})

describe('composite view', () => {
  const view = () => compositeView(world.state, { uscc: LAW, asOf: '2026-06-30', basisHeight: world.height, methodology: M })!
  test('nothing rated is NR; one rating is a single source, two are weighed', () => {
    expect(view()).toMatchObject({ notation: 'NR', score: null, reference: 695 })
    expect(publish(draft())).toBe(null)
    expect(view()).toMatchObject({ score: 695, flags: ['SINGLE_SOURCE'], weights: [{ center: 'BJ', used: 695, weight: 150 * 100 * 100 }] })
    say('engagement.record', engagement({ center: 'SH' }), 'SH')
    expect(publish(draft('SH', { adjustment: { points: 30, reason: '模拟理由' } }), 'SH')).toBe(null)
    expect(view()).toMatchObject({ flags: [], weights: [{ center: 'BJ', weight: 1_500_000 }, { center: 'SH', weight: 1_200_000 }] })
  })
  test('a rating ages from its as-of date, not from its publication', () => {
    expect(publish(ratingContent(compute('BJ', { asOf: '2026-06-01' }), JUDGEMENT))).toBe(null)
    const weightOn = (asOf: string) => compositeView(world.state, { uscc: LAW, asOf, basisHeight: world.height, methodology: M })?.weights[0]?.weight
    expect([weightOn('2026-11-28'), weightOn('2026-11-29')]).toEqual([150 * 100 * 100, 150 * 100 * 80])
  })
  test('a network veto after the rating binds the composite at once', () => {
    expect(publish(draft())).toBe(null)
    say('conduct.record', conduct({ indicatorCode: 'D3N11', category: 'ADMIN_PENALTY', retentionClass: 'R60', documentNo: '模拟〔2026〕11号', vetoGrounds: ['LICENCE_REVOKED'] }), 'GD')
    expect(view()).toMatchObject({ score: 499, notation: 'D', networkVetoes: ['V2'] })
  })
})
