import { toHex } from '../../../../shared/kit/bytes.ts'
import { CodedError, problem, type Problem } from '../../../../shared/kit/result.ts'
import type { StepName } from '../../../../shared/credit/authority/step.ts'
import type { VoteChoice } from '../../../../shared/credit/enums.ts'
import type { DraftAction } from '../../../../shared/contract/drafts.ts'
import { stepPreimage } from '../../../../shared/credit/authority/steps.ts'
import { bodyOf, findingsOf, titleOf, usccOf } from '../credit.ts'
import type { ApiDeps } from '../deps.ts'
import type { Session } from '../sessions.ts'
import type { Draft, DraftEvent, DraftPatch, DraftStep } from '../../store/workbench/types.ts'
import { recordContent } from './content.ts'
import { stateAfter } from './flow.ts'
import { caseOf, whyNot, type DraftCase } from './permissions.ts'
import { publish, type Published } from './publish.ts'
import { visibleDraft } from './visibility.ts'

export interface Act {
  readonly action: Exclude<DraftAction, 'save'>
  readonly comment: string
  readonly choice?: VoteChoice
}

const refuse = (why: Problem): never => {
  throw new CodedError(why.code, why.params)
}

/** Content of the record a draft would become. A rating's is computed, not typed: it stands as it is. */
export const finishedContent = (draft: Pick<Draft, 'kind' | 'content'>): Record<string, unknown> =>
  draft.kind === 'rating.publish' ? { ...draft.content } : recordContent(draft.content)

export function errorsOf(deps: ApiDeps, draft: Draft): number {
  return findingsOf(deps, draft.kind, finishedContent(draft), draft.id).filter((finding) => finding.severity === 'error').length
}

/** Signs one step over the content with the session's key. */
function signStep(deps: ApiDeps, session: Session, draft: Draft, content: Record<string, unknown>, step: StepName, act: Act, at: number): DraftStep {
  const choice = step === 'vote' ? (act.choice ?? refuse(problem('VOTE_CHOICE_NEEDED'))) : null
  const message = stepPreimage({ net: deps.node.chain.genesisHash, member: deps.network.me, kind: draft.kind, content, step, at, choice: choice ?? undefined })
  return {
    step,
    staffId: session.staffId,
    device: session.keyId,
    at,
    comment: act.comment,
    choice,
    sig: toHex(deps.signer.signStep(session.unlocked, message)),
    extra: null,
  }
}

/** The draft after an action, and the record it became where the action was the last signature. */
export interface Acted {
  readonly draft: Draft
  readonly published: Published | null
}

/**
 * Carries out one action of the signed-in person on one draft: checks it, signs where it is a step, stores the result.
 * Throws CodedError with the reason where it isn't open (`whyNot`), DRAFT_UNKNOWN, DRAFT_NOT_VISIBLE, DRAFT_CHANGED_ELSEWHERE.
 */
export function perform(deps: ApiDeps, session: Session, id: string, rev: number | null, act: Act): Acted {
  const { drafts } = deps.workbench
  const draft = visibleDraft(deps, session, id)
  if (rev !== null && rev !== draft.rev) throw new CodedError('DRAFT_CHANGED_ELSEWHERE', { rev: draft.rev })
  const signs = act.action === 'submit' || act.action === 'review' || act.action === 'vote' || act.action === 'approve'
  const found = caseOf(deps, draft, signs ? errorsOf(deps, draft) : 0)
  const why = whyNot(deps, found, session, act.action)
  if (why) refuse(why)
  if (act.action === 'return' && act.comment.trim() === '') refuse(problem('COMMENT_NEEDED'))
  const event: DraftEvent = { at: deps.clock.now(), staffId: session.staffId, action: act.action, comment: act.comment }
  const store = (patch: DraftPatch): Acted => ({ draft: drafts.update(draft.id, draft.rev, patch, event), published: null })
  switch (act.action) {
    case 'withdraw':
      return store({ state: 'draft', steps: [] })
    case 'return':
      return store({ state: 'returned', steps: [] })
    case 'discard':
      return store({ state: 'discarded', steps: [] })
    case 'restore':
      return store({ state: 'draft', steps: [] })
    case 'submit':
      return submit(deps, session, found, act, event)
    default:
      return advance(deps, session, found, act, event)
  }
}

function submit(deps: ApiDeps, session: Session, { draft, needed }: DraftCase, act: Act, event: DraftEvent): Acted {
  const content = finishedContent(draft)
  const steps = [signStep(deps, session, draft, content, 'create', act, event.at)]
  const patch = { content, steps, state: stateAfter(needed, steps), title: titleOf(deps, draft.kind, content), uscc: usccOf(content), problems: 0 }
  return { draft: deps.workbench.drafts.update(draft.id, draft.rev, patch, event), published: null }
}

function advance(deps: ApiDeps, session: Session, { draft, needed, due }: DraftCase, act: Act, event: DraftEvent): Acted {
  const step = due!
  const content = finishedContent(draft)
  if (step.publishes) {
    // The envelope's own signature is this step: it is remembered here and not repeated inside the record.
    const last: DraftStep = { step: step.step, staffId: session.staffId, device: session.keyId, at: event.at, comment: act.comment, choice: null, sig: '', extra: null }
    const published = publish(deps, session, draft, [...draft.steps, last], bodyOf(content, draft.steps), event)
    return { draft: deps.workbench.drafts.get(draft.id)!, published }
  }
  const steps = [...draft.steps, signStep(deps, session, draft, content, step.step, act, event.at)]
  return { draft: deps.workbench.drafts.update(draft.id, draft.rev, { steps, state: stateAfter(needed, steps) }, event), published: null }
}
