import { authorMayWrite } from '../authority/jurisdiction.ts'
import type { CheckContext } from '../context.ts'
import { days } from '../dates.ts'
import { checkShape, error, warning } from '../finding.ts'
import type { Finding } from '../finding.ts'
import { isPlan, trialMoment } from '../plan.ts'
import { personalFindings } from '../personal.ts'
import { readMember, readProposal } from '../state/read.ts'
import type { ProposalView } from '../state/views.ts'
import { planMatter } from './matter.ts'
import { hasVote, MATTER_RULES, thresholdOf } from './rules.ts'
import { DETAILS, proposalSchema, voteSchema, withdrawSchema } from './schema.ts'
import type { ProposalContent } from './schema.ts'

/** What is wrong with the content of a `governance.propose`. */
export function checkPropose(content: unknown, context: CheckContext): readonly Finding[] {
  const { value, findings } = checkShape(proposalSchema, content)
  if (!value) return findings
  const details = checkShape(DETAILS[value.matter], value.details).findings.map((finding) => ({ ...finding, path: finding.path === '' ? 'details' : `details.${finding.path}` }))
  const text = (name: string): string | undefined => (typeof value.details[name] === 'string' ? value.details[name] : undefined)
  return [
    ...details,
    ...personalFindings({ reason: value.reason, 'details.nameZh': text('nameZh'), 'details.nameEn': text('nameEn') }),
    ...deadlineFindings(value, context),
    ...authorMayWrite(context),
    ...proposerFindings(value, context),
    ...(details.length > 0 ? [] : feasibility(value, context)),
  ]
}

function deadlineFindings({ matter, deadline }: ProposalContent, { today }: CheckContext): readonly Finding[] {
  const { minDays, maxDays } = MATTER_RULES[matter]
  const open = days(today, deadline)
  return open < minDays || open > maxDays ? [error('deadline', 'GOVERNANCE_DEADLINE', { min: minDays, max: maxDays })] : []
}

function proposerFindings({ matter }: ProposalContent, { author, state }: CheckContext): readonly Finding[] {
  const member = state && author !== undefined ? readMember(state, author) : null
  return member && !MATTER_RULES[matter].proposers.includes(member.tier) ? [error('matter', 'GOVERNANCE_MAY_NOT_PROPOSE', { matter, tier: member.tier })] : []
}

/** What could not be carried out today is not put forward. How many voters there will be may change until then. */
function feasibility(content: ProposalContent, context: CheckContext): readonly Finding[] {
  if (!context.state) return []
  const plan = planMatter(content, context.state, trialMoment(context))
  if (isPlan(plan)) return []
  return [plan.code === 'MEMBERSHIP_VOTERS' ? warning('details', plan.code, plan.params) : error('details', plan.code, plan.params)]
}

/** What is wrong with the content of a `governance.vote`. */
export function checkVote(content: unknown, context: CheckContext): readonly Finding[] {
  const { value, findings } = checkShape(voteSchema, content)
  if (!value) return findings
  return [...activeFindings(context), ...ofProposal(value.proposal, context, (proposal) => voteFindings(proposal, context))]
}

function voteFindings(proposal: ProposalView, { author, state, today }: CheckContext): readonly Finding[] {
  const { matter, details, deadline } = proposal.content
  const { ownCase } = MATTER_RULES[matter]
  const threshold = thresholdOf(proposal.content)
  if (today > deadline) return [error('proposal', 'GOVERNANCE_LATE', { deadline })]
  const member = state && author !== undefined ? readMember(state, author) : null
  if (!member) return []
  if (!hasVote(member, threshold)) return [error('', 'GOVERNANCE_NO_VOTE', { threshold, member: member.id })]
  if (ownCase && details['member'] === member.id) return [error('', 'GOVERNANCE_OWN_CASE', { member: member.id })]
  return proposal.votes[member.id] ? [error('proposal', 'GOVERNANCE_ALREADY_VOTED', { member: member.id })] : []
}

/** What is wrong with the content of a `governance.withdraw`. */
export function checkWithdraw(content: unknown, context: CheckContext): readonly Finding[] {
  const { value, findings } = checkShape(withdrawSchema, content)
  if (!value) return findings
  return [
    ...activeFindings(context),
    ...personalFindings({ reason: value.reason }),
    ...ofProposal(value.proposal, context, ({ proposer }) => (context.author === undefined || proposer === context.author ? [] : [error('proposal', 'GOVERNANCE_NOT_PROPOSER', { proposer })])),
  ]
}

function ofProposal(id: string, { state }: CheckContext, more: (proposal: ProposalView) => readonly Finding[]): readonly Finding[] {
  if (!state) return []
  const proposal = readProposal(state, id)
  if (!proposal) return [error('proposal', 'GOVERNANCE_UNKNOWN')]
  return proposal.status === 'OPEN' ? more(proposal) : [error('proposal', 'GOVERNANCE_CLOSED', { proposalStatus: proposal.status })]
}

function activeFindings({ author, state }: CheckContext): readonly Finding[] {
  if (author === undefined || !state) return []
  return readMember(state, author)?.status === 'ACTIVE' ? [] : [error('', 'MEMBER_NOT_ACTIVE', { member: author })]
}
