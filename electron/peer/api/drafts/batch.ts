import { CodedError, problem, type Problem } from '../../../../shared/kit/result.ts'
import type { ApiDeps } from '../deps.ts'
import type { Session } from '../sessions.ts'
import { perform, type Act } from './actions.ts'
import type { Dispatch, Published } from './publish.ts'
import { whyNotSee } from './visibility.ts'

/** Drafts of one transaction: one flush for many signatures, and the event loop breathes between two of them. */
const CHUNK = 25

export interface BatchResult {
  readonly done: number
  readonly refused: { readonly id: string; readonly title: string; readonly problem: Problem }[]
}

/**
 * The same action on many drafts; each answers for itself. What one transaction stored is handed to the peer right after it,
 * so a crash leaves whole drafts, each with its record or without.
 */
export async function performMany(deps: ApiDeps, dispatch: Dispatch, session: Session, ids: readonly string[], act: Act): Promise<BatchResult> {
  const refused: BatchResult['refused'] = []
  let done = 0
  const unique = [...new Set(ids)]
  for (let at = 0; at < unique.length; at += CHUNK) {
    const published: Published[] = []
    deps.workbench.transaction(() => {
      for (const id of unique.slice(at, at + CHUNK)) {
        try {
          // A transaction of its own inside: a refusal half-way undoes this draft alone.
          const acted = deps.workbench.transaction(() => perform(deps, session, id, null, act))
          if (acted.published) published.push(acted.published)
          done += 1
        } catch (error) {
          if (!(error instanceof CodedError) || FATAL.has(error.code)) throw error
          refused.push({ id, title: titleFor(deps, session, id), problem: problem(error.code, error.params) })
        }
      }
    })
    dispatch.send(published)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { done, refused }
}

/** Empty where the person may not see the draft. */
function titleFor(deps: ApiDeps, session: Session, id: string): string {
  const draft = deps.workbench.drafts.get(id)
  return draft && whyNotSee(deps, session, draft) === null ? draft.title : ''
}

/** Not the draft's fault: the rest can't go better. */
const FATAL: ReadonlySet<string> = new Set(['DISK_FULL', 'STORE_IO', 'STORE_CORRUPT', 'SIGNER_LOCKED'])
