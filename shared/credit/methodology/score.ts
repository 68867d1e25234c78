import { compareText } from '../../kit/bytes.ts'
import { classOfSpecial, gradeOf, limitScore } from './grade.ts'
import type { Methodology } from './document.ts'
import { eventLines } from './events.ts'
import type { EventLine } from './events.ts'
import { scoreInputSchema } from './input.ts'
import type { ScoreInput, ScoreRequest } from './input.ts'
import type { DimensionSum, IndicatorSum, ScoreLine } from './line.ts'
import { metricLines, stateLines } from './states.ts'
import { deriveLimits } from './veto.ts'

/** A score with everything that explains it. */
export interface ScoreResult {
  readonly asOf: string
  readonly institutionType: string
  readonly lines: readonly ScoreLine[]
  readonly indicators: readonly IndicatorSum[]
  readonly dimensions: readonly DimensionSum[]
  readonly base: number
  readonly mitigation: number
  readonly adjustment: number
  /** Before caps and vetoes, 0..1000. */
  readonly rawScore: number
  /** null for the grades without a score. */
  readonly score: number | null
  readonly grade: string
  readonly modifier: '' | '+' | '-'
  readonly notation: string
  readonly class: string | null
  readonly caps: readonly string[]
  readonly vetoes: readonly string[]
  /** A state asks for the watch list, e.g. an open investigation. */
  readonly watch: boolean
}

const clamp = (value: number, min: number, max: number): number => Math.max(min, Math.min(max, value))

/**
 * Scores an institution: base + Σ clamp(dimension) + mitigation + committee adjustment, clamped to the scale, then lowered
 * by caps and vetoes (methodology, `aggregation.total`). Order of the input lists does not matter. Withdrawn (WD) and
 * newcomer (M) are decided by `specialGrades`; they carry no score.
 *
 * @param request the input as data, unchecked. Throws ZodError where it is none (see `rate` for a coded refusal).
 */
export function score(request: ScoreRequest, methodology: Methodology): ScoreResult {
  const input = scoreInputSchema.parse(request)
  const { document } = methodology
  const events = eventLines(input.events, input.asOf, input.institutionType, methodology)
  const states = stateLines(input.activeStates, input.institutionType, methodology)
  const lines = [...events.map(({ line }) => line), ...states.map(({ line }) => line), ...metricLines(input, methodology)].sort(byIndicator)
  const indicators = indicatorSums(lines, methodology)
  const dimensions = dimensionSums(indicators, methodology)
  const mitigation = mitigationOf(events, methodology)
  const { max } = document.aggregation.committeeAdjustment
  const asked = typeof input.committeeAdjustment === 'object' ? input.committeeAdjustment.points : (input.committeeAdjustment ?? 0)
  const adjustment = clamp(asked, -max, max)
  const total = dimensions.reduce((sum, row) => sum + row.clamped, document.scale.base + mitigation + adjustment)
  const rawScore = clamp(total, document.scale.min, document.scale.max)
  const { caps, vetoes } = deriveLimits(input, events, states, methodology)
  const common = {
    asOf: input.asOf, institutionType: input.institutionType, lines, indicators, dimensions, base: document.scale.base, mitigation, adjustment, rawScore, caps, vetoes,
    watch: states.some(({ effective, indicator }) => effective && indicator?.watch === true),
  }
  const special = specialGrade(input, caps.length + vetoes.length > 0, methodology)
  if (special !== null) return { ...common, score: null, grade: special, modifier: '', notation: special, class: classOfSpecial(special, methodology) }
  const limited = limitScore(rawScore, caps, vetoes, methodology)
  return { ...common, score: limited, ...gradeOf(limited, methodology) }
}

const byIndicator = (a: ScoreLine, b: ScoreLine): number =>
  compareText(a.indicator, b.indicator) || compareText(a.effectiveDate ?? '', b.effectiveDate ?? '') || compareText(a.recordId ?? '', b.recordId ?? '')

function indicatorSums(lines: readonly ScoreLine[], { indicators }: Methodology): readonly IndicatorSum[] {
  const sums = new Map<string, number>()
  for (const line of lines) sums.set(line.indicator, (sums.get(line.indicator) ?? 0) + line.counted)
  return [...indicators.values()].flatMap((indicator) => {
    const sum = sums.get(indicator.code)
    if (sum === undefined) return []
    const { cap } = indicator
    const capped = cap === undefined ? sum : cap < 0 ? Math.max(sum, cap) : Math.min(sum, cap)
    return [{ code: indicator.code, dimension: indicator.dimension, sum, capped }]
  })
}

const dimensionSums = (sums: readonly IndicatorSum[], { document }: Methodology): readonly DimensionSum[] =>
  document.dimensions.map(({ code, maxPlus, maxMinus }) => {
    const sum = sums.filter((row) => row.dimension === code).reduce((total, row) => total + row.capped, 0)
    return { code, sum, clamped: clamp(sum, -maxMinus, maxPlus) }
  })

/** Points given back for self-reporting and compensation: per case at most a share of its deduction, and a maximum in all. */
function mitigationOf(events: readonly EventLine[], { document }: Methodology): number {
  const { maxAddBack, maxShareOfCasePermille, types } = document.aggregation.mitigation
  const cases = new Map<string, { deduction: number; readonly reasons: Set<string> }>()
  for (const { line, event, effective } of events) {
    if (!effective || line.points >= 0) continue
    const key = event.caseId ? `case:${event.caseId}` : `record:${event.recordId}`
    const known = cases.get(key) ?? { deduction: 0, reasons: new Set<string>() }
    cases.set(key, known)
    known.deduction -= line.counted
    for (const reason of event.mitigation ?? []) known.reasons.add(reason)
  }
  let total = 0
  for (const { deduction, reasons } of cases.values()) {
    const asked = types.filter((type) => reasons.has(type.code)).reduce((sum, type) => sum + type.addBack, 0)
    total += Math.min(asked, Math.floor((deduction * maxShareOfCasePermille) / 1000))
  }
  return Math.min(total, maxAddBack)
}

/** WD first, then M, which a cap or veto makes impossible and which needs both facts to be known. */
function specialGrade(input: ScoreInput, limited: boolean, { document }: Methodology): string | null {
  if (input.withdrawn) return 'WD'
  const { acceptedEngagements24m, membershipMonths } = input.metrics
  const newcomer = document.specialGrades.find((row) => row.code === 'M')?.newcomer
  if (limited || newcomer === undefined || acceptedEngagements24m === undefined || membershipMonths === undefined) return null
  return acceptedEngagements24m <= newcomer.maxAcceptedEngagements && membershipMonths < newcomer.membershipBelowMonths ? 'M' : null
}
