import { z } from 'zod'
import { compareText } from '../../kit/bytes.ts'
import { days } from '../dates.ts'
import { date } from '../fields.ts'
import type { Methodology } from './document.ts'
import { gradeOf, limitScore } from './grade.ts'

export const compositeInputSchema = z.object({
  asOf: date,
  ratings: z
    .array(
      z.object({
        centerCode: z.string().min(1).max(16),
        tier: z.string().max(32),
        /** The center is the home of the institution as well: the larger authority counts. */
        home: z.boolean().optional(),
        score: z.int().min(0).max(1000).nullable().optional(),
        ratingDate: date,
        acceptedEngagements24m: z.int().min(0),
        ratingType: z.string().max(32).default('OWN'),
        /** Grade or notation: M, NR and WD are left out. */
        grade: z.string().max(8).optional(),
        withdrawn: z.boolean().optional(),
        /** The issuing center was suspended when it rated. */
        suspended: z.boolean().optional(),
      }),
    )
    .max(10_000),
  networkCaps: z.array(z.string()).optional(),
  networkVetoes: z.array(z.string()).optional(),
  /** Score of all network records together, for the flag MODEL_GAP. */
  referenceScore: z.int().nullable().optional(),
})
export type CompositeInput = z.input<typeof compositeInputSchema>
type Rating = z.infer<typeof compositeInputSchema>['ratings'][number]

export type CompositeFlag = 'DIVERGENT' | 'SINGLE_SOURCE' | 'MODEL_GAP'

export interface CompositeResult {
  /** Ratings that count, by center code: the score used and its weight. */
  readonly weights: readonly { readonly center: string; readonly used: number; readonly weight: number }[]
  readonly score: number | null
  readonly grade: string
  readonly modifier: '' | '+' | '-'
  readonly notation: string
  readonly class: string | null
  readonly flags: readonly CompositeFlag[]
}

const NOT_RATED: CompositeResult = { weights: [], score: null, grade: 'NR', modifier: '', notation: 'NR', class: 'M', flags: [] }

/**
 * The network's view of an institution from the centers' own ratings: weighted mean, authority × evidence × recency,
 * outliers held to a band around the lower median from five ratings on, rounded half up, then the network's caps and
 * vetoes (methodology, `composite`). NR where no rating counts.
 *
 * Throws ZodError where the input has not this form (see `rate` for a coded refusal).
 */
export function composite(request: CompositeInput, methodology: Methodology): CompositeResult {
  const input = compositeInputSchema.parse(request)
  const rules = methodology.document.composite
  const weighed = input.ratings
    .flatMap((rating) => {
      const weight = weightOf(rating, input.asOf, methodology)
      return weight === null ? [] : [{ center: rating.centerCode, score: rating.score!, date: rating.ratingDate, weight }]
    })
    .sort((a, b) => compareText(a.center, b.center) || compareText(a.date, b.date) || a.score - b.score || a.weight - b.weight)
  if (weighed.length === 0) return NOT_RATED
  const scores = weighed.map((row) => row.score).sort((a, b) => a - b)
  const median = scores[Math.floor((scores.length - 1) / 2)]!
  const { minCount, band } = rules.winsor
  const used = (score: number): number => (scores.length < minCount ? score : Math.max(median - band, Math.min(median + band, score)))
  const weights = weighed.map((row) => ({ center: row.center, used: used(row.score), weight: row.weight }))
  const total = weights.reduce((sum, row) => sum + row.weight, 0)
  const mean = Math.floor((2 * weights.reduce((sum, row) => sum + row.weight * row.used, 0) + total) / (2 * total))
  const score = limitScore(mean, input.networkCaps ?? [], input.networkVetoes ?? [], methodology)
  const flags: CompositeFlag[] = []
  if (scores[scores.length - 1]! - scores[0]! > rules.divergence.spread) flags.push('DIVERGENT')
  if (weighed.length === 1) flags.push('SINGLE_SOURCE')
  if (typeof input.referenceScore === 'number' && Math.abs(score - input.referenceScore) > rules.reference.gap) flags.push('MODEL_GAP')
  return { weights, score, ...gradeOf(score, methodology), flags }
}

/** The weight of a rating, or null where it does not count: recognised, without score, too old, from the future, or of no authority. */
function weightOf(rating: Rating, asOf: string, { document, authority }: Methodology): number | null {
  if (rating.ratingType === 'RECOGNISED' || rating.withdrawn || rating.suspended || typeof rating.score !== 'number') return null
  if (document.specialGrades.some((row) => row.code === rating.grade)) return null
  const age = days(rating.ratingDate, asOf)
  const recency = age < 0 ? undefined : [...document.composite.recency].sort((a, b) => a.maxAgeDays - b.maxAgeDays).find((row) => age <= row.maxAgeDays)
  let evidence = 0
  for (const row of [...document.composite.evidence].sort((a, b) => a.min - b.min)) if (rating.acceptedEngagements24m >= row.min) evidence = row.weight
  const rank = Math.max(authority.get(rating.tier) ?? 0, rating.home ? (authority.get('HOME') ?? 0) : 0)
  const weight = rank * evidence * (recency?.weight ?? 0)
  return weight > 0 ? weight : null
}
