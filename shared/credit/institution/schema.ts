import { z } from 'zod'
import { BIZ_STATUSES, INSTITUTION_TYPES, LICENCES, MEMBERSHIP_CLASSES, MEMBERSHIP_STATUSES } from '../enums.ts'
import { center, date, distinct, evidence, fen, hash, line, lines, member, name, region, uscc, version } from '../fields.ts'

export const membership = z.strictObject({
  center: z.union([center, member]),
  class: z.enum(MEMBERSHIP_CLASSES),
  roles: z.array(z.enum(INSTITUTION_TYPES)).min(1).max(17),
  from: date,
  to: date.optional(),
  status: z.enum(MEMBERSHIP_STATUSES),
})
export type Membership = z.infer<typeof membership>

const shape = {
  uscc,
  /** For the few lawful codes whose check character is wrong: a reviewer accepts the code with a scan of the licence. */
  usccOverride: z.strictObject({ reason: lines(4, 300), evidence }).optional(),
  nameZh: name(2, 100),
  nameEn: name(2, 100).optional(),
  shortName: name(2, 100).optional(),
  formerNames: z.array(z.strictObject({ name: name(2, 100), until: date.optional() })).max(20).optional(),
  type: z.enum(INSTITUTION_TYPES),
  roles: z.array(z.enum(INSTITUTION_TYPES)).min(1).max(17).refine(distinct((role: string) => role), { error: 'FIELD_REPEATED' }),
  /** Where it is registered, GB/T 2260. */
  regionCode: region,
  address: line(2, 200).optional(),
  /** The center the institution names as its home. The home that counts is the one that registered it (see the view). */
  homeCenter: center,
  establishedOn: date,
  practiceSince: date.optional(),
  /** Commitment (salted hash) to the person in charge: never the name. */
  legalRepresentative: hash.optional(),
  registeredCapitalFen: fen.optional(),
  /** The head office of a branch, which has a code of its own. */
  parentUscc: uscc.optional(),
  memberships: z.array(membership).max(60).optional(),
  bizStatus: z.enum(BIZ_STATUSES),
  /** Head-counts by licence, without persons. */
  licensedStaff: z
    .array(z.strictObject({ licence: z.enum(LICENCES), count: z.int().min(0).max(1_000_000) }))
    .max(LICENCES.length)
    .refine(distinct((entry: { licence: string }) => entry.licence), { error: 'FIELD_REPEATED' })
    .optional(),
  /** E8 proves licence, practice and head-counts; E6 head-counts. */
  evidence: z.array(evidence).max(20).optional(),
}

/** Content of `institution.register`. */
export const institutionSchema = z.strictObject(shape)
export type InstitutionContent = z.infer<typeof institutionSchema>

/** Content of `institution.update`: everything anew, and the version it was written on. */
export const institutionUpdateSchema = z.strictObject({ ...shape, baseVersion: version, reason: lines(2, 300) })
export type InstitutionUpdateContent = z.infer<typeof institutionUpdateSchema>
