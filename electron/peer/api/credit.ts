import { neededSteps } from '../../../shared/credit/authority/matrix.ts'
import type { NeededStep, Step, StepName } from '../../../shared/credit/authority/step.ts'
import { toPayloadBody } from '../../../shared/credit/body.ts'
import { checkContent } from '../../../shared/credit/check.ts'
import type { ContentOf } from '../../../shared/credit/content.ts'
import { draftContent, recordTitle } from '../../../shared/credit/draft.ts'
import type { VoteChoice } from '../../../shared/credit/enums.ts'
import type { Finding } from '../../../shared/credit/finding.ts'
import type { DraftKind } from '../../../shared/credit/kinds.ts'
import { latestRating, listConduct, listEngagements, readInstitution, readObject } from '../../../shared/credit/state/read.ts'
import type { ConductView, EngagementView } from '../../../shared/credit/state/views.ts'
import { normaliseUscc } from '../../../shared/credit/uscc/check.ts'
import { fromHex } from '../../../shared/kit/bytes.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import type { RecordPayload } from '../../../shared/ledger/types.ts'
import type { Draft, DraftStep } from '../store/workbench/types.ts'
import type { ApiDeps } from './deps.ts'
import { parallelFindings } from './drafts/parallel.ts'
import { checkContext, today } from './ledger-facts.ts'

/** What drafts ask of the credit domain, with this member's state and today's date filled in. */

type Content = Readonly<Record<string, unknown>>
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Code of the institution a content is about; null while it is empty. */
export const usccOf = (content: Content): string | null => normaliseUscc(text(content['uscc'])).slice(0, 18) || null

/** Title of a draft: the institution's name first, where the content itself doesn't say it. */
export const titleOf = (deps: ApiDeps, kind: string, content: Content): string =>
  namedTitle(deps, { kind, title: recordTitle(kind as DraftKind, content), subject: usccOf(content) })

/** Title of a record of the ledger, the same way: what stands in its index comes from the content alone. */
export function namedTitle(deps: ApiDeps, { kind, title, subject }: { readonly kind: string; readonly title: string; readonly subject: string | null }): string {
  const uscc = kind === 'institution.register' || kind === 'institution.update' ? null : subject
  const name = uscc && readInstitution(deps.node.chain.state, uscc)?.content.nameZh
  return (name ? [name, ...title.split(' · ').filter((part) => part !== uscc)].join(' · ') : title).slice(0, 200)
}

/** Everything the network would object to in this content now, what it would only wonder about, and twins among the drafts. */
export function findingsOf(deps: ApiDeps, kind: string, content: Content, draftId: string | null): readonly Finding[] {
  return [...checkContent(kind as DraftKind, content, checkContext(deps)), ...parallelFindings(deps, kind, content, draftId)]
}

/** The steps a draft needs by its kind and content. */
export function neededFor(deps: ApiDeps, draft: Draft): readonly NeededStep[] {
  const kind = draft.kind as DraftKind
  const previous = kind === 'institution.update' && draft.uscc ? (readInstitution(deps.node.chain.state, draft.uscc)?.content ?? null) : null
  return neededSteps(kind, draft.content as unknown as ContentOf[typeof kind], previous)
}

/** Body of a record: its content and the signatures before the last one, which is the envelope's. */
export const bodyOf = (content: Content, steps: readonly DraftStep[]): RecordPayload['b'] =>
  toPayloadBody(
    content,
    steps.map((step): Step => ({
      s: step.step as StepName,
      d: fromHex(step.device),
      at: step.at,
      ...(step.choice === null ? {} : { choice: step.choice as VoteChoice }),
      sig: fromHex(step.sig),
    })),
  )

/** What the ledger holds now in the place of this content: shown beside the draft. Null where it is new. */
export function beforeOf(deps: ApiDeps, kind: string, content: Content): Record<string, unknown> | null {
  const { state } = deps.node.chain
  const uscc = usccOf(content)
  if (!uscc) return null
  switch (kind) {
    case 'institution.update':
      return { ...readInstitution(state, uscc)?.content }
    case 'rating.publish': {
      const rating = latestRating(state, uscc, deps.network.me)
      return rating && { ...rating.content }
    }
    case 'engagement.record':
    case 'conduct.record': {
      const replaces = content['replaces'] as { readonly objectId?: unknown } | undefined
      return replaces ? replacedContent(deps, uscc, text(replaces.objectId)) : null
    }
    default:
      return null
  }
}

function replacedContent(deps: ApiDeps, uscc: string, objectId: string): Record<string, unknown> | null {
  const { state } = deps.node.chain
  const view = [...listEngagements(state, uscc), ...listConduct(state, uscc)].find((item) => item.objectId === objectId)
  return view ? { ...view.content } : null
}

export interface TemplateRequest {
  readonly kind: DraftKind
  readonly uscc?: string | undefined
  /** Object that a correction replaces the current version of. */
  readonly replaces?: string | undefined
  /** Record that is disputed, repaired or withdrawn; the objection that is answered. */
  readonly record?: string | undefined
  readonly objection?: string | undefined
}

/** Content to start a draft from. Throws CodedError INSTITUTION_UNKNOWN, REPLACES_UNKNOWN, RATING_NOT_TYPED. */
export function templateOf(deps: ApiDeps, { kind, uscc, replaces, record, objection }: TemplateRequest): Record<string, unknown> {
  if (kind === 'rating.publish') throw new CodedError('RATING_NOT_TYPED')
  const institution = uscc ? readInstitution(deps.node.chain.state, uscc) : null
  if (kind === 'institution.update' && !institution) throw new CodedError('INSTITUTION_UNKNOWN', { uscc: uscc ?? '' })
  return draftContent(kind, {
    author: deps.network.me,
    today: today(deps),
    ...(uscc ? { uscc } : {}),
    ...(institution ? { institution } : {}),
    ...(replaces ? { replaces: currentVersion(deps, replaces, kind) } : {}),
    ...(record ? { record } : {}),
    ...(objection ? { objection } : {}),
  })
}

function currentVersion(deps: ApiDeps, objectId: string, kind: DraftKind): EngagementView | ConductView {
  const { state } = deps.node.chain
  const object = readObject(state, objectId)
  const fits = object && kind === `${object.kind}.record`
  const versions = !fits ? [] : object.kind === 'engagement' ? listEngagements(state, object.uscc) : listConduct(state, object.uscc)
  const current = versions.find((view) => view.objectId === objectId)
  if (!current) throw new CodedError('REPLACES_UNKNOWN')
  return current
}
