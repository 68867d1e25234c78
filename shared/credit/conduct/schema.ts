import { z } from 'zod'
import {
  AUTHORITY_LEVELS, CONDUCT_CATEGORIES, CONDUCT_SOURCES, MEDIA_CHECK_OUTCOMES, MITIGATIONS, POLARITIES, RETENTION_CLASSES, SUBJECT_KINDS, VETO_GROUNDS,
} from '../enums.ts'
import { date, distinct, evidence, fen, line, lines, member, objectRef, staffId, uscc } from '../fields.ts'

/** Content of `conduct.record`: one fact about the conduct of an institution. Maps onto `integrity_archives` of JR/T 0315-2024. */
export const conductSchema = z.strictObject({
  uscc,
  subjectKind: z.enum(SUBJECT_KINDS),
  /** The branch, where the subject is one. */
  branchUscc: uscc.optional(),
  polarity: z.enum(POLARITIES),
  category: z.enum(CONDUCT_CATEGORIES),
  /** An EVENT or STATE indicator of the adopted methodology. */
  indicatorCode: z.string().min(1).max(16),
  title: line(2, 100),
  facts: lines(2, 4000),
  authorityName: line(2, 100),
  authorityLevel: z.enum(AUTHORITY_LEVELS),
  /** The center that decided (A4) or handles (A6) it: it alone records it. Absent for other authorities. */
  issuingCenter: member.optional(),
  documentNo: line(1, 100).optional(),
  legalBasis: lines(1, 1000),
  result: lines(1, 1000),
  amountFen: fen.optional(),
  decidedOn: date,
  effectiveDate: date,
  executionCompletedDate: date.optional(),
  measureFrom: date.optional(),
  /** First day on which the measure (or, for a state, the listing) is over. */
  measureTo: date.optional(),
  retentionClass: z.enum(RETENTION_CLASSES),
  /** Groups several measures of one case: only the heaviest is scored. */
  caseId: line(1, 64).optional(),
  relatedEngagement: objectRef.optional(),
  source: z.enum(CONDUCT_SOURCES),
  /** Needed where the source is the media: when and how the subject answered. */
  mediaCheck: z.strictObject({ on: date, outcome: z.enum(MEDIA_CHECK_OUTCOMES) }).optional(),
  /** What the finding rests on: decides which vetoes follow. */
  vetoGrounds: z.array(z.enum(VETO_GROUNDS)).max(VETO_GROUNDS.length).refine(distinct((ground: string) => ground), { error: 'FIELD_REPEATED' }).optional(),
  mitigation: z.array(z.enum(MITIGATIONS)).max(MITIGATIONS.length).refine(distinct((type: string) => type), { error: 'FIELD_REPEATED' }).optional(),
  subjectStatement: lines(1, 2000).optional(),
  /** Staff of the center who handled a complaint: they may not rate this institution. */
  participants: z.array(staffId).max(10).refine(distinct((id: string) => id), { error: 'FIELD_REPEATED' }).optional(),
  /** Without evidence of a type that the indicator asks for the record stands but is not scored. */
  evidence: z.array(evidence).max(20).optional(),
  replaces: objectRef.optional(),
})
export type ConductContent = z.infer<typeof conductSchema>
