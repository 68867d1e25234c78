import { problem } from '../../kit/result.ts'
import type { Problem } from '../../kit/result.ts'
import type { StaffRole } from '../enums.ts'

/** Roles in a center: clerk, reviewer, approver, rating analyst, committee member; system and security administrator, auditor. */
export const BUSINESS_ROLES: readonly StaffRole[] = ['CL', 'RV', 'AP', 'AN', 'CM']
/** Separate administration (三员分立): each excludes the other two and every business role. */
export const SEPARATE_ROLES: readonly StaffRole[] = ['AD', 'SE', 'AU']

/** Why a set of roles cannot belong to one person (STAFF_ROLES_EXCLUSIVE), or null. */
export function roleConflict(roles: readonly StaffRole[]): Problem | null {
  const separate = roles.filter((role) => SEPARATE_ROLES.includes(role))
  return separate.length > 0 && roles.length > 1 ? problem('STAFF_ROLES_EXCLUSIVE', { role: separate[0]!, roles: roles.join(' ') }) : null
}
