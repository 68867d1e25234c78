import type { NeededStep, StepName } from '../../../../shared/credit/authority/step.ts'
import type { DraftState } from '../../../../shared/contract/drafts.ts'
import type { DraftStep } from '../../store/workbench/types.ts'

const AFTER: Readonly<Record<StepName, DraftState>> = { create: 'submitted', review: 'reviewed', vote: 'voted', approve: 'published' }

/** State of a draft with these signatures: the one after the last step that has enough of them. */
export function stateAfter(needed: readonly NeededStep[], steps: readonly DraftStep[]): DraftState {
  let state: DraftState = 'draft'
  for (const need of needed) {
    if (steps.filter((step) => step.step === need.step).length < need.min) return state
    state = need.publishes ? 'published' : AFTER[need.step]
  }
  return state
}

/** States in which people still work on a draft. */
export const OPEN_STATES = ['draft', 'submitted', 'returned', 'reviewed', 'voted'] as const satisfies readonly DraftState[]
/** States in which the creator may type. */
export const EDITABLE = ['draft', 'returned'] as const satisfies readonly DraftState[]
/** States in which others have to act. */
export const UNDER_WAY = ['submitted', 'reviewed', 'voted'] as const satisfies readonly DraftState[]
