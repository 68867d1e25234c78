import { z } from 'zod'
import { OUTLOOKS, WITHDRAWALS } from '../enums.ts'
import { date, hash, lines, uscc, version } from '../fields.ts'

/** A record that a rating was computed from: its record id (hex) and the version of the object it states. */
export const ratingInput = z.strictObject({ recordId: hash, version })
export type RatingInput = z.infer<typeof ratingInput>

/** A line that moved the score: the indicator, the record behind it (none for a metric) and the points that counted. */
export const ratingLine = z.strictObject({ indicator: z.string().min(1).max(16), recordId: hash.optional(), applied: z.int().min(-100_000).max(100_000) })
export type RatingLine = z.infer<typeof ratingLine>

/** Lists longer than this are carried by their hash alone: every peer recomputes them anyway, and a record is at most 16 KiB. */
export const INLINE_INPUTS = 24
export const INLINE_LINES = 24

const points = z.int().min(-1000).max(1000)
const code = z.string().min(1).max(8)

/** Content of `rating.publish`: a center's own rating, which every peer recomputes from the same records. */
export const ratingSchema = z.strictObject({
  uscc,
  ratingType: z.literal('OWN'),
  methodology: z.strictObject({ id: z.string().min(1).max(32), version: z.string().min(1).max(32), hash }),
  asOf: date,
  period: z.strictObject({ from: date, to: date }),
  /** Records final at or below this height are the ones that count. */
  basisHeight: z.int().min(0),
  /** Version of the center's rating before this one; absent for the first. */
  previous: version.optional(),
  inputs: z.strictObject({ count: z.int().min(0), hash, list: z.array(ratingInput).max(INLINE_INPUTS).optional() }),
  lines: z.strictObject({ count: z.int().min(0), hash, list: z.array(ratingLine).max(INLINE_LINES).optional() }),
  /** Clamped points by dimension. */
  dimensions: z.record(code, points).refine((map) => Object.keys(map).length <= 16, { error: 'FIELD_TOO_LONG' }),
  mitigation: z.int().min(0).max(1000),
  adjustment: z.strictObject({ points: z.int().min(-30).max(30), reason: lines(0, 500) }),
  rawScore: z.int().min(0).max(1000),
  /** Absent for the grades without a score (M, WD). */
  score: z.int().min(0).max(1000).optional(),
  grade: code,
  modifier: z.enum(['', '+', '-']),
  /** Absent for a withdrawn rating. */
  class: code.optional(),
  caps: z.array(code).max(16),
  vetoes: z.array(code).max(16),
  outlook: z.enum(OUTLOOKS),
  watch: z.boolean(),
  validTo: date,
  preNotice: z.strictObject({ sentOn: date, response: lines(1, 1000).optional() }).optional(),
  withdrawal: z.enum(WITHDRAWALS).optional(),
  opinion: lines(1, 5000),
})
export type RatingContent = z.infer<typeof ratingSchema>
