import { fromHex, toHex } from '../../kit/bytes.ts'
import { checkPublicKey, keyId } from '../../ledger/crypto/keys.ts'
import { roleConflict } from '../authority/roles.ts'
import type { CheckContext } from '../context.ts'
import { addMonths } from '../dates.ts'
import { checkShape, error } from '../finding.ts'
import type { Finding } from '../finding.ts'
import { readMember, readStaff, staffByKey } from '../state/read.ts'
import { staffGrantSchema, staffRevokeSchema } from './schema.ts'
import type { StaffGrantContent, StaffRevokeContent } from './schema.ts'

/** A staff credential lasts at most this long, in months (MLPS: keys change periodically). */
export const STAFF_VALID_MONTHS = 24

/** Device key id (hex) of a staff key (hex). */
export const staffKeyId = (key: string): string => toHex(keyId(fromHex(key)))

/** What is wrong with the content of a `staff.grant`. */
export function checkGrant(content: unknown, context: CheckContext): readonly Finding[] {
  const shape = checkShape(staffGrantSchema, content)
  if (!shape.value) return shape.findings
  const value = shape.value
  const findings: Finding[] = [...ownStaff(value, context)]
  const conflict = roleConflict(value.roles)
  if (conflict) findings.push(error('roles', conflict.code, conflict.params))
  if (!checkPublicKey(fromHex(value.key)).ok) findings.push(error('key', 'STAFF_KEY_INVALID'))
  if (value.validTo < value.validFrom) findings.push(error('validTo', 'DATE_ORDER', { before: 'validFrom', date: value.validFrom }))
  if (value.validTo > addMonths(value.validFrom, STAFF_VALID_MONTHS)) findings.push(error('validTo', 'STAFF_VALID_TOO_LONG', { months: STAFF_VALID_MONTHS }))
  return [...findings, ...grantStateFindings(value, context)]
}

/** What is wrong with the content of a `staff.revoke`. */
export function checkRevoke(content: unknown, context: CheckContext): readonly Finding[] {
  const shape = checkShape(staffRevokeSchema, content)
  if (!shape.value) return shape.findings
  const { value } = shape
  if (!context.state || context.author === undefined) return ownStaff(value, context)
  const staff = readStaff(context.state, context.author, value.staffId)
  if (!staff || staff.keyId !== value.keyId) return [...ownStaff(value, context), error('staffId', 'STAFF_UNKNOWN', { staff: value.staffId })]
  return staff.status === 'ACTIVE' ? ownStaff(value, context) : [error('staffId', 'STAFF_ALREADY_REVOKED', { staff: value.staffId })]
}

/** A person's pseudonym begins with the member's code, so nobody can name another member's people. */
function ownStaff({ staffId }: StaffGrantContent | StaffRevokeContent, { author }: CheckContext): readonly Finding[] {
  return author === undefined || staffId.startsWith(`${author}-`) ? [] : [error('staffId', 'STAFF_OTHER_MEMBER', { staff: staffId, author })]
}

function grantStateFindings({ staffId, key }: StaffGrantContent, { author, state }: CheckContext): readonly Finding[] {
  if (!state || author === undefined) return []
  const findings: Finding[] = []
  if (readMember(state, author)?.status !== 'ACTIVE') findings.push(error('', 'MEMBER_NOT_ACTIVE', { member: author }))
  // An active person is revoked first: one person has one key at a time.
  if (readStaff(state, author, staffId)?.status === 'ACTIVE') findings.push(error('staffId', 'STAFF_EXISTS', { staff: staffId }))
  const id = staffKeyId(key)
  if (staffByKey(state, id) || isRootKey(id, { author, state })) findings.push(error('key', 'STAFF_KEY_IN_USE'))
  return findings
}

const isRootKey = (id: string, { author, state }: Pick<Required<CheckContext>, 'author' | 'state'>): boolean => author !== undefined && state !== undefined && readMember(state, author)?.idKeyId === id
