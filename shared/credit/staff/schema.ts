import { z } from 'zod'
import { REVOKE_REASONS, SECOND_FACTORS, STAFF_ROLES } from '../enums.ts'
import { date, distinct, hash, staffId } from '../fields.ts'

/** Content of `staff.grant`: a person of the member (by a pseudonym), the roles and the key. Signed by the member's root key. */
export const staffGrantSchema = z.strictObject({
  staffId,
  roles: z.array(z.enum(STAFF_ROLES)).min(1).max(STAFF_ROLES.length).refine(distinct((role: string) => role), { error: 'FIELD_REPEATED' }),
  /** Ed25519 public key, hex. */
  key: hash,
  suite: z.literal(1),
  validFrom: date,
  /** Last day; at most two years after `validFrom`. */
  validTo: date,
  secondFactor: z.enum(SECOND_FACTORS),
})
export type StaffGrantContent = z.infer<typeof staffGrantSchema>

/** Content of `staff.revoke`: the key stops signing from this record on. */
export const staffRevokeSchema = z.strictObject({ staffId, keyId: hash, reason: z.enum(REVOKE_REASONS) })
export type StaffRevokeContent = z.infer<typeof staffRevokeSchema>
