import type { FoundStaff } from '../folder/types.ts'

/** People a center needs so that every step of every record can be taken by another person, and a committee of three can vote. */
const CENTER_STAFF: readonly (readonly [suffix: string, role: string, words: string])[] = [
  ['CL-01', 'CL', '经办一'],
  ['CL-02', 'CL', '经办二'],
  ['RV-01', 'RV', '复核一'],
  ['AP-01', 'AP', '审批一'],
  ['AN-01', 'AN', '评级分析员一'],
  ['CM-01', 'CM', '评级委员一'],
  ['CM-02', 'CM', '评级委员二'],
  ['CM-03', 'CM', '评级委员三'],
]
/** Separated administrators (MLPS level 3): none of them holds a business role. */
const ADMINISTRATORS: readonly (readonly [suffix: string, role: string, words: string])[] = [
  ['AD-01', 'AD', '系统管理员'],
  ['SE-01', 'SE', '安全管理员'],
  ['AU-01', 'AU', '审计员'],
]

/**
 * First staff accounts of a member. An operator doesn't record or rate, so it gets its administrators only. Display names are
 * functions, not persons: a center renames them on its own computer.
 */
export function firstStaff(memberId: string, tier: string): readonly FoundStaff[] {
  const list = tier === 'OPERATOR' ? ADMINISTRATORS : [...CENTER_STAFF, ...ADMINISTRATORS]
  return list.map(([suffix, role, displayName]) => ({ staffId: `${memberId}-${suffix}`, displayName, roles: [role] }))
}

/** The one account of a desktop that only follows: an auditor's, which reads. Its name is this computer's, so that several don't meet. */
export const readingStaff = (memberId: string, suffix: string): readonly FoundStaff[] => [
  { staffId: `${memberId}-AU-${suffix}`, displayName: '审计员', roles: ['AU'] },
]
