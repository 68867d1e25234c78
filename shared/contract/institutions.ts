import { z } from 'zod'
import { base, count, date, hex, memberId, ms, page, problemSchema, recordState, text } from './base.ts'

export const gradeView = z.object({ score: z.int().nullable(), notation: z.string(), class: z.string(), flags: z.array(z.string()) })

export const institutionRow = z.object({
  uscc: z.string(),
  nameZh: z.string(),
  shortName: z.string().nullable(),
  type: z.string(),
  home: memberId,
  regionCode: z.string(),
  bizStatus: z.string(),
  composite: gradeView.nullable(),
  engagements: count,
  conductPositive: count,
  conductNegative: count,
  height: count,
})
export type InstitutionRow = z.infer<typeof institutionRow>

/** Where a fact comes from: the record that states it. */
export const origin = z.object({ recordId: hex, author: memberId, height: count, time: ms, state: recordState })

export const engagementView = z.object({
  objectId: z.string(),
  version: count,
  content: z.record(z.string(), z.unknown()),
  current: z.boolean(),
  /** What later records made of it: in force, repaired or withdrawn. */
  status: z.string(),
  /** An objection to it is open, or could not be settled. */
  disputed: z.boolean(),
  origin,
})
export const conductView = engagementView.extend({
  expiresOn: date.nullable(),
  /** Evidence of a kind the indicator asks for is attached; without it the record is not scored. */
  evidenced: z.boolean(),
  expired: z.boolean(),
})
export const ratingView = z.object({
  /** Names this version on a screen. */
  objectId: z.string(),
  status: z.string(),
  disputed: z.boolean(),
  center: memberId,
  version: count,
  ratingType: z.string(),
  asOf: date,
  validTo: date,
  score: z.int().nullable(),
  rawScore: z.int().nullable(),
  notation: z.string(),
  class: z.string(),
  outlook: z.string(),
  watch: z.boolean(),
  dimensions: z.record(z.string(), z.int()),
  caps: z.array(z.string()),
  vetoes: z.array(z.string()),
  opinion: z.string(),
  current: z.boolean(),
  content: z.record(z.string(), z.unknown()),
  origin,
})
export type RatingView = z.infer<typeof ratingView>

export const institutionDetail = z.object({
  uscc: z.string(),
  content: z.record(z.string(), z.unknown()),
  home: memberId,
  version: count,
  origin,
  versions: z.array(z.object({ version: count, content: z.record(z.string(), z.unknown()), origin })),
  engagements: z.array(engagementView),
  conduct: z.array(conductView),
  ratings: z.array(ratingView),
  composite: z.object({
    score: z.int().nullable(),
    notation: z.string(),
    class: z.string(),
    flags: z.array(z.string()),
    weights: z.array(z.object({ center: memberId, used: z.int(), weight: z.int() })),
    reference: z.int().nullable(),
    asOf: date,
  }),
  timeline: z.array(
    z.object({ date: z.string(), kind: z.string(), title: z.string(), author: memberId, recordId: hex, height: count, tone: z.enum(['good', 'bad', 'neutral']) }),
  ),
})
export type InstitutionDetail = z.infer<typeof institutionDetail>

export const institutionQuery = page.extend({
  /** Name, short or former name (any two characters), or the beginning of a USCC. */
  q: text(100).default(''),
  type: z.string().max(20).optional(),
  home: memberId.optional(),
  bizStatus: z.string().max(20).optional(),
  /** Class of the composite: A, B, C, D, M. */
  class: z.string().max(2).optional(),
  sort: z.enum(['name', 'score', 'recent']).default('recent'),
  descending: z.boolean().default(true),
})

export const institutionsContract = {
  search: base.input(institutionQuery).output(z.object({ total: count, items: z.array(institutionRow), tookMicros: count })),
  get: base.input(z.object({ uscc: text(18) })).output(institutionDetail),
  /** Duplicate and plausibility look-up while typing: what the ledger and the drafts know of this code or name. */
  similar: base
    .input(z.object({ uscc: text(40).default(''), name: text(100).default('') }))
    .output(z.object({ items: z.array(institutionRow), problems: z.array(problemSchema) })),
}
