import type { CheckContext } from '../context.ts'
import { checkShape, error } from '../finding.ts'
import type { Finding } from '../finding.ts'
import type { MemberKind } from '../kinds.ts'
import { personalFindings } from '../personal.ts'
import { isPlan, trialMoment } from '../plan.ts'
import { memberPeersSchema, memberReadySchema, memberReasonSchema, memberRotateSchema } from './schema.ts'
import { planMember } from './turn.ts'
import type { MemberAct } from './turn.ts'

export const MEMBER_SCHEMAS = {
  'member.ready': memberReadySchema, 'member.rotate': memberRotateSchema, 'member.peers': memberPeersSchema, 'member.standby': memberReasonSchema, 'member.leave': memberReasonSchema,
} as const

/** What is wrong with the content of a member's record about itself. */
export const checkMember = (kind: MemberKind) => (content: unknown, context: CheckContext): readonly Finding[] => {
  const { value, findings } = checkShape<MemberAct['content']>(MEMBER_SCHEMAS[kind], content)
  if (!value) return findings
  const personal = 'reason' in value ? personalFindings({ reason: value.reason }) : []
  const { state, author, net, time } = context
  if (!state || author === undefined || personal.length > 0) return personal
  const plan = planMember({ kind, content: value } as MemberAct, author, state, trialMoment(context), time === undefined ? undefined : net)
  return isPlan(plan) ? [] : [error('', plan.code, plan.params)]
}
