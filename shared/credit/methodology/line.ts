import type { Problem } from '../../kit/result.ts'

/** Why a line counts as it does. The words are in shared/i18n (`credit.lineReason`). */
export const LINE_REASONS = [
  'SCORED', 'CASE_HEAVIER', 'NOT_EFFECTIVE', 'FUTURE', 'EXPIRED', 'DECAYED', 'NO_EVIDENCE', 'NOT_APPLICABLE', 'UNKNOWN_INDICATOR',
  'NO_METRIC', 'BELOW_TIER', 'REQUIREMENT', 'REPEATED_STATE', 'NO_POINTS',
] as const
export type LineReason = (typeof LINE_REASONS)[number]

/** One indicator applied to one record (events, states) or to one metric. */
export interface ScoreLine {
  readonly indicator: string
  readonly dimension: string
  readonly kind: 'EVENT' | 'STATE' | 'METRIC'
  readonly recordId: string | null
  readonly effectiveDate: string | null
  /** Points of the indicator (or the tier reached) before the factors. */
  readonly points: number
  /** Factors in permille; null where the kind has none. */
  readonly recidivism: number | null
  readonly subject: number | null
  readonly decay: number | null
  readonly metric: { readonly name: string; readonly value: number } | null
  /** Points by the factors, rounded once toward zero; 0 where the record is not counted at all. */
  readonly applied: number
  /** Points that entered the indicator's sum: 0 where another measure of the same case is heavier. */
  readonly counted: number
  readonly reason: Problem
}

export interface IndicatorSum {
  readonly code: string
  readonly dimension: string
  readonly sum: number
  /** After the indicator's cap. */
  readonly capped: number
}

export interface DimensionSum {
  readonly code: string
  readonly sum: number
  readonly clamped: number
}
