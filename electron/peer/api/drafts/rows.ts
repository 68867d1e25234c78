import type { DraftDetail, DraftKind, DraftRow, DraftState } from '../../../../shared/contract/drafts.ts'
import { beforeOf, findingsOf } from '../credit.ts'
import type { ApiDeps } from '../deps.ts'
import { plainProblem } from '../plain.ts'
import { stateOfRecord } from '../record-state.ts'
import type { Session } from '../sessions.ts'
import type { Draft } from '../../store/workbench/types.ts'
import { finishedContent } from './actions.ts'
import { caseOf, permissionsOf } from './permissions.ts'

/** A draft as lists show it. */
export function draftRow(deps: ApiDeps, draft: Draft): DraftRow {
  const { due } = caseOf(deps, draft, draft.problems)
  return {
    id: draft.id,
    kind: draft.kind as DraftKind,
    title: draft.title,
    uscc: draft.uscc,
    state: draft.state as DraftState,
    rev: draft.rev,
    creator: draft.creator,
    steps: draft.steps.map(({ step, staffId, at, comment, choice }) => ({ step, staffId, at, comment, choice })),
    due: due
      ? {
          step: due.step,
          role: due.role,
          since: draft.steps.at(-1)?.at ?? draft.updatedAt,
          votes: draft.steps.filter((step) => step.step === due.step).length,
          votesNeeded: due.min,
        }
      : null,
    batchId: draft.batchId,
    problems: draft.problems,
    updatedAt: draft.updatedAt,
    recordId: draft.recordId,
    record: draft.recordId ? stateOfRecord(deps, draft.recordId) : null,
  }
}

/** A draft with its content, what is found in it now, its history, and what the signed-in person may do. */
export function draftDetail(deps: ApiDeps, draft: Draft, session: Session | null): DraftDetail {
  const content = finishedContent(draft)
  const settled = draft.state === 'published' || draft.state === 'discarded'
  const findings = settled ? [] : findingsOf(deps, draft.kind, content, draft.id)
  const errors = findings.filter((finding) => finding.severity === 'error').length
  return {
    ...draftRow(deps, draft),
    problems: errors,
    content: { ...draft.content },
    findings: findings.map((finding) => ({ ...plainProblem(finding), path: finding.path, severity: finding.severity })),
    history: deps.workbench.drafts.history(draft.id).map((event) => ({ ...event })),
    permissions: permissionsOf(deps, caseOf(deps, draft, errors), session),
    before: beforeOf(deps, draft.kind, content),
  }
}
