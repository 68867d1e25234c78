import type { NeededStep } from '../../../../shared/credit/authority/step.ts'
import { dueStep, whyNot as creditWhyNot, type DraftFacts } from '../../../../shared/credit/authority/why-not.ts'
import type { VoteChoice } from '../../../../shared/credit/enums.ts'
import type { StepName } from '../../../../shared/credit/authority/step.ts'
import type { DraftKind } from '../../../../shared/credit/kinds.ts'
import { conflictedStaff } from '../../../../shared/credit/rating/check.ts'
import { MAX_RECORD_AHEAD_MS } from '../../../../shared/ledger/limits.ts'
import type { Permission } from '../../../../shared/contract/base.ts'
import { draftAction, type DraftAction } from '../../../../shared/contract/drafts.ts'
import { problem, type Problem } from '../../../../shared/kit/result.ts'
import { neededFor } from '../credit.ts'
import type { ApiDeps } from '../deps.ts'
import { authorOf, personOf } from '../ledger-facts.ts'
import { plainProblem } from '../plain.ts'
import type { Session } from '../sessions.ts'
import type { Draft } from '../../store/workbench/types.ts'

/** What a decision on a draft needs to know, gathered once. */
export interface DraftCase {
  readonly draft: Draft
  readonly needed: readonly NeededStep[]
  readonly due: NeededStep | null
  readonly facts: DraftFacts
}

/** `errors`: findings that keep the draft from being signed. */
export function caseOf(deps: ApiDeps, draft: Draft, errors: number): DraftCase {
  const needed = neededFor(deps, draft)
  const facts: DraftFacts = {
    kind: draft.kind as DraftKind,
    member: deps.network.me,
    state: draft.state as DraftFacts['state'],
    creator: draft.creator,
    needed,
    taken: draft.steps.map(({ step, staffId, choice }) => ({ step: step as StepName, staffId, choice: choice as VoteChoice | null })),
    conflicted: draft.kind === 'rating.publish' && draft.uscc ? conflictedStaff(deps.node.chain.state, draft.uscc, deps.network.me) : [],
    errors,
  }
  return { draft, needed, due: dueStep(facts), facts }
}

/** Actions by which nobody decides anything about somebody else's work. */
const UNSIGNED: ReadonlySet<DraftAction> = new Set(['save', 'withdraw', 'discard', 'restore'])
const SIGNING: ReadonlySet<DraftAction> = new Set(['submit', 'review', 'vote', 'approve'])

/**
 * Why the signed-in person may not do this now; null where it is open to them. The rules are the credit domain's; added are
 * those of this desktop: somebody is signed in, the ledger knows the key, and nothing is signed that the ledger would refuse.
 */
export function whyNot(deps: ApiDeps, found: DraftCase, session: Session | null, action: DraftAction): Problem | null {
  if (!session) return problem('SESSION_NEEDED')
  const person = UNSIGNED.has(action) ? authorOf(deps, session) : personOf(deps, session)
  if (!person.ok) return person.error
  if (action === 'save' && found.draft.kind === 'rating.publish') return problem('RATING_NOT_TYPED')
  const why = creditWhyNot(action, person.value, found.facts)
  if (why) return why
  const errors = found.facts.errors ?? 0
  if (!SIGNING.has(action)) return null
  return errors > 0 ? problem('DRAFT_HAS_ERRORS', { errors }) : whyNotNow(deps)
}

/**
 * Why nothing may be signed at what this computer takes for now: the network holds back what is signed too far ahead of its
 * clocks (`MAX_RECORD_AHEAD_MS`), and a signature that is as much too late states a wrong time for ever.
 */
export function whyNotNow(deps: ApiDeps): Problem | null {
  const offset = deps.node.clockOffset() ?? 0
  if (Math.abs(offset) <= MAX_RECORD_AHEAD_MS) return null
  return problem(offset < 0 ? 'SIGNING_CLOCK_AHEAD' : 'SIGNING_CLOCK_BEHIND', { minutes: Math.round(Math.abs(offset) / 60_000) })
}

/** Every action with its answer, for the screen. */
export function permissionsOf(deps: ApiDeps, found: DraftCase, session: Session | null): Permission[] {
  return draftAction.options.map((action) => {
    const why = whyNot(deps, found, session, action)
    return { action, allowed: why === null, why: why && plainProblem(why) }
  })
}
