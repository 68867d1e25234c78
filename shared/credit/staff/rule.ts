import type { StateChange } from '../../ledger/state/executor.ts'
import { originOf, put } from '../rule.ts'
import type { RuleContext } from '../rule.ts'
import { KEY } from '../state/keys.ts'
import { readStaff } from '../state/read.ts'
import type { StaffView } from '../state/views.ts'
import { staffKeyId } from './check.ts'
import type { StaffGrantContent, StaffRevokeContent } from './schema.ts'

export function applyGrant(content: StaffGrantContent, context: RuleContext): readonly StateChange[] {
  const { author } = context
  const { staffId, roles, key, validFrom, validTo } = content
  const keyId = staffKeyId(key)
  const view: StaffView = { member: author, staffId, roles, key, keyId, validFrom, validTo, status: 'ACTIVE', origin: originOf(context, []) }
  return [put(KEY.staff(author, staffId), view), put(KEY.staffKey(keyId), { member: author, staffId })]
}

/** The person stays known, so that what was signed before can still be told; the key signs nothing more. */
export function applyRevoke(content: StaffRevokeContent, context: RuleContext): readonly StateChange[] {
  const staff = readStaff(context.state, context.author, content.staffId)!
  const view: StaffView = { ...staff, status: 'REVOKED', origin: originOf(context, []) }
  return [put(KEY.staff(context.author, content.staffId), view)]
}
