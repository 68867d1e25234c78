import type { ConsensusState } from '../../../shared/ledger/consensus/core.ts'

/** V2: a notarized block without finality, or a commit under way. */
export const hasWorkIn = (state: ConsensusState): boolean =>
  state.phase === 'committing' || state.slot.notarized || state.slot.final !== null
