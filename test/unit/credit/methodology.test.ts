import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compare, composite, countedLines, DEFAULT_METHODOLOGY as M, gradeOf, parseMethodology, rate, score } from '../../../shared/credit/index.ts'
import type { ScoreEvent, ScoreRequest } from '../../../shared/credit/index.ts'
import { ZXL_METH_1_0_0 } from '../../../shared/credit/methodology/data/zxl-meth-1.0.0.ts'
import vectors from '../../vectors/credit/methodology-1.0.0.json' with { type: 'json' }

const asOf = '2026-06-30'
const run = (input: Partial<ScoreRequest>) => score({ asOf, institutionType: 'SPONSOR', ...input }, M)
const event = (recordId: string, indicator: string, effectiveDate: string, more: Partial<ScoreEvent> = {}): ScoreEvent => ({ recordId, indicator, effectiveDate, ...more })
const applied = (events: readonly ScoreEvent[], more: Partial<ScoreRequest> = {}) => Object.fromEntries(run({ events: [...events], ...more }).lines.filter((line) => line.kind === 'EVENT').map((line) => [line.recordId, line.counted]))
const reasons = (input: Partial<ScoreRequest>) => Object.fromEntries(run(input).lines.filter((line) => line.kind !== 'METRIC').map((line) => [line.recordId ?? line.indicator, line.reason.code]))

describe('the document', () => {
  test('has 62 indicators and its adopted hash', () => {
    expect(M.indicators.size).toBe(62)
    expect(M.hash).toBe('3d8f0df838b240fb4c9041bb074e0a5d05d88a5756d4e1784486f1c0f2d4bbed')
    expect(M.document.dimensions.reduce((sum, row) => sum + row.maxPlus, M.document.scale.base)).toBe(1000)
  })
  const first = <T>(items: readonly T[], at: number, change: Partial<T>): T[] => items.map((item, index) => (index === at ? { ...item, ...change } : item))
  const { indicators, grades, scale } = M.document
  test.each([
    ['a dimension that is not there', { indicators: first(indicators, 0, { dimension: 'D9' }) }],
    ['a cap that is not there', { indicators: first(indicators, 5, { setsCap: 'C9' }) }],
    ['a veto that is not there', { indicators: first(indicators, 5, { setsVeto: ['V9'] }) }],
    ['a decay that is not there', { indicators: first(indicators, 5, { decay: 'DP1' }) }],
    ['a gap between the grades', { grades: first(grades, 1, { minScore: 851 }) }],
    ['a code twice', { indicators: first(indicators, 1, { code: 'D1P01' }) }],
    ['a wrong type', { scale: { ...scale, base: 'x' } }],
  ])('is refused with %s', (_name, change) => {
    expect(() => parseMethodology({ ...ZXL_METH_1_0_0, ...change })).toThrow('METHODOLOGY_INVALID')
  })
})

test.each(vectors)('vector: $name', ({ kind, input, expected }) => {
  expect(rate({ kind, input }, M)).toEqual({ ok: true, value: expected })
})

test('what is no request is refused with its field', () => {
  expect(rate({ kind: 'score', input: { asOf: '2026-02-30', institutionType: 'LAW' } }, M)).toMatchObject({ ok: false, error: { code: 'RATE_INPUT_INVALID', params: { field: 'input.asOf' } } })
  expect(rate(null, M).ok).toBe(false)
  expect(rate({ kind: 'other' }, M).ok).toBe(false)
})

describe('events', () => {
  test('decay by profile and month', () => {
    expect(applied([event('a', 'D3N03', '2025-07-01'), event('b', 'D3N08', '2022-07-01')])).toEqual({ a: -25, b: -36 })
    expect(applied([event('a', 'D3N03', '2025-06-30')])).toEqual({ a: -17 })
    expect(applied([event('a', 'D3N01', '2025-06-30')])).toEqual({ a: 0 })
  })
  test('recidivism in 24 months: x1, x1.5, x2, and x2 again', () => {
    const same = ['2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01'].map((day, at) => event(`r${at}`, 'D3N02', day))
    expect(applied(same)).toEqual({ r0: -20, r1: -30, r2: -40, r3: -40 })
    expect(applied([event('old', 'D3N08', '2023-06-01'), event('new', 'D3N08', '2026-01-01')])).toEqual({ old: -36, new: -90 })
    expect(applied([event('b', 'D3N02', '2026-01-01'), event('a', 'D3N02', '2026-01-01')])).toEqual({ a: -20, b: -30 })
  })
  test('a branch counts half, rounded toward zero once', () => {
    expect(applied([event('a', 'D3N03', '2026-01-01', { subjectKind: 'BRANCH' })])).toEqual({ a: -12 })
    expect(applied([event('a', 'D3P04', '2026-01-01', { subjectKind: 'STAFF' })])).toEqual({ a: 1 })
  })
  test('of one case the heaviest, on a tie the smallest id', () => {
    expect(applied([event('b', 'D3N03', '2026-01-01', { caseId: 'c' }), event('a', 'D2N01', '2026-01-01', { caseId: 'c' })])).toEqual({ a: -25, b: 0 })
    expect(reasons({ events: [event('a', 'D3N08', '2026-01-01', { caseId: 'c' }), event('b', 'D3N03', '2026-01-01', { caseId: 'c' })] })).toEqual({ a: 'SCORED', b: 'CASE_HEAVIER' })
  })
  test('a positive record of the case is untouched by the case rule', () => {
    expect(applied([event('p', 'D3P02', '2026-01-01', { caseId: 'c' }), event('n', 'D3N03', '2026-01-01', { caseId: 'c' })])).toEqual({ p: 10, n: -25 })
  })
  test('reasons why a record does not count', () => {
    expect(
      reasons({
        institutionType: 'LAW',
        events: [
          event('repaired', 'D3N03', '2026-01-01', { status: 'REPAIRED' }), event('future', 'D3N03', '2026-07-01'), event('expired', 'D3N03', '2023-06-30'),
          event('bare', 'D3N03', '2026-01-01', { evidence: ['E3'] }), event('foreign', 'D2N08', '2026-01-01'), event('ghost', 'X1', '2026-01-01'),
          event('old', 'D3N01', '2025-01-01', { expiresOn: '2030-01-01' }), event('fine', 'D3N03', '2026-01-01', { evidence: ['E1', 'E3'] }),
        ],
        activeStates: ['D3N14', { indicator: 'D3N14', recordId: 's2' }, { indicator: 'D3N13', recordId: 's3', evidence: [] }, { indicator: 'D3N15', recordId: 's4' }, 'X2'],
      }),
    ).toEqual({
      repaired: 'NOT_EFFECTIVE', future: 'FUTURE', expired: 'EXPIRED', bare: 'NO_EVIDENCE', foreign: 'NOT_APPLICABLE', ghost: 'UNKNOWN_INDICATOR', old: 'DECAYED', fine: 'SCORED',
      D3N14: 'SCORED', s2: 'REPEATED_STATE', s3: 'NO_EVIDENCE', s4: 'NO_POINTS', X2: 'UNKNOWN_INDICATOR',
    })
  })
  test('the term of retention starts when the measure was carried out', () => {
    expect(applied([event('a', 'D3N08', '2021-07-01', { executionCompletedDate: '2022-01-01' })])).toEqual({ a: -18 })
    expect(reasons({ events: [event('a', 'D3N08', '2021-06-30', { executionCompletedDate: '2022-01-01' })] })).toEqual({ a: 'DECAYED' })
    expect(reasons({ events: [event('a', 'D3N08', '2021-06-30')] })).toEqual({ a: 'EXPIRED' })
  })
  test('the sum of an indicator and of a dimension is limited', () => {
    const late = Array.from({ length: 12 }, (_, at) => event(`l${String(at).padStart(2, '0')}`, 'D2N06', '2026-01-01'))
    const result = run({ events: late })
    expect(result.indicators.find((row) => row.code === 'D2N06')).toMatchObject({ sum: -112, capped: -25 })
    const heavy = run({ events: ['D3N11', 'D3N10', 'D3N19', 'D3N09', 'D3N08', 'D3N12'].map((code, at) => event(`h${at}`, code, '2026-01-01')) })
    expect(heavy.dimensions.find((row) => row.code === 'D3')).toEqual({ code: 'D3', sum: -770, clamped: -700 })
    expect(heavy).toMatchObject({ rawScore: 0, score: 0, grade: 'D', class: 'D' })
  })
})

describe('mitigation, adjustment and grades', () => {
  test('gives back at most half of a case and 25 in all', () => {
    const both: ScoreEvent['mitigation'] = ['SELF_REPORT', 'COMPENSATED']
    expect(run({ events: [event('a', 'D3N02', '2026-01-01', { mitigation: both })] }).mitigation).toBe(10)
    expect(run({ events: [event('a', 'D3N08', '2026-01-01', { mitigation: ['COMPENSATED'] })] }).mitigation).toBe(15)
    expect(run({ events: [event('a', 'D3N08', '2026-01-01', { mitigation: both }), event('b', 'D3N09', '2026-01-01', { mitigation: both })] }).mitigation).toBe(25)
    expect(run({ events: [event('a', 'D3N08', '2026-01-01', { mitigation: both, status: 'REVOKED' })] }).mitigation).toBe(0)
  })
  test('a committee moves the score by at most 30 and never across a cap', () => {
    expect(run({ committeeAdjustment: 45 })).toMatchObject({ adjustment: 30, score: 730 })
    expect(run({ committeeAdjustment: { points: -7 } })).toMatchObject({ score: 693 })
    expect(run({ committeeAdjustment: 30, caps: ['C3'] })).toMatchObject({ rawScore: 730, score: 599, notation: 'CC', class: 'C' })
  })
  test.each([[1000, 'AAA'], [900, 'AAA'], [899, 'AA+'], [884, 'AA+'], [883, 'AA'], [866, 'AA'], [865, 'AA-'], [700, 'BB-'], [650, 'B-'], [649, 'CCC'], [500, 'C'], [499, 'D'], [0, 'D']])('%i is %s', (value, notation) => {
    expect(gradeOf(value, M).notation).toBe(notation)
  })
  test('newcomers are M, with a cap never; withdrawn is WD', () => {
    const metrics = { acceptedEngagements24m: 0, membershipMonths: 5 }
    expect(run({ metrics })).toMatchObject({ score: null, notation: 'M', class: 'M', rawScore: 700 })
    expect(run({ metrics, activeStates: ['D3N15'] })).toMatchObject({ notation: 'BB-' })
    expect(run({ metrics: { ...metrics, membershipMonths: 6 } })).toMatchObject({ notation: 'BB-' })
    expect(run({ withdrawn: true })).toMatchObject({ score: null, notation: 'WD', class: null })
  })
})

describe('caps and vetoes', () => {
  test('a state caps while it is in force, and the strictest cap counts', () => {
    expect(run({ activeStates: ['D1N01', 'D3N13'] })).toMatchObject({ caps: ['C2', 'C4'], score: 490 })
    expect(run({ activeStates: ['D1N01'], metrics: { acceptedEngagements24m: 40 } })).toMatchObject({ rawScore: 680, score: 649 })
  })
  test('a measure caps from its first day to the day before its end', () => {
    const measure = (measureFrom?: string, measureTo?: string) => run({ events: [event('a', 'D3N18', '2026-01-01', { measureFrom, measureTo })] }).caps
    expect(measure('2026-06-30', '2026-07-01')).toEqual(['C3'])
    expect(measure('2026-06-01', '2026-06-30')).toEqual([])
    expect(measure('2026-07-01')).toEqual([])
    expect(measure('2026-06-01')).toEqual(['C3'])
    expect(measure()).toEqual([])
  })
  test('poor data cap at BBB', () => {
    expect(run({ metrics: { completenessPermille: 599 } }).caps).toEqual(['C5'])
    expect(run({ metrics: { completenessPermille: 600 } }).caps).toEqual([])
  })
  test('the grounds of a record choose the veto, and its window ends it', () => {
    const vetoes = (vetoGrounds: ScoreEvent['vetoGrounds'], day = '2026-01-01', indicator = 'D3N11') => run({ events: [event('a', indicator, day, { vetoGrounds })] }).vetoes
    expect(vetoes(undefined)).toEqual(['V2', 'V3'])
    expect(vetoes(['CRIMINAL'])).toEqual(['V3'])
    expect(vetoes(['LICENCE_REVOKED'])).toEqual(['V2'])
    expect(vetoes(['FRAUD'])).toEqual(['V1', 'V2', 'V3'])
    expect(vetoes(['FRAUD'], '2026-01-01', 'D3N08')).toEqual(['V1'])
    expect(vetoes(['FRAUD'], '2025-06-30', 'D3N08')).toEqual([])
    expect(vetoes(['MISAPPROPRIATION'], '2024-01-01', 'D3N09')).toEqual(['V5'])
    expect(run({ activeStates: [{ indicator: 'D3N14', recordId: 's', vetoGrounds: ['SERIOUS_LIST'] }] })).toMatchObject({ vetoes: ['V4'], notation: 'D' })
  })
  test('the case rule leaves caps and vetoes alone', () => {
    const result = run({ events: [event('a', 'D3N11', '2026-01-01', { caseId: 'c' }), event('b', 'D3N18', '2026-01-01', { caseId: 'c', measureFrom: '2026-01-01' })] })
    expect(result).toMatchObject({ caps: ['C3'], vetoes: ['V2', 'V3'], score: 499 })
  })
  test('without evidence there is neither cap nor veto', () => {
    expect(run({ events: [event('a', 'D3N11', '2026-01-01', { evidence: [] })] })).toMatchObject({ vetoes: [], score: 700 })
  })
})

describe('metrics', () => {
  const line = (input: Partial<ScoreRequest>, code: string) => run(input).lines.find((row) => row.indicator === code)
  test('reach the highest tier, need their requirement and their evidence', () => {
    expect(line({ metrics: { financing24mWan: 5000 } }, 'D4P02')).toMatchObject({ counted: 10, metric: { name: 'financing24mWan', value: 5000 } })
    expect(line({ metrics: { financing24mWan: 999 } }, 'D4P02')?.reason).toEqual({ code: 'BELOW_TIER', params: { value: 999, min: 1000 } })
    expect(line({ metrics: { satisfactionPermille: 950, satisfactionResponses: 4 } }, 'D5P01')?.reason.code).toBe('REQUIREMENT')
    expect(line({ metrics: { yearsInPractice: 9 }, unevidencedMetrics: ['yearsInPractice'] }, 'D1P05')).toMatchObject({ counted: 0, reason: { code: 'NO_EVIDENCE' } })
    expect(line({}, 'D1P05')?.reason.code).toBe('NO_METRIC')
    expect(line({ metrics: { satisfactionBelow600: 1, satisfactionResponses: 5 } }, 'D5N03')?.counted).toBe(-30)
  })
})

describe('composite', () => {
  const rating = (centerCode: string, value: number, more: object = {}) => ({ centerCode, tier: 'MEMBER', score: value, ratingDate: '2026-06-01', acceptedEngagements24m: 5, ratingType: 'OWN', ...more })
  const of = (ratings: ReturnType<typeof rating>[], more: object = {}) => composite({ asOf, ratings, ...more }, M)
  test('five ratings hold outliers to a band around the lower median', () => {
    const result = of([rating('A', 400), rating('B', 700), rating('C', 710), rating('D', 720), rating('E', 1000)])
    expect(result.weights.map((row) => row.used)).toEqual([610, 700, 710, 720, 810])
    expect(result.flags).toEqual(['DIVERGENT'])
  })
  test('what does not count', () => {
    for (const more of [{ grade: 'M' }, { grade: 'WD' }, { withdrawn: true }, { suspended: true }, { score: null }, { ratingDate: '2026-07-01' }, { ratingDate: '2025-01-05' }, { tier: 'OBSERVER' }, { tier: 'OPERATOR' }])
      expect(of([rating('A', 800, more)]).notation).toBe('NR')
    expect(of([rating('A', 800, { ratingDate: '2025-01-06' })]).score).toBe(800)
  })
  test('home and council at once: the larger; network caps and the reference score', () => {
    expect(of([rating('A', 800, { tier: 'COUNCIL', home: true })]).weights[0]?.weight).toBe(150 * 150 * 100)
    expect(of([rating('A', 900)], { networkCaps: ['C1'] })).toMatchObject({ score: 799, notation: 'BBB+' })
    expect(of([rating('A', 900)], { networkVetoes: ['V4'], networkCaps: ['C1'] })).toMatchObject({ score: 499, class: 'D' })
    expect(of([rating('A', 900), rating('B', 880)], { referenceScore: 700 }).flags).toEqual(['MODEL_GAP'])
  })
})

test('compare tells which indicators changed', () => {
  const before = run({ events: [event('a', 'D3N03', '2026-01-01')], activeStates: ['D3N14'] })
  const after = run({ events: [event('a', 'D3N03', '2026-01-01'), event('b', 'D3N03', '2026-02-01')] })
  expect(compare(countedLines(before.lines), countedLines(after.lines))).toEqual([{ indicator: 'D3N03', before: -25, after: -62 }, { indicator: 'D3N14', before: -40, after: 0 }])
})

describe('properties', () => {
  const codes = [...M.indicators.values()]
  const eventOf = fc.record({
    recordId: fc.uuid(),
    indicator: fc.constantFrom(...codes.filter((row) => row.kind === 'EVENT').map((row) => row.code)),
    effectiveDate: fc.date({ min: new Date('2020-01-01'), max: new Date('2027-01-01'), noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10)),
    status: fc.constantFrom('EFFECTIVE', 'REPAIRED', 'REVOKED'),
    caseId: fc.constantFrom(undefined, 'c1', 'c2'),
    subjectKind: fc.constantFrom('INSTITUTION' as const, 'BRANCH' as const),
    mitigation: fc.constantFrom(undefined, 'SELF_REPORT' as const).map((type) => (type ? [type] : undefined)),
  })
  const input = fc.record({
    asOf: fc.constant(asOf),
    institutionType: fc.constantFrom('LAW', 'CPA', 'SPONSOR', 'OTHER'),
    events: fc.uniqueArray(eventOf, { maxLength: 30, selector: (row) => row.recordId }),
    activeStates: fc.subarray(codes.filter((row) => row.kind === 'STATE').map((row) => row.code)),
    metrics: fc.dictionary(fc.constantFrom(...codes.flatMap((row) => (row.metric ? [row.metric] : []))), fc.nat(2000)),
  })
  test('a score does not depend on order, is bounded, whole and repeatable, and its input is untouched', () => {
    fc.assert(
      fc.property(input, fc.infiniteStream(fc.nat()), (given, numbers) => {
        const frozen = JSON.stringify(given)
        const first = score(given, M)
        const keyed = given.events.map((row) => ({ row, key: numbers.next().value }))
        const shuffled = { ...given, events: keyed.sort((a, b) => a.key - b.key).map(({ row }) => row), activeStates: [...given.activeStates].reverse() }
        expect(score(shuffled, M)).toEqual(first)
        expect(JSON.stringify(given)).toBe(frozen)
        expect(first.rawScore).toBeGreaterThanOrEqual(0)
        expect(first.rawScore).toBeLessThanOrEqual(1000)
        expect(first.score ?? 0).toBeLessThanOrEqual(first.rawScore)
        for (const line of first.lines) expect(Number.isSafeInteger(line.counted) && !Object.is(line.counted, -0)).toBe(true)
        for (const row of first.dimensions) {
          const limits = M.document.dimensions.find((item) => item.code === row.code)!
          expect(row.clamped).toBeGreaterThanOrEqual(-limits.maxMinus)
          expect(row.clamped).toBeLessThanOrEqual(limits.maxPlus)
        }
      }),
      { numRuns: 150 },
    )
  })
  test('a composite lies between its ratings', () => {
    const ratings = fc.array(fc.record({ centerCode: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F'), tier: fc.constantFrom('HOME', 'COUNCIL', 'MEMBER'), score: fc.nat(1000), ratingDate: fc.constant('2026-06-01'), acceptedEngagements24m: fc.nat(20) }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(ratings, (list) => {
        const { score: value } = composite({ asOf, ratings: list }, M)
        expect(value).toBeGreaterThanOrEqual(Math.min(...list.map((row) => row.score)))
        expect(value).toBeLessThanOrEqual(Math.max(...list.map((row) => row.score)))
        expect(composite({ asOf, ratings: [...list].reverse() }, M)).toEqual(composite({ asOf, ratings: list }, M))
      }),
    )
  })
})
