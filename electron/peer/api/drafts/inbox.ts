import { whyNot } from '../../../../shared/credit/authority/why-not.ts'
import { awaitingVote } from '../../../../shared/credit/governance/list.ts'
import type { Overview } from '../../../../shared/contract/overview.ts'
import type { ApiDeps } from '../deps.ts'
import { personOf, today } from '../ledger-facts.ts'
import { whyNotSign } from '../membership/sign.ts'
import type { Session } from '../sessions.ts'
import type { Draft } from '../../store/workbench/types.ts'
import { EDITABLE, UNDER_WAY } from './flow.ts'
import { caseOf } from './permissions.ts'

/** Drafts under way that are looked at; beyond that the count is a lower bound. */
const SCAN = 5_000

/** Drafts in which the signed-in person is the one to act: their own unfinished ones and the steps that are theirs. */
export function waitingFor(deps: ApiDeps, session: Session): readonly Draft[] {
  const { drafts } = deps.workbench
  const own = drafts.list({ states: [...EDITABLE], creator: session.staffId, limit: SCAN }).items
  const step = stepFor(deps, session)
  const others = drafts.list({ states: UNDER_WAY, limit: SCAN }).items.filter((draft) => step(draft) !== null)
  return [...others, ...own].sort((a, b) => b.updatedAt - a.updatedAt)
}

type Waiting = 'review' | 'vote' | 'approve'

/** Tells the step of a draft that waits for this person; null where it waits for somebody else. Who they are is looked up once. */
function stepFor(deps: ApiDeps, session: Session): (draft: Draft) => Waiting | null {
  const person = personOf(deps, session)
  return (draft) => {
    if (!person.ok) return null
    // Findings are looked at when somebody opens the draft: a list of thousands doesn't check each content anew.
    const { due, facts } = caseOf(deps, draft, 0)
    const step = due?.step
    if (step !== 'review' && step !== 'vote' && step !== 'approve') return null
    return whyNot(step, person.value, facts) === null ? step : null
  }
}

/** What waits for the person, by kind of work. */
export function todoOf(deps: ApiDeps, session: Session): NonNullable<Overview['todo']> {
  const { drafts } = deps.workbench
  const todo = {
    drafts: drafts.list({ states: ['draft'], creator: session.staffId, limit: 1 }).total,
    returned: drafts.list({ states: ['returned'], creator: session.staffId, limit: 1 }).total,
    toReview: 0,
    toVote: 0,
    toApprove: 0,
    toDecide: whyNotSign(deps, session, 'governance.vote') ? 0 : awaitingVote(deps.node.chain.state, deps.network.me, today(deps)).length,
  }
  const stepOf = stepFor(deps, session)
  for (const draft of drafts.list({ states: UNDER_WAY, limit: SCAN }).items) {
    const step = stepOf(draft)
    if (step === 'review') todo.toReview += 1
    if (step === 'vote') todo.toVote += 1
    if (step === 'approve') todo.toApprove += 1
  }
  return todo
}
