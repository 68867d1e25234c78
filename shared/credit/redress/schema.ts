import { z } from 'zod'
import { APPLICANTS, OBJECTION_OUTCOMES, OBJECTION_REASONS, REPAIR_BASES } from '../enums.ts'
import { date, evidence, hash, lines, uscc } from '../fields.ts'

const proof = z.array(evidence).min(1).max(20)

/** Content of `objection.file`: somebody holds that a record is wrong. The institution itself files through a center. */
export const objectionFileSchema = z.strictObject({
  uscc,
  /** Record id of the engagement, conduct or rating that is disputed. */
  record: hash,
  applicant: z.enum(APPLICANTS),
  /** Day on which the center received it. */
  receivedOn: date,
  reasonCode: z.enum(OBJECTION_REASONS),
  facts: lines(4, 2000),
  evidence: z.array(evidence).max(20).optional(),
})
export type ObjectionFileContent = z.infer<typeof objectionFileSchema>

/** Content of `objection.decide`: the answer of the center that wrote the record. */
export const objectionDecideSchema = z.strictObject({
  uscc,
  record: hash,
  /** Record id of the `objection.file`. */
  objection: hash,
  outcome: z.enum(OBJECTION_OUTCOMES),
  opinion: lines(4, 2000),
  evidence: z.array(evidence).max(20).optional(),
})
export type ObjectionDecideContent = z.infer<typeof objectionDecideSchema>

/** Content of `repair.grant`: the center that wrote a negative record finds the conditions of repair fulfilled. */
export const repairGrantSchema = z.strictObject({
  uscc,
  record: hash,
  basis: z.enum(REPAIR_BASES),
  /** Day on which the duty was performed in full, or the decision that repairs was made. */
  completedOn: date,
  /** Hash of the public undertaking of the institution. */
  undertaking: hash.optional(),
  result: lines(4, 1000),
  evidence: proof,
})
export type RepairGrantContent = z.infer<typeof repairGrantSchema>

/** Content of `record.withdraw`: a center takes back a record of its own that should not stand. */
export const recordWithdrawSchema = z.strictObject({ uscc, record: hash, reason: lines(4, 1000), evidence: proof })
export type RecordWithdrawContent = z.infer<typeof recordWithdrawSchema>
