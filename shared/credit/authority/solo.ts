import { toHex } from '../../kit/bytes.ts'
import { err, ok, problem } from '../../kit/result.ts'
import type { Problem, Result } from '../../kit/result.ts'
import type { StateReader } from '../../ledger/state/executor.ts'
import type { RecordPayload } from '../../ledger/types.ts'
import type { StaffRole } from '../enums.ts'
import type { SoloKind } from '../kinds.ts'
import { readMember, staffByKey } from '../state/read.ts'

/** Who may sign a kind that one signature makes. */
export interface SoloRule {
  /** The member's root key. */
  readonly root: boolean
  /** People with one of these roles; `ANY`: whoever holds an active key of the member. */
  readonly roles: readonly StaffRole[] | 'ANY'
}

const RESPONSIBLE: SoloRule = { root: true, roles: ['AP'] }
const APPROVER: SoloRule = { root: false, roles: ['AP'] }
const ROOT: SoloRule = { root: true, roles: [] }

export const SOLO_RULES: { readonly [K in SoloKind]: SoloRule } = {
  'staff.grant': ROOT,
  'staff.revoke': ROOT,
  'member.ready': RESPONSIBLE,
  'member.rotate': RESPONSIBLE,
  // Which of its computers a member connects with is a matter of administration.
  'member.peers': { root: true, roles: ['AP', 'AD'] },
  'member.standby': RESPONSIBLE,
  'member.leave': RESPONSIBLE,
  'governance.propose': APPROVER,
  'governance.vote': APPROVER,
  'governance.withdraw': APPROVER,
  'evidence.submit': { root: true, roles: 'ANY' },
}

/** Why a person with these roles may not sign such a record; null where they may. */
export function soloRefusal(kind: SoloKind, roles: readonly StaffRole[]): Problem | null {
  const { roles: wanted } = SOLO_RULES[kind]
  if (wanted === 'ANY' || wanted.some((role) => roles.includes(role))) return null
  return wanted.length === 0 ? problem('STAFF_NEEDS_ROOT_KEY', { kind }) : problem('ROLE_NEEDED', { role: wanted.join(' '), kind })
}

/**
 * The person who signed a record of such a kind, `null` for the member's root key; or why this key may not: SIGNER_UNKNOWN,
 * SIGNER_REVOKED, SIGNER_EXPIRED (by the day of the block), ROLE_NEEDED, ROOT_KEY_NOT_HERE, STAFF_NEEDS_ROOT_KEY.
 */
export function soloSigner(kind: SoloKind, { a, d }: Pick<RecordPayload, 'a' | 'd'>, state: StateReader, today: string): Result<string | null> {
  const { root, roles } = SOLO_RULES[kind]
  const keyId = toHex(d)
  if (readMember(state, a)?.idKeyId === keyId) return root ? ok(null) : err(problem('ROOT_KEY_NOT_HERE', { kind }))
  if (roles.length === 0) return err(problem('STAFF_NEEDS_ROOT_KEY', { kind }))
  const staff = staffByKey(state, keyId)
  if (!staff || staff.member !== a) return err(problem('SIGNER_UNKNOWN', { kind }))
  // Who reports a double vote needs no authority: the votes speak for themselves.
  if (roles === 'ANY') return ok(staff.staffId)
  if (staff.status !== 'ACTIVE') return err(problem('SIGNER_REVOKED', { staff: staff.staffId }))
  if (today < staff.validFrom || today > staff.validTo) return err(problem('SIGNER_EXPIRED', { staff: staff.staffId, until: staff.validTo }))
  const refused = soloRefusal(kind, staff.roles)
  return refused ? err(refused) : ok(staff.staffId)
}
