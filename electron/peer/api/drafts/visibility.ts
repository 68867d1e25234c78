import { MATRIX } from '../../../../shared/credit/authority/matrix.ts'
import { draftKind, type DraftKind } from '../../../../shared/contract/drafts.ts'
import { CodedError, problem, type Problem } from '../../../../shared/kit/result.ts'
import type { ApiDeps } from '../deps.ts'
import { authorOf } from '../ledger-facts.ts'
import type { Session } from '../sessions.ts'
import type { Draft } from '../../store/workbench/types.ts'

/** Drafts are internal papers of a center: who reads them is said by the permission matrix, beside everybody's own. */
export interface Sight {
  /** Kinds of which the person reads every draft of this center. */
  readonly kinds: readonly DraftKind[]
  /** Their own drafts stay theirs to read, whatever their roles are now. */
  readonly creator: string
}

/**
 * What the signed-in person sees. Their roles are the ledger's, before their grant is final those of this desktop; a revoked
 * or expired key sees nothing but its own. Whoever may act on a draft has a role that sees its kind: the matrix holds them.
 */
export function sightOf(deps: ApiDeps, session: Session): Sight {
  const person = authorOf(deps, session)
  const roles = person.ok ? person.value.roles : []
  return { kinds: draftKind.options.filter((kind) => MATRIX[kind].view.some((role) => roles.includes(role))), creator: session.staffId }
}

export const sees = ({ kinds, creator }: Sight, draft: Pick<Draft, 'kind' | 'creator'>): boolean =>
  draft.creator === creator || (kinds as readonly string[]).includes(draft.kind)

/** Why the signed-in person may not see this draft: the key's problem or DRAFT_NOT_VISIBLE {kind}; null where they may. */
export function whyNotSee(deps: ApiDeps, session: Session, draft: Draft): Problem | null {
  if (sees(sightOf(deps, session), draft)) return null
  const person = authorOf(deps, session)
  return person.ok ? problem('DRAFT_NOT_VISIBLE', { kind: draft.kind }) : person.error
}

/** A draft by its id, for this person. Throws CodedError DRAFT_UNKNOWN {id} or the reason of `whyNotSee`. */
export function visibleDraft(deps: ApiDeps, session: Session, id: string): Draft {
  const draft = deps.workbench.drafts.get(id)
  if (!draft) throw new CodedError('DRAFT_UNKNOWN', { id })
  const why = whyNotSee(deps, session, draft)
  if (why) throw new CodedError(why.code, why.params)
  return draft
}
