import { MATRIX } from '../../../../shared/credit/authority/matrix.ts'
import { mayRate } from '../../../../shared/credit/authority/jurisdiction.ts'
import { whyNotCreate } from '../../../../shared/credit/authority/why-not.ts'
import { OUTLOOKS, type Outlook } from '../../../../shared/credit/enums.ts'
import { ratingContent } from '../../../../shared/credit/rating/build.ts'
import { conflictedStaff } from '../../../../shared/credit/rating/check.ts'
import type { RatingContent } from '../../../../shared/credit/rating/schema.ts'
import { latestRating, readInstitution } from '../../../../shared/credit/state/read.ts'
import { CodedError, problem, type Problem } from '../../../../shared/kit/result.ts'
import { signedIn, type Guarded } from '../context.ts'
import { findingsOf, titleOf } from '../credit.ts'
import type { ApiDeps } from '../deps.ts'
import { checkContext, personOf } from '../ledger-facts.ts'
import { plainProblem } from '../plain.ts'
import type { Session } from '../sessions.ts'
import type { Topics } from '../topics.ts'
import type { Draft } from '../../store/workbench/types.ts'
import { EDITABLE, OPEN_STATES } from '../drafts/flow.ts'
import { newDraftId } from '../drafts/handlers.ts'
import { visibleDraft } from '../drafts/visibility.ts'
import { compute, ownRating, shownComputation } from './computation.ts'

const KIND = 'rating.publish'

/** Findings that say the figures are no longer those of the records. */
const STALE: ReadonlySet<string> = new Set(['RATING_STALE', 'RATING_MISMATCH', 'RATING_METHODOLOGY', 'RATING_BASIS_TOO_EARLY', 'RATING_AS_OF_STALE', 'VERSION_CONFLICT'])

/** Why the signed-in person may not propose a rating of this institution; null where it is open. */
function whyNotRate(deps: ApiDeps, session: Session | null, uscc: string): Problem | null {
  if (!session) return problem('SESSION_NEEDED')
  const person = personOf(deps, session)
  if (!person.ok) return person.error
  const why = whyNotCreate(KIND, person.value, MATRIX[KIND].create)
  if (why) return why
  const { chain } = deps.node
  const institution = readInstitution(chain.state, uscc)
  if (!institution) return problem('INSTITUTION_UNKNOWN', { uscc })
  if (!mayRate(institution, checkContext(deps), chain.head().height)) return problem('RATING_NO_RELATION', { author: deps.network.me })
  if (conflictedStaff(chain.state, uscc, deps.network.me).includes(session.staffId)) return problem('RATING_CONFLICT_OF_INTEREST', { staff: session.staffId })
  const other = openRating(deps, uscc)
  return other && !mayContinue(other, session) ? problem('RATING_UNDER_WAY', { creator: other.creator, state: other.state }) : null
}

const openRating = (deps: ApiDeps, uscc: string): Draft | null => deps.workbench.drafts.list({ states: OPEN_STATES, kind: KIND, uscc, limit: 1 }).items[0] ?? null
const mayContinue = (draft: Draft, session: Session): boolean => draft.creator === session.staffId && (EDITABLE as readonly string[]).includes(draft.state)

/** ratings.*: the rating workbench. Everything is computed from the final state; nothing of it is typed. */
export function ratingHandlers(os: Guarded, deps: ApiDeps, topics: Topics) {
  const head = (): number => deps.node.chain.head().height
  return {
    compute: os.ratings.compute.handler(({ input, context }) => {
      signedIn(context)
      const ask = { ...input, basisHeight: head() }
      return shownComputation(deps, compute(deps, ask), ask, latestRating(deps.node.chain.state, input.uscc, deps.network.me))
    }),
    propose: os.ratings.propose.handler(({ input, context }) => {
      const session = signedIn(context)
      const why = whyNotRate(deps, session, input.uscc)
      if (why) throw new CodedError(why.code, why.params)
      if (!isOutlook(input.outlook)) throw new CodedError('INPUT_INVALID', { field: 'outlook' })
      const { uscc, asOf, adjustment, adjustmentReason, outlook, watch, opinion, preNotice } = input
      const response = preNotice?.response.trim()
      const content = ratingContent(compute(deps, { uscc, asOf, adjustment, basisHeight: head() }), {
        adjustment: { points: adjustment, reason: adjustmentReason.normalize('NFC').trim() },
        outlook,
        watch,
        opinion: opinion.normalize('NFC').trim(),
        preNotice: preNotice && { sentOn: preNotice.sentOn, ...(response ? { response } : {}) },
      })
      const draft = store(deps, session, content)
      topics.publish('drafts')
      return { draftId: draft.id }
    }),
    permissions: os.ratings.permissions.handler(({ input, context }) => {
      const { session } = context.channel
      const why = whyNotRate(deps, session, input.uscc)
      const signedOut = session ? null : problem('SESSION_NEEDED')
      return [
        { action: 'compute', allowed: signedOut === null, why: signedOut && plainProblem(signedOut) },
        { action: 'propose', allowed: why === null, why: why && plainProblem(why) },
      ]
    }),
    ofDraft: os.ratings.ofDraft.handler(({ input, context }) => {
      const draft = visibleDraft(deps, signedIn(context), input.draftId)
      if (draft.kind !== KIND) throw new CodedError('DRAFT_UNKNOWN', { id: input.draftId })
      const content = draft.content as unknown as RatingContent
      const ask = { uscc: content.uscc, asOf: content.asOf, adjustment: content.adjustment.points, basisHeight: content.basisHeight }
      const computation = shownComputation(deps, compute(deps, ask), ask, ownRating(deps, content.uscc, content.previous))
      const settled = draft.state === 'published' || draft.state === 'discarded'
      const stale = settled ? undefined : findingsOf(deps, KIND, draft.content, draft.id).find((finding) => STALE.has(finding.code))
      return { computation, stale: stale ? plainProblem(stale) : null }
    }),
  }
}

const isOutlook = (text: string): text is Outlook => (OUTLOOKS as readonly string[]).includes(text)

/** A new draft, or the person's own unfinished one with the new figures. */
function store(deps: ApiDeps, session: Session, content: RatingContent): Draft {
  const { drafts } = deps.workbench
  const at = deps.clock.now()
  const plain = { ...content }
  const facts = {
    title: titleOf(deps, KIND, plain),
    uscc: content.uscc,
    content: plain,
    problems: findingsOf(deps, KIND, plain, null).filter((finding) => finding.severity === 'error').length,
  }
  const event = { at, staffId: session.staffId, action: 'propose', comment: '' }
  const open = openRating(deps, content.uscc)
  if (open) return drafts.update(open.id, open.rev, { ...facts, state: 'draft', steps: [] }, event)
  return drafts.create({ id: newDraftId(deps), kind: KIND, creator: session.staffId, batchId: null, fingerprint: null, createdAt: at, ...facts }, event)
}
