import { CodedError } from '../kit/result.ts'
import { checkConduct } from './conduct/check.ts'
import { compact, encodeValue } from './codec.ts'
import { checkEngagement } from './engagement/check.ts'
import { error } from './finding.ts'
import type { Finding } from './finding.ts'
import { checkRegister, checkUpdate } from './institution/check.ts'
import type { RecordKind } from './kinds.ts'
import { checkRating } from './rating/check.ts'
import type { CheckContext } from './context.ts'
import { checkEvidenceSubmit } from './evidence/rule.ts'
import { checkPropose, checkVote, checkWithdraw } from './governance/check.ts'
import { checkMember } from './member/check.ts'
import { checkObjectionDecide, checkObjectionFile, checkRecordWithdraw, checkRepairGrant } from './redress/check.ts'
import { checkGrant, checkRevoke } from './staff/check.ts'

export type ContentCheckContext = CheckContext

/** Bytes of an encoded content: a record has 16 KiB for content, steps and envelope together. */
export const MAX_CONTENT_BYTES = 13_824

const CHECKS: { readonly [K in RecordKind]: (content: unknown, context: ContentCheckContext) => readonly Finding[] } = {
  'institution.register': checkRegister,
  'institution.update': checkUpdate,
  'engagement.record': checkEngagement,
  'conduct.record': checkConduct,
  'rating.publish': checkRating,
  'objection.file': checkObjectionFile,
  'objection.decide': checkObjectionDecide,
  'repair.grant': checkRepairGrant,
  'record.withdraw': checkRecordWithdraw,
  'staff.grant': checkGrant,
  'staff.revoke': checkRevoke,
  'member.ready': checkMember('member.ready'),
  'member.rotate': checkMember('member.rotate'),
  'member.peers': checkMember('member.peers'),
  'member.standby': checkMember('member.standby'),
  'member.leave': checkMember('member.leave'),
  'governance.propose': checkPropose,
  'governance.vote': checkVote,
  'governance.withdraw': checkWithdraw,
  'evidence.submit': checkEvidenceSubmit,
}

/**
 * Everything wrong with a content, as far as the context knows the world: the same function while typing (with little
 * context) and on the network (with all of it). A record with an error is void there; warnings never make it void.
 *
 * @param content of any shape; properties that are `undefined` count as absent.
 */
export function checkContent(kind: RecordKind, content: unknown, context: ContentCheckContext): readonly Finding[] {
  const value = compact(content)
  return [...CHECKS[kind](value, context), ...sizeFindings(value)]
}

function sizeFindings(value: unknown): readonly Finding[] {
  try {
    const { length } = encodeValue(value)
    return length > MAX_CONTENT_BYTES ? [error('', 'CONTENT_TOO_LARGE', { bytes: length, limit: MAX_CONTENT_BYTES })] : []
  } catch (cause) {
    return [error('', cause instanceof CodedError ? cause.code : 'CONTENT_MALFORMED')]
  }
}
