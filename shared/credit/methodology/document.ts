import { z } from 'zod'
import { CodedError } from '../../kit/result.ts'
import { AUTHORITY_LEVELS, EVIDENCE_TYPES, MITIGATIONS, RETENTION_CLASSES } from '../enums.ts'
import { hashValue } from '../codec.ts'

/** Schema of a methodology document (`zhengxinlian.methodology/1`): everything the engine reads; prose may stand beside it. */

const code = z.string().min(1).max(16)
const points = z.int().min(-1000).max(1000)
const nameOf = z.object({ 'zh-CN': z.string().min(1), en: z.string().min(1) })
const permille = z.int().min(0).max(10_000)
const monthCount = z.int().min(0).max(1200)
const tierSchema = z.object({ min: z.int(), points })

const indicatorSchema = z.object({
  code,
  dimension: code,
  kind: z.enum(['EVENT', 'STATE', 'METRIC']),
  points,
  name: nameOf,
  evidence: z.array(z.enum(EVIDENCE_TYPES)),
  decay: code,
  retention: z.enum(RETENTION_CLASSES),
  appliesTo: z.array(z.string()).min(1),
  /** Limit of the sum of this indicator's points, with their sign. */
  cap: points.optional(),
  metric: z.string().optional(),
  requires: z.object({ metric: z.string(), min: z.int() }).optional(),
  tiers: z.array(tierSchema).optional(),
  setsCap: code.optional(),
  setsCapWhileActive: code.optional(),
  setsVeto: z.array(code).optional(),
  watch: z.boolean().optional(),
})
export type Indicator = z.infer<typeof indicatorSchema>

const documentSchema = z.object({
  schema: z.literal('zhengxinlian.methodology/1'),
  id: z.string().min(1).max(32),
  version: z.string().min(1).max(32),
  name: nameOf,
  provenance: nameOf,
  institutionTypes: z.array(z.object({ code, name: nameOf })),
  scale: z.object({ min: z.literal(0), max: z.int().min(1).max(10_000), base: z.int().min(0) }),
  dimensions: z.array(z.object({ code, name: nameOf, maxPlus: z.int().min(0), maxMinus: z.int().min(0) })).min(1).max(16),
  indicators: z.array(indicatorSchema).min(1).max(500),
  evidenceTypes: z.array(z.object({ code: z.enum(EVIDENCE_TYPES), name: nameOf })),
  authorityLevels: z.array(z.object({ code: z.enum(AUTHORITY_LEVELS), name: nameOf, recordedBy: z.enum(['ANY_CENTER', 'ISSUING_CENTER_ONLY', 'HANDLING_CENTER_ONLY']), scope: z.enum(['NETWORK', 'CENTER']) })),
  decayProfiles: z.array(z.object({ code, steps: z.array(z.object({ fromMonth: monthCount, toMonth: monthCount, permille })) })),
  retentionClasses: z.array(z.object({ code: z.enum(RETENTION_CLASSES), months: monthCount.nullable(), clockStart: z.string().nullable() })),
  aggregation: z.object({
    subjectPermille: z.object({ INSTITUTION: permille, BRANCH: permille, STAFF: permille }),
    recidivism: z.object({ windowMonths: monthCount, permille: z.array(permille).min(1) }),
    mitigation: z.object({ maxAddBack: z.int().min(0), maxShareOfCasePermille: permille, types: z.array(z.object({ code: z.enum(MITIGATIONS), addBack: z.int().min(0), name: nameOf })) }),
    committeeAdjustment: z.object({ max: z.int().min(0), needsApproverAbove: z.int().min(0) }),
  }),
  vetoes: z.array(z.object({ code, grade: code, name: nameOf, windowMonths: monthCount.nullable() })),
  caps: z.array(z.object({ code, maxGrade: code, name: nameOf, metric: z.string().optional(), below: z.int().optional() })),
  grades: z.array(z.object({ code, order: z.int(), minScore: z.int(), maxScore: z.int(), class: code, label: nameOf })).min(1),
  specialGrades: z.array(z.object({ code, name: nameOf, newcomer: z.object({ maxAcceptedEngagements: z.int().min(0), membershipBelowMonths: monthCount }).optional() })),
  modifiers: z.object({ appliesToGrades: z.array(code) }),
  classes: z.array(z.object({ code, name: nameOf, grades: z.array(code) })),
  outlooks: z.array(z.object({ code, name: nameOf })),
  reviewCycle: z.object({ annual: z.object({ validMonths: monthCount }), preNoticeWorkingDays: z.int().min(0) }),
  composite: z.object({
    authority: z.record(z.string(), z.union([z.int(), z.object({}), z.string()])),
    evidence: z.array(z.object({ min: z.int(), weight: z.int().min(0) })).min(1),
    recency: z.array(z.object({ maxAgeDays: z.int(), weight: z.int().min(0) })).min(1),
    winsor: z.object({ minCount: z.int().min(1), band: z.int().min(0) }),
    divergence: z.object({ spread: z.int() }),
    reference: z.object({ gap: z.int() }),
  }),
})
export type MethodologyDocument = z.infer<typeof documentSchema>

export type Grade = MethodologyDocument['grades'][number]

/** A checked document with its hash and its look-ups. */
export interface Methodology {
  readonly id: string
  readonly version: string
  /** sha256 of the canonical dag-cbor of the whole document, hex: what a network adopts. */
  readonly hash: string
  readonly document: MethodologyDocument
  readonly indicators: ReadonlyMap<string, Indicator>
  /** Best grade first. */
  readonly grades: readonly Grade[]
  readonly authority: ReadonlyMap<string, number>
}

/**
 * Checks a methodology document and builds its look-ups. The hash covers the document as given, prose included.
 * Throws CodedError METHODOLOGY_INVALID {field, reason} where the engine could not work by it.
 */
export function parseMethodology(source: unknown): Methodology {
  const parsed = documentSchema.safeParse(source)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return refuse(issue ? issue.path.map(String).join('.') : '', issue?.message ?? '')
  }
  const document = parsed.data
  const indicators = byCode('indicators', document.indicators)
  const grades = [...document.grades].sort((a, b) => a.order - b.order)
  checkReferences(document, grades)
  const authority = new Map(Object.entries(document.composite.authority).filter((entry): entry is [string, number] => typeof entry[1] === 'number'))
  return { id: document.id, version: document.version, hash: hashValue(source), document, indicators, grades, authority }
}

function refuse(field: string, reason: string): never {
  throw new CodedError('METHODOLOGY_INVALID', { field, reason })
}

function byCode<T extends { readonly code: string }>(field: string, items: readonly T[]): ReadonlyMap<string, T> {
  const map = new Map(items.map((item) => [item.code, item]))
  if (map.size !== items.length) refuse(field, 'a code stands twice')
  return map
}

function checkReferences(document: MethodologyDocument, grades: readonly Grade[]): void {
  const dimensions = byCode('dimensions', document.dimensions)
  const caps = byCode('caps', document.caps)
  const vetoes = byCode('vetoes', document.vetoes)
  const decays = byCode('decayProfiles', document.decayProfiles)
  const gradeCodes = byCode('grades', document.grades)
  for (const indicator of document.indicators) {
    const field = `indicators.${indicator.code}`
    if (!dimensions.has(indicator.dimension)) refuse(field, 'unknown dimension')
    if (!decays.has(indicator.decay)) refuse(field, 'unknown decay profile')
    if (indicator.kind === 'METRIC' && (indicator.metric === undefined || !indicator.tiers?.length)) refuse(field, 'a metric without tiers')
    for (const cap of [indicator.setsCap, indicator.setsCapWhileActive]) if (cap !== undefined && !caps.has(cap)) refuse(field, 'unknown cap')
    for (const veto of indicator.setsVeto ?? []) if (!vetoes.has(veto)) refuse(field, 'unknown veto')
  }
  for (const cap of document.caps) if (!gradeCodes.has(cap.maxGrade)) refuse(`caps.${cap.code}`, 'unknown grade')
  for (const veto of document.vetoes) if (!gradeCodes.has(veto.grade)) refuse(`vetoes.${veto.code}`, 'unknown grade')
  let next = document.scale.max
  for (const grade of grades) {
    if (grade.maxScore !== next || grade.minScore > grade.maxScore) refuse(`grades.${grade.code}`, 'the grades do not cover the scale without gap or overlap')
    next = grade.minScore - 1
  }
  if (next !== document.scale.min - 1) refuse('grades', 'the grades do not cover the scale without gap or overlap')
}

