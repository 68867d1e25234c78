import { conductMark } from '../../../../shared/credit/conduct/check.ts'
import type { ConductContent } from '../../../../shared/credit/conduct/schema.ts'
import { engagementMark } from '../../../../shared/credit/engagement/check.ts'
import type { EngagementContent } from '../../../../shared/credit/engagement/schema.ts'
import { error, warning, type Finding } from '../../../../shared/credit/finding.ts'
import type { ApiDeps } from '../deps.ts'
import type { Draft } from '../../store/workbench/types.ts'
import { OPEN_STATES } from './flow.ts'

/** Drafts of one institution and kind that are compared. */
const LOOKED_AT = 50

type Content = Readonly<Record<string, unknown>>

/**
 * Another draft of this center that says the same thing. The ledger would take one of them and make the other void: a hint
 * while both are being written, an error as soon as the other one is signed and on its way.
 */
export function parallelFindings(deps: ApiDeps, kind: string, content: Content, draftId: string | null): readonly Finding[] {
  const uscc = content['uscc']
  const own = markOf(kind, content)
  if (typeof uscc !== 'string' || own === null) return []
  const { drafts } = deps.workbench
  const twin = drafts
    .list({ kind, uscc, states: [...OPEN_STATES, 'published'], limit: LOOKED_AT })
    .items.find((draft) => draft.id !== draftId && markOf(kind, draft.content) === own && (draft.state !== 'published' || isUnderWay(deps, draft)))
  if (!twin) return []
  const path = kind === 'conduct.record' ? 'documentNo' : kind === 'engagement.record' ? 'filingNo' : 'uscc'
  const params = { title: twin.title, creator: twin.creator }
  return [twin.state === 'published' ? error(path, 'DRAFT_TWIN_SIGNED', params) : warning(path, 'DRAFT_TWIN', params)]
}

/** Signed, and not final yet: what is final, the check against the ledger finds. */
const isUnderWay = ({ workbench }: ApiDeps, { recordId }: Draft): boolean => recordId !== null && workbench.outbox.get(recordId)?.finalAt === null

/** What makes two contents of a kind the same thing; null where nothing does. */
function markOf(kind: string, content: Content): string | null {
  const has = (...fields: readonly string[]): boolean => fields.every((field) => typeof content[field] === 'string')
  switch (kind) {
    case 'institution.register':
      return 'register'
    case 'institution.update':
      return `update ${String(Number(content['baseVersion']))}`
    case 'engagement.record':
      return has('filingNo', 'center', 'serviceKind', 'role') ? engagementMark(content as EngagementContent) : null
    case 'conduct.record':
      return has('documentNo', 'authorityName', 'indicatorCode') ? conductMark(content as ConductContent) : null
    default:
      return null
  }
}
