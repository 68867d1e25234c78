import { hashValue } from '../codec.ts'
import { addMonths } from '../dates.ts'
import { gather } from '../gather.ts'
import type { Gathered } from '../gather.ts'
import type { StateReader } from '../../ledger/state/executor.ts'
import type { Methodology } from '../methodology/document.ts'
import { score } from '../methodology/score.ts'
import type { ScoreResult } from '../methodology/score.ts'
import { lastScoredRating, latestRating } from '../state/read.ts'
import type { RatingView } from '../state/views.ts'
import { INLINE_INPUTS, INLINE_LINES } from './schema.ts'
import type { RatingContent, RatingLine } from './schema.ts'

export interface RatingRequest {
  readonly uscc: string
  readonly center: string
  readonly asOf: string
  readonly basisHeight: number
  readonly methodology: Methodology
  /** Committee's adjustment, -30..30 points. */
  readonly adjustment?: number
  readonly withdrawal?: RatingContent['withdrawal']
}

export interface RatingComputation {
  readonly gathered: Gathered
  readonly result: ScoreResult
  /** The lines a publication carries: those that moved the score. */
  readonly lines: readonly RatingLine[]
  /** The center's last rating of the institution. */
  readonly previous: RatingView | null
  /** The center's last rating of it that has a score: what a downgrade is measured by. */
  readonly lastScored: RatingView | null
  /** The part of a rating's content that follows from the records. */
  readonly derived: DerivedRating
}

export type DerivedRating = Pick<
  RatingContent,
  'uscc' | 'methodology' | 'asOf' | 'basisHeight' | 'previous' | 'inputs' | 'lines' | 'dimensions' | 'mitigation' | 'rawScore' | 'score' | 'grade' | 'modifier' | 'class' | 'caps' | 'vetoes' | 'validTo'
>

/**
 * Computes a center's rating from the state as it was at a height: what the analyst sees, what the record carries and
 * what every peer recomputes.
 *
 * @returns null where the institution was not registered at that height.
 */
export function computeRating(state: StateReader, request: RatingRequest): RatingComputation | null {
  const { uscc, center, asOf, basisHeight, methodology } = request
  const gathered = gather(state, {
    uscc, scope: { center }, asOf, basisHeight, methodology, committeeAdjustment: request.adjustment ?? 0, withdrawn: request.withdrawal !== undefined,
  })
  if (!gathered) return null
  const result = score(gathered.input, methodology)
  const lines = result.lines.filter((line) => line.counted !== 0).map((line): RatingLine => ({ indicator: line.indicator, applied: line.counted, ...(line.recordId === null ? {} : { recordId: line.recordId }) }))
  const previous = latestRating(state, uscc, center)
  const derived: DerivedRating = {
    uscc,
    methodology: { id: methodology.id, version: methodology.version, hash: methodology.hash },
    asOf,
    basisHeight,
    ...(previous ? { previous: previous.version } : {}),
    inputs: { count: gathered.inputs.length, hash: hashValue(gathered.inputs), ...(gathered.inputs.length <= INLINE_INPUTS ? { list: [...gathered.inputs] } : {}) },
    lines: { count: lines.length, hash: hashValue(lines), ...(lines.length <= INLINE_LINES ? { list: [...lines] } : {}) },
    dimensions: Object.fromEntries(result.dimensions.map((row) => [row.code, row.clamped])),
    mitigation: result.mitigation,
    rawScore: result.rawScore,
    ...(result.score === null ? {} : { score: result.score }),
    grade: result.grade,
    modifier: result.modifier,
    ...(result.class === null ? {} : { class: result.class }),
    caps: [...result.caps],
    vetoes: [...result.vetoes],
    validTo: addMonths(asOf, methodology.document.reviewCycle.annual.validMonths),
  }
  return { gathered, result, lines, previous, lastScored: lastScoredRating(state, uscc, center), derived }
}

/** What people add to a computation. */
export interface RatingJudgement {
  readonly adjustment: { readonly points: number; readonly reason: string }
  readonly outlook: RatingContent['outlook']
  readonly watch: boolean
  readonly opinion: string
  readonly period?: RatingContent['period'] | undefined
  readonly preNotice?: RatingContent['preNotice'] | undefined
  readonly withdrawal?: RatingContent['withdrawal']
}

/** The whole content of a `rating.publish`. The period defaults to the calendar year up to the as-of date. */
export function ratingContent({ derived }: RatingComputation, judgement: RatingJudgement): RatingContent {
  const { adjustment, outlook, watch, opinion, preNotice, withdrawal } = judgement
  const period = judgement.period ?? { from: `${derived.asOf.slice(0, 4)}-01-01`, to: derived.asOf }
  return {
    ...derived, ratingType: 'OWN', period, adjustment, outlook, watch, opinion,
    ...(preNotice ? { preNotice } : {}), ...(withdrawal ? { withdrawal } : {}),
  }
}

/**
 * Whether a rating is worse than the center's last one with a score (`before`): then the institution must have been told
 * first. One without a score in between (M, NR, WD) changes nothing about that.
 */
export function isDowngrade(before: Pick<RatingContent, 'score'> | null, after: Pick<RatingContent, 'score' | 'grade'>): boolean {
  if (!before || before.score === undefined || after.grade === 'WD') return false
  return after.score === undefined ? false : after.score < before.score
}
