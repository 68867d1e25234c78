import { z } from 'zod'
import { EVIDENCE_TYPES, MITIGATIONS, RECORD_STATUSES, SUBJECT_KINDS, VETO_GROUNDS } from '../enums.ts'
import { date } from '../fields.ts'

/** What a score is computed from. The same form is read from test vectors, so it is plain and forgiving about absences. */

const code = z.string().min(1).max(32)
const recordId = z.string().min(1).max(128)

export const scoreEventSchema = z.object({
  recordId,
  indicator: code,
  effectiveDate: date,
  status: z.union([z.enum(RECORD_STATUSES), z.string().max(32)]).optional(),
  caseId: z.string().max(128).optional(),
  subjectKind: z.enum(SUBJECT_KINDS).optional(),
  executionCompletedDate: date.optional(),
  measureFrom: date.optional(),
  measureTo: date.optional(),
  /** First day on which it no longer counts; computed from the retention class where absent. */
  expiresOn: date.optional(),
  /** Types of the evidence attached. Absent: taken as evidenced (a vector states what counts). */
  evidence: z.array(z.enum(EVIDENCE_TYPES)).optional(),
  vetoGrounds: z.array(z.enum(VETO_GROUNDS)).optional(),
  mitigation: z.array(z.enum(MITIGATIONS)).optional(),
})
export type ScoreEvent = z.infer<typeof scoreEventSchema>

/** A state in force at the as-of date: its indicator alone, or with the record behind it. */
export const activeStateSchema = z.union([
  code,
  z.object({ indicator: code, recordId: recordId.optional(), evidence: z.array(z.enum(EVIDENCE_TYPES)).optional(), vetoGrounds: z.array(z.enum(VETO_GROUNDS)).optional() }),
])
export type ActiveState = z.infer<typeof activeStateSchema>

export const scoreInputSchema = z.object({
  asOf: date,
  institutionType: code,
  events: z.array(scoreEventSchema).max(100_000).default([]),
  activeStates: z.array(activeStateSchema).max(10_000).default([]),
  metrics: z.record(z.string(), z.int()).default({}),
  /** Metrics that have a value but no evidence of the kind their indicator asks for: shown, not scored. */
  unevidencedMetrics: z.array(z.string()).optional(),
  /** Derived elsewhere; joined with what follows from events and states. */
  caps: z.array(code).optional(),
  vetoes: z.array(code).optional(),
  /** Committee's adjustment, points. */
  committeeAdjustment: z.union([z.int(), z.object({ points: z.int() })]).optional(),
  /** A withdrawn rating has no score. */
  withdrawn: z.boolean().optional(),
})
export type ScoreInput = z.infer<typeof scoreInputSchema>
export type ScoreRequest = z.input<typeof scoreInputSchema>
