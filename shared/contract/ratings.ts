import { z } from 'zod'
import { base, count, date, hex, memberId, permission, problemSchema, text } from './base.ts'

export const scoreLine = z.object({
  indicator: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  dimension: z.string(),
  kind: z.string(),
  /** Points of the indicator before factors, and what was applied. */
  points: z.int(),
  applied: z.int(),
  recordId: z.string().nullable(),
  title: z.string().nullable(),
  effectiveDate: date.nullable(),
  /** Factors, permille. */
  recidivism: z.int().nullable(),
  subject: z.int().nullable(),
  decay: z.int().nullable(),
  metric: z.object({ name: z.string(), value: z.int() }).nullable(),
  /** Why this line counts as it does, or does not count. */
  reason: problemSchema,
})
export type ScoreLine = z.infer<typeof scoreLine>

export const computation = z.object({
  uscc: z.string(),
  center: memberId,
  asOf: date,
  basisHeight: count,
  methodology: z.object({ id: z.string(), version: z.string(), hash: hex, nameZh: z.string(), nameEn: z.string() }),
  inputs: z.array(z.object({ recordId: z.string(), version: count })),
  lines: z.array(scoreLine),
  dimensions: z.array(z.object({ code: z.string(), nameZh: z.string(), nameEn: z.string(), sum: z.int(), clamped: z.int(), maxPlus: z.int(), maxMinus: z.int() })),
  base: z.int(),
  mitigation: z.int(),
  adjustment: z.int(),
  rawScore: z.int(),
  score: z.int().nullable(),
  notation: z.string(),
  grade: z.string(),
  modifier: z.string(),
  class: z.string(),
  caps: z.array(z.object({ code: z.string(), nameZh: z.string(), nameEn: z.string(), maxGrade: z.string() })),
  vetoes: z.array(z.object({ code: z.string(), nameZh: z.string(), nameEn: z.string() })),
  metrics: z.record(z.string(), z.int()),
  /** Against the center's last published rating of the agency; null where there is none. */
  previous: z
    .object({
      version: count,
      asOf: date,
      score: z.int().nullable(),
      notation: z.string(),
      changes: z.array(z.object({ indicator: z.string(), nameZh: z.string(), nameEn: z.string(), before: z.int(), after: z.int() })),
    })
    .nullable(),
})
export type Computation = z.infer<typeof computation>

export const ratingsContract = {
  /** Computes without storing. `adjustment` is the committee's, -30..30. */
  compute: base.input(z.object({ uscc: text(18), asOf: date, adjustment: z.int().min(-30).max(30).default(0) })).output(computation),
  /** Makes a `rating.publish` draft of the computation: the content that the steps sign. */
  propose: base
    .input(
      z.object({
        uscc: text(18),
        asOf: date,
        adjustment: z.int().min(-30).max(30).default(0),
        adjustmentReason: text(1000).default(''),
        outlook: z.string().max(8),
        watch: z.boolean(),
        opinion: z.string().min(1).max(5000),
        preNotice: z.object({ sentOn: date, response: text(2000) }).optional(),
      }),
    )
    .output(z.object({ draftId: z.string() })),
  /** Whether the signed-in person may rate this agency here, and why not. */
  permissions: base.input(z.object({ uscc: text(18) })).output(z.array(permission)),
  /** The draft's computation as it was proposed, and whether a recomputation now gives the same. */
  ofDraft: base.input(z.object({ draftId: text(40) })).output(z.object({ computation, stale: problemSchema.nullable() })),
}
