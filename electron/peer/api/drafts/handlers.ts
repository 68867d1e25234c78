import { toHex } from '../../../../shared/kit/bytes.ts'
import { CodedError } from '../../../../shared/kit/result.ts'
import type { DraftKind } from '../../../../shared/contract/drafts.ts'
import { signedIn, type Guarded } from '../context.ts'
import { findingsOf, templateOf, titleOf, usccOf } from '../credit.ts'
import type { ApiDeps } from '../deps.ts'
import { whyNotStart } from '../ledger-facts.ts'
import { plainProblem } from '../plain.ts'
import type { Session } from '../sessions.ts'
import type { Topics } from '../topics.ts'
import type { Draft, DraftContent, DraftQuery } from '../../store/workbench/types.ts'
import { perform } from './actions.ts'
import { performMany } from './batch.ts'
import { checkTyped, recordContent } from './content.ts'
import { OPEN_STATES } from './flow.ts'
import { waitingFor } from './inbox.ts'
import { caseOf, whyNot } from './permissions.ts'
import type { Dispatch } from './publish.ts'
import { draftDetail, draftRow } from './rows.ts'
import { sightOf, visibleDraft } from './visibility.ts'

/** Id of a new draft: sortable by time, unguessable by others on the same desktop isn't needed. */
export const newDraftId = (deps: ApiDeps): string => `d${deps.clock.now().toString(36)}${toHex(deps.random.bytes(6))}`

/** drafts.*: what people write, sign and publish. */
export function draftHandlers(os: Guarded, deps: ApiDeps, dispatch: Dispatch, topics: Topics) {
  const { drafts } = deps.workbench

  return {
    list: os.drafts.list.handler(({ input, context }) => {
      const session = signedIn(context)
      const { limit, offset, box, kind, batchId, uscc } = input
      if (box === 'todo') {
        const items = waitingFor(deps, session).filter(
          (draft) => (!kind || draft.kind === kind) && (!batchId || draft.batchId === batchId) && (!uscc || draft.uscc === uscc),
        )
        return { total: items.length, items: items.slice(offset, offset + limit).map((draft) => draftRow(deps, draft)) }
      }
      const query: DraftQuery = { ...boxQuery(box, session), ...(kind ? { kind } : {}), ...(batchId ? { batchId } : {}), ...(uscc ? { uscc } : {}), sight: sightOf(deps, session), limit, offset }
      const found = drafts.list(query)
      return { total: found.total, items: found.items.map((draft) => draftRow(deps, draft)) }
    }),
    get: os.drafts.get.handler(({ input, context }) => {
      const session = signedIn(context)
      return draftDetail(deps, visibleDraft(deps, session, input.id), session)
    }),
    template: os.drafts.template.handler(({ input, context }) => {
      signedIn(context)
      return { content: templateOf(deps, input) }
    }),
    save: os.drafts.save.handler(({ input, context }) => {
      const session = signedIn(context)
      checkTyped(input.content)
      const draft = save(deps, session, input)
      topics.publish('drafts')
      return draftDetail(deps, draft, session)
    }),
    act: os.drafts.act.handler(({ input, context }) => {
      const session = signedIn(context)
      const { draft, published } = perform(deps, session, input.id, input.rev, {
        action: input.action,
        comment: input.comment,
        ...(input.choice ? { choice: input.choice } : {}),
      })
      if (published) dispatch.send([published])
      topics.publish('drafts', ...(published ? (['outbox'] as const) : []))
      return draftDetail(deps, draft, session)
    }),
    actMany: os.drafts.actMany.handler(async ({ input, context }) => {
      const session = signedIn(context)
      const result = await performMany(deps, dispatch, session, input.ids, { action: input.action, comment: input.comment })
      topics.publish('drafts', 'outbox')
      return { done: result.done, refused: result.refused.map(({ problem, ...row }) => ({ ...row, problem: plainProblem(problem) })) }
    }),
  }
}

function boxQuery(box: 'mine' | 'returned' | 'open' | 'published' | 'discarded', session: Session): Pick<DraftQuery, 'states' | 'creator'> {
  switch (box) {
    case 'mine':
      return { states: OPEN_STATES, creator: session.staffId }
    case 'returned':
      return { states: ['returned'], creator: session.staffId }
    case 'open':
      return { states: OPEN_STATES }
    case 'published':
      return { states: ['published'] }
    case 'discarded':
      return { states: ['discarded'] }
  }
}

/** Stores what was typed, valid or not. A new draft has revision 0. */
function save(deps: ApiDeps, session: Session, input: { id?: string | undefined; kind: DraftKind; rev: number; content: DraftContent }): Draft {
  const { drafts } = deps.workbench
  const at = deps.clock.now()
  const finished = recordContent(input.content)
  const facts = {
    title: titleOf(deps, input.kind, finished),
    uscc: usccOf(finished),
    content: input.content,
    problems: findingsOf(deps, input.kind, finished, input.id ?? null).filter((finding) => finding.severity === 'error').length,
  }
  const event = { at, staffId: session.staffId, action: 'save', comment: '' }
  const existing = input.id && drafts.get(input.id) ? visibleDraft(deps, session, input.id) : null
  if (!existing) {
    if (input.rev !== 0) throw new CodedError('DRAFT_UNKNOWN', { id: input.id ?? '' })
    if (input.kind === 'rating.publish') throw new CodedError('RATING_NOT_TYPED')
    const refused = whyNotStart(deps, session, input.kind)
    if (refused) throw new CodedError(refused.code, refused.params)
    return drafts.create(
      { id: input.id ?? newDraftId(deps), kind: input.kind, creator: session.staffId, batchId: null, fingerprint: null, createdAt: at, ...facts },
      event,
    )
  }
  if (existing.kind !== input.kind) throw new CodedError('DRAFT_KIND_FIXED', { kind: existing.kind })
  if (existing.rev !== input.rev) throw new CodedError('DRAFT_CHANGED_ELSEWHERE', { rev: existing.rev })
  const why = whyNot(deps, caseOf(deps, existing, 0), session, 'save')
  if (why) throw new CodedError(why.code, why.params)
  return drafts.update(existing.id, existing.rev, facts, event)
}
