import type { ProposalRow } from '../../../../shared/contract/membership.ts'
import { proposals, whyNotGovern, type ProposalSummary } from '../../../../shared/credit/governance/list.ts'
import { readMember } from '../../../../shared/credit/state/read.ts'
import { fromHex } from '../../../../shared/kit/bytes.ts'
import type { Problem } from '../../../../shared/kit/result.ts'
import type { ApiDeps } from '../deps.ts'
import { methodology, personOf, today } from '../ledger-facts.ts'
import { plainProblem } from '../plain.ts'
import type { Session } from '../sessions.ts'

/** All proposals: open ones first, then the newest. */
export function proposalRows(deps: ApiDeps, session: Session | null): ProposalRow[] {
  const rows = proposals(deps.node.chain.state, today(deps)).map((summary) => proposalRow(deps, session, summary))
  return [...rows.filter(({ status }) => status === 'OPEN'), ...rows.filter(({ status }) => status !== 'OPEN')]
}

function proposalRow(deps: ApiDeps, session: Session | null, { view, status, tally }: ProposalSummary): ProposalRow {
  const { id, proposer, content, votes, origin, decided, failure } = view
  const { matter, details, reason, deadline } = content
  const about = typeof details['member'] === 'string' ? details['member'] : ''
  const member = readMember(deps.node.chain.state, about)
  const name = (key: 'nameZh' | 'nameEn'): string => member?.[key] ?? (typeof details[key] === 'string' ? details[key] : about)
  return {
    id,
    matter,
    member: about,
    nameZh: name('nameZh'),
    nameEn: name('nameEn'),
    details: { ...details },
    reason,
    proposer,
    proposedAt: origin.time,
    deadline,
    status,
    threshold: tally.threshold,
    base: decided?.base ?? tally.base,
    needed: decided?.needed ?? tally.needed,
    inFavour: decided?.inFavour ?? tally.inFavour,
    against: decided?.against ?? tally.against,
    abstained: tally.abstained,
    votes: Object.entries(votes).map(([voter, { choice, staffId, time }]) => ({ member: voter, choice, staffId, at: time })),
    pending: status === 'OPEN' ? [...tally.pending] : [],
    failure: failure ? plainProblem(failure) : null,
    permissions: (['vote', 'withdraw'] as const).map((action) => {
      const why = whyNot(deps, session, action, id)
      return { action, allowed: why === null, why: why && plainProblem(why) }
    }),
    record: deps.node.recordState(fromHex(id)),
  }
}

function whyNot(deps: ApiDeps, session: Session | null, action: 'vote' | 'withdraw', id: string): Problem | null {
  if (!session) return { code: 'SESSION_NEEDED' }
  const person = personOf(deps, session)
  return person.ok ? whyNotGovern(action, id, person.value, { state: deps.node.chain.state, today: today(deps), methodology: methodology(deps) }) : person.error
}
