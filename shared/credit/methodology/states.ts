import { compareText } from '../../kit/bytes.ts'
import { problem } from '../../kit/result.ts'
import type { Indicator, Methodology } from './document.ts'
import { applies } from './events.ts'
import type { ActiveState, ScoreInput } from './input.ts'
import type { ScoreLine } from './line.ts'

export interface StateLine {
  readonly line: ScoreLine
  readonly state: Exclude<ActiveState, string>
  readonly indicator: Indicator | undefined
  /** In force, evidenced and applicable: its caps and vetoes bind even where a second record of the same state stands beside it. */
  readonly effective: boolean
}

const withoutRecord = (state: ActiveState): Exclude<ActiveState, string> => (typeof state === 'string' ? { indicator: state } : state)

/** Lines of the states in force: each STATE indicator counts once, in full, whatever the number of records that state it. */
export function stateLines(states: readonly ActiveState[], type: string, methodology: Methodology): readonly StateLine[] {
  const sorted = states.map(withoutRecord).sort((a, b) => compareText(a.indicator, b.indicator) || compareText(a.recordId ?? '', b.recordId ?? ''))
  const counted = new Set<string>()
  return sorted.map((state) => {
    const indicator = methodology.indicators.get(state.indicator)
    const excluded = exclusion(state, indicator, type)
    const repeated = excluded === null && counted.has(state.indicator)
    if (excluded === null) counted.add(state.indicator)
    const counts = excluded === null && !repeated
    const points = indicator?.points ?? 0
    const line: ScoreLine = {
      indicator: state.indicator, dimension: indicator?.dimension ?? '', kind: 'STATE', recordId: state.recordId ?? null, effectiveDate: null,
      points, recidivism: null, subject: null, decay: null, metric: null,
      applied: counts ? points : 0, counted: counts ? points : 0,
      reason: excluded ?? (repeated ? problem('REPEATED_STATE') : points === 0 ? problem('NO_POINTS') : problem('SCORED')),
    }
    return { line, state, indicator, effective: excluded === null }
  })
}

function exclusion(state: Exclude<ActiveState, string>, indicator: Indicator | undefined, type: string): ScoreLine['reason'] | null {
  if (indicator === undefined) return problem('UNKNOWN_INDICATOR')
  if (state.evidence && !indicator.evidence.some((wanted) => state.evidence!.includes(wanted))) return problem('NO_EVIDENCE', { wanted: indicator.evidence.join(' ') })
  return applies(indicator, type) ? null : problem('NOT_APPLICABLE', { type })
}

/** Lines of the METRIC indicators: the highest tier that the value reaches, if the indicator's requirement is met. */
export function metricLines(input: ScoreInput, methodology: Methodology): readonly ScoreLine[] {
  const unevidenced = new Set(input.unevidencedMetrics ?? [])
  return [...methodology.indicators.values()].filter((indicator) => indicator.kind === 'METRIC').map((indicator) => {
    const name = indicator.metric ?? ''
    const value = input.metrics[name]
    const { points, reason } = metricPoints(indicator, input, unevidenced.has(name))
    return {
      indicator: indicator.code, dimension: indicator.dimension, kind: 'METRIC', recordId: null, effectiveDate: null, points, recidivism: null, subject: null,
      decay: null, metric: value === undefined ? null : { name, value }, applied: points, counted: points, reason,
    }
  })
}

function metricPoints(indicator: Indicator, input: ScoreInput, unevidenced: boolean): { readonly points: number; readonly reason: ScoreLine['reason'] } {
  const none = (reason: ScoreLine['reason']) => ({ points: 0, reason })
  if (!applies(indicator, input.institutionType)) return none(problem('NOT_APPLICABLE', { type: input.institutionType }))
  const value = input.metrics[indicator.metric ?? '']
  if (value === undefined) return none(problem('NO_METRIC', { metric: indicator.metric ?? '' }))
  if (unevidenced) return none(problem('NO_EVIDENCE', { wanted: indicator.evidence.join(' ') }))
  const { requires } = indicator
  const required = requires ? (input.metrics[requires.metric] ?? 0) : 0
  if (requires && required < requires.min) return none(problem('REQUIREMENT', { metric: requires.metric, min: requires.min, value: required }))
  let reached: { readonly min: number; readonly points: number } | null = null
  for (const tier of indicator.tiers ?? []) if (value >= tier.min && (reached === null || tier.min > reached.min)) reached = tier
  if (reached === null) return none(problem('BELOW_TIER', { value, min: Math.min(...(indicator.tiers ?? []).map((tier) => tier.min)) }))
  return { points: reached.points, reason: problem('SCORED') }
}
