import { addMonths, months } from '../dates.ts'
import { compareText } from '../../kit/bytes.ts'
import { problem } from '../../kit/result.ts'
import type { Indicator, Methodology } from './document.ts'
import type { ScoreEvent } from './input.ts'
import type { ScoreLine } from './line.ts'

/** The order of every collection of the methodology: (effectiveDate, recordId) ascending. */
export const byDate = (a: ScoreEvent, b: ScoreEvent): number => compareText(a.effectiveDate, b.effectiveDate) || compareText(a.recordId, b.recordId)

export const applies = (indicator: Indicator, type: string): boolean => indicator.appliesTo.includes('*') || indicator.appliesTo.includes(type)

/**
 * First day on which a record no longer counts, or null (methodology, `retentionClasses`). The term starts when the
 * measure was carried out, or else on the effective date; a state keeps until it is lifted and then as long as R36.
 */
export function expiryOf(
  record: { readonly effectiveDate: string; readonly executionCompletedDate?: string | undefined; readonly measureTo?: string | undefined },
  retention: string,
  { document }: Methodology,
): string | null {
  const monthsOf = (code: string): number | null => document.retentionClasses.find((row) => row.code === code)?.months ?? null
  if (retention === 'STATE') {
    const removed = record.measureTo ?? record.executionCompletedDate
    const after = monthsOf('R36')
    return removed === undefined || after === null ? null : addMonths(removed, after)
  }
  const term = monthsOf(retention)
  const row = document.retentionClasses.find((item) => item.code === retention)
  if (term === null || row === undefined) return null
  const start = row.clockStart === 'effectiveDate' ? record.effectiveDate : (record.executionCompletedDate ?? record.effectiveDate)
  return addMonths(start, term)
}

/** Permille left of an event `elapsed` months old: the step that contains it, 0 outside every step, 1000 without steps. */
export function decayPermille(profile: string, elapsed: number, { document }: Methodology): number {
  const steps = document.decayProfiles.find((row) => row.code === profile)?.steps ?? []
  if (steps.length === 0) return 1000
  return steps.find((step) => elapsed >= step.fromMonth && elapsed < step.toMonth)?.permille ?? 0
}

/** sign(points) × floor(|points| × recidivism × subject × decay / 10^9): one rounding, toward zero, exact below 2^53. */
export function applyFactors(points: number, recidivism: number, subject: number, decay: number): number {
  const magnitude = Math.floor((Math.abs(points) * recidivism * subject * decay) / 1_000_000_000)
  return points < 0 && magnitude > 0 ? -magnitude : magnitude
}

/** Why an event does not count at all at `asOf`, or null. */
export function exclusion(event: ScoreEvent, indicator: Indicator, asOf: string, type: string, methodology: Methodology): ScoreLine['reason'] | null {
  if ((event.status ?? 'EFFECTIVE') !== 'EFFECTIVE') return problem('NOT_EFFECTIVE', { status: event.status ?? '' })
  if (months(event.effectiveDate, asOf) < 0) return problem('FUTURE', { from: event.effectiveDate })
  const expiresOn = event.expiresOn ?? expiryOf(event, indicator.retention, methodology)
  if (expiresOn !== null && compareText(expiresOn, asOf) <= 0) return problem('EXPIRED', { on: expiresOn })
  if (event.evidence && !indicator.evidence.some((wanted) => event.evidence!.includes(wanted))) return problem('NO_EVIDENCE', { wanted: indicator.evidence.join(' ') })
  if (!applies(indicator, type)) return problem('NOT_APPLICABLE', { type })
  return null
}

/** A line with the event behind it; `effective` where the event counts in principle (its factors may still make it 0). */
export interface EventLine {
  readonly line: ScoreLine
  readonly event: ScoreEvent
  readonly indicator: Indicator | undefined
  readonly effective: boolean
}

/** Lines of all EVENT records: exclusions, recidivism, decay, and of one case only the heaviest negative measure. */
export function eventLines(events: readonly ScoreEvent[], asOf: string, type: string, methodology: Methodology): readonly EventLine[] {
  const ordinal = counter(methodology.document.aggregation.recidivism.windowMonths)
  const all = [...events].sort(byDate).map((event): EventLine => {
    const indicator = methodology.indicators.get(event.indicator)
    const reason = indicator === undefined ? problem('UNKNOWN_INDICATOR') : exclusion(event, indicator, asOf, type, methodology)
    return reason === null && indicator
      ? { line: effectiveLine(event, indicator, ordinal(event), asOf, methodology), event, indicator, effective: true }
      : { line: excludedLine(event, indicator, reason ?? problem('UNKNOWN_INDICATOR')), event, indicator, effective: false }
  })
  const heaviest = new Map<string, EventLine>()
  for (const item of all) {
    if (!item.event.caseId || item.line.applied >= 0) continue
    const known = heaviest.get(item.event.caseId)
    if (!known || heavier(item, known)) heaviest.set(item.event.caseId, item)
  }
  return all.map((item) => {
    const kept = item.event.caseId ? heaviest.get(item.event.caseId) : undefined
    if (!kept || kept === item || item.line.applied >= 0) return item
    return { ...item, line: { ...item.line, counted: 0, reason: problem('CASE_HEAVIER', { recordId: kept.event.recordId, indicator: kept.event.indicator }) } }
  })
}

const heavier = (a: EventLine, b: EventLine): boolean =>
  a.line.applied < b.line.applied || (a.line.applied === b.line.applied && compareText(a.event.recordId, b.event.recordId) < 0)

/** Counts events of one indicator in the window up to and including each; events come in ledger order of (date, id). */
function counter(windowMonths: number): (event: ScoreEvent) => number {
  const seen = new Map<string, { start: number; dates: string[] }>()
  return (event) => {
    const known = seen.get(event.indicator) ?? { start: 0, dates: [] }
    seen.set(event.indicator, known)
    known.dates.push(event.effectiveDate)
    while (months(known.dates[known.start]!, event.effectiveDate) >= windowMonths && known.start < known.dates.length - 1) known.start += 1
    return known.dates.length - known.start
  }
}

function effectiveLine(event: ScoreEvent, indicator: Indicator, ordinal: number, asOf: string, methodology: Methodology): ScoreLine {
  const { recidivism: again, subjectPermille } = methodology.document.aggregation
  const recidivism = indicator.points < 0 ? again.permille[Math.min(ordinal, again.permille.length) - 1]! : 1000
  const subject = subjectPermille[event.subjectKind ?? 'INSTITUTION']
  const decay = decayPermille(indicator.decay, months(event.effectiveDate, asOf), methodology)
  const applied = applyFactors(indicator.points, recidivism, subject, decay)
  const reason = applied !== 0 ? problem('SCORED') : decay === 0 ? problem('DECAYED') : problem('NO_POINTS')
  return { ...lineOf(event, indicator), recidivism, subject, decay, applied, counted: applied, reason }
}

const excludedLine = (event: ScoreEvent, indicator: Indicator | undefined, reason: ScoreLine['reason']): ScoreLine => ({ ...lineOf(event, indicator), reason })

const lineOf = (event: ScoreEvent, indicator: Indicator | undefined): ScoreLine => ({
  indicator: event.indicator,
  dimension: indicator?.dimension ?? '',
  kind: 'EVENT',
  recordId: event.recordId,
  effectiveDate: event.effectiveDate,
  points: indicator?.points ?? 0,
  recidivism: null,
  subject: null,
  decay: null,
  metric: null,
  applied: 0,
  counted: 0,
  reason: problem('SCORED'),
})
