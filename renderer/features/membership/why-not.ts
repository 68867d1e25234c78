import type { Permission } from '../../../shared/contract/base.ts'
import type { Problem } from '../../../shared/kit/result.ts'

/** Why an action is closed to the signed-in person; null where it is open. Nothing is open before the peer has said so. */
export function whyNot(permissions: readonly Permission[] | undefined, action: string): Problem | null {
  const found = permissions?.find((permission) => permission.action === action)
  if (found?.allowed) return null
  return found?.why ?? { code: 'SESSION_NEEDED' }
}

/** Reasons are read by the other members: a single word is none. */
export const whyNoReason = (reason: string): Problem | null => (reason.trim().length >= 4 ? null : { code: 'UI_REASON_MISSING' })
