import { toHex } from '../../kit/bytes.ts'
import type { Execution } from '../../ledger/state/executor.ts'
import type { Moment } from '../plan.ts'
import { isPlan } from '../plan.ts'
import { originOf, put } from '../rule.ts'
import type { RuleContext } from '../rule.ts'
import { KEY } from '../state/keys.ts'
import { readProposal } from '../state/read.ts'
import type { ProposalView, VoteView } from '../state/views.ts'
import { planMatter } from './matter.ts'
import { tally } from './rules.ts'
import type { Tally } from './rules.ts'
import type { ProposalContent, VoteContent, WithdrawContent } from './schema.ts'

export const momentOf = ({ today, execution }: Pick<RuleContext, 'today' | 'execution'>): Moment => ({
  today, time: execution.time, height: execution.height, index: execution.index, recordId: toHex(execution.recordId),
})

/** Putting a matter forward is no vote for it. */
export function applyPropose(content: ProposalContent, staffId: string, context: RuleContext): Execution {
  const id = toHex(context.execution.recordId)
  const view: ProposalView = { id, proposer: context.author, staffId, content, status: 'OPEN', votes: {}, origin: originOf(context, []) }
  return { changes: [put(KEY.proposal(id), view)] }
}

/**
 * The vote that carries a matter carries it out, in the same record. A matter that cannot be carried out any more has failed,
 * with the reason; the vote stands all the same.
 */
export function applyVote({ proposal, choice }: VoteContent, staffId: string, context: RuleContext): Execution {
  const { state, author } = context
  const moment = momentOf(context)
  const before = readProposal(state, proposal)!
  const vote: VoteView = { choice, staffId, recordId: moment.recordId, height: moment.height, time: moment.time }
  const view: ProposalView = { ...before, votes: { ...before.votes, [author]: vote } }
  const counted = tally(view, state)
  if (counted.result === 'OPEN') return { changes: [put(KEY.proposal(proposal), view)] }
  if (counted.result === 'LOST') return { changes: [put(KEY.proposal(proposal), closed(view, 'REJECTED', counted, moment))] }
  const plan = planMatter(view.content, state, moment)
  if (!isPlan(plan)) return { changes: [put(KEY.proposal(proposal), { ...closed(view, 'FAILED', counted, moment), failure: plan })] }
  return { changes: [put(KEY.proposal(proposal), closed(view, 'PASSED', counted, moment)), ...plan.changes], effects: plan.effects }
}

export function applyProposalWithdraw({ proposal }: WithdrawContent, context: RuleContext): Execution {
  const view = readProposal(context.state, proposal)!
  return { changes: [put(KEY.proposal(proposal), closed(view, 'WITHDRAWN', tally(view, context.state), momentOf(context)))] }
}

const closed = (view: ProposalView, status: ProposalView['status'], { inFavour, against, needed, base }: Tally, { recordId, height, time }: Moment): ProposalView => ({
  ...view, status, decided: { recordId, height, time, inFavour, against, needed, base },
})
