import { problem } from '../../kit/result.ts'
import type { Problem } from '../../kit/result.ts'
import type { StateReader } from '../../ledger/state/executor.ts'
import type { StaffPerson } from '../authority/why-not.ts'
import { soloRefusal } from '../authority/solo.ts'
import { firstError } from '../finding.ts'
import type { GovernanceMatter, ProposalStatus } from '../enums.ts'
import type { Methodology } from '../methodology/document.ts'
import { listProposals, readMember, readProposal } from '../state/read.ts'
import type { ProposalView } from '../state/views.ts'
import { checkVote, checkWithdraw } from './check.ts'
import { MATTER_RULES, tally } from './rules.ts'
import type { Tally } from './rules.ts'

/** A proposal as it stands on a day. */
export interface ProposalSummary {
  readonly view: ProposalView
  /** EXPIRED where it is open in the state and its last day is over. */
  readonly status: ProposalStatus
  /** As the votes count now; of a closed proposal the counts at its end are in `view.decided`. */
  readonly tally: Tally
}

/** An open proposal after its last day has expired; nothing has to be written for that. */
export const proposalStatus = ({ status, content }: ProposalView, today: string): ProposalStatus => (status === 'OPEN' && today > content.deadline ? 'EXPIRED' : status)

/** All proposals of a state, newest first. @param today day in Beijing: of the last block, or of the clock on a screen. */
export const proposals = (state: StateReader, today: string): readonly ProposalSummary[] =>
  listProposals(state)
    .map((view): ProposalSummary => ({ view, status: proposalStatus(view, today), tally: tally(view, state) }))
    .sort((a, b) => b.view.origin.index - a.view.origin.index)

/** The open proposals that wait for a member's vote, the most urgent first. */
export const awaitingVote = (state: StateReader, member: string, today: string): readonly ProposalSummary[] =>
  proposals(state, today)
    .filter(({ status, tally: { pending } }) => status === 'OPEN' && pending.includes(member))
    .sort((a, b) => (a.view.content.deadline < b.view.content.deadline ? -1 : a.view.content.deadline > b.view.content.deadline ? 1 : b.view.origin.index - a.view.origin.index))

/** Why a person may not put a matter forward (any matter, where none is named); null where they may. */
export function whyNotPropose(state: StateReader, person: StaffPerson, matter?: GovernanceMatter): Problem | null {
  const refused = soloRefusal('governance.propose', person.roles)
  if (refused) return refused
  const member = readMember(state, person.member)
  if (member?.status !== 'ACTIVE') return problem('MEMBER_NOT_ACTIVE', { member: person.member })
  const matters = matter === undefined ? (Object.keys(MATTER_RULES) as GovernanceMatter[]) : [matter]
  if (matters.some((one) => MATTER_RULES[one].proposers.includes(member.tier))) return null
  return matter === undefined ? problem('TIER_MAY_NOT_WRITE', { tier: member.tier }) : problem('GOVERNANCE_MAY_NOT_PROPOSE', { matter, tier: member.tier })
}

/** Why a person may not vote on a proposal, or take it back; null where they may. The rules are those of the network. */
export function whyNotGovern(action: 'vote' | 'withdraw', id: string, person: StaffPerson, world: { readonly state: StateReader; readonly today: string; readonly methodology: Methodology }): Problem | null {
  const refused = soloRefusal(`governance.${action}`, person.roles)
  if (refused) return refused
  if (!readProposal(world.state, id)) return problem('GOVERNANCE_UNKNOWN')
  const context = { ...world, author: person.member }
  return firstError(action === 'vote' ? checkVote({ proposal: id, choice: 'FOR' }, context) : checkWithdraw({ proposal: id, reason: '——' }, context))
}
