import { z } from 'zod'
import { DELIVERABLE_KINDS, ENGAGEMENT_STATES, FEE_BANDS, INSTITUTION_TYPES, QUALITY_GRADES, SERVICE_KINDS } from '../enums.ts'
import { date, distinct, evidence, fen, hash, line, member, name, objectRef, staffId, uscc } from '../fields.ts'

export const deliverable = z.strictObject({ kind: z.enum(DELIVERABLE_KINDS), date, hash })

/** Content of `engagement.record`: one service of an institution for one client, in the market of the recording center. */
export const engagementSchema = z.strictObject({
  uscc,
  /** The center in whose market the business takes place: it alone records it. */
  center: member,
  role: z.enum(INSTITUTION_TYPES),
  clientUscc: uscc,
  clientName: name(2, 100),
  /** Company code of JR/T 0326-2024. */
  clientCode: line(1, 32).optional(),
  serviceKind: z.enum(SERVICE_KINDS),
  /** Not public: needs `consentRef`. */
  contractNo: line(1, 64).optional(),
  signedOn: date,
  dueOn: date.optional(),
  filingNo: line(1, 64).optional(),
  filedOn: date.optional(),
  feedbackRounds: z.int().min(0).max(99).optional(),
  firstPass: z.boolean().optional(),
  deliverables: z.array(deliverable).max(20).optional(),
  acceptedOn: date.optional(),
  terminatedOn: date.optional(),
  state: z.enum(ENGAGEMENT_STATES),
  financingAmountFen: fen.optional(),
  /** Not public: needs `consentRef`. */
  feeBand: z.enum(FEE_BANDS).optional(),
  /** The client is a specialised and innovative enterprise (专精特新). */
  isSRDI: z.boolean().optional(),
  qualityGrade: z.enum(QUALITY_GRADES).optional(),
  /** Hash of the working paper behind `qualityGrade`. */
  reviewRef: hash.optional(),
  /** Mean score 0..1000 over the responses of clients. Scored only with evidence E5. */
  satisfaction: z.strictObject({ score: z.int().min(0).max(1000), responses: z.int().min(0).max(100_000) }).optional(),
  /** Staff of the center who took part: they may not rate this institution. */
  participants: z.array(staffId).max(10).refine(distinct((id: string) => id), { error: 'FIELD_REPEATED' }).optional(),
  /** Hash of the client's and the institution's consent to the fields that are not public. */
  consentRef: hash.optional(),
  evidence: z.array(evidence).max(20).optional(),
  /** The version that this one takes the place of. */
  replaces: objectRef.optional(),
})
export type EngagementContent = z.infer<typeof engagementSchema>
