import type { ConsensusState } from '../../../shared/ledger/consensus/core.ts'

/** V2: a notarized block without finality, or a commit under way. */
export const hasWorkIn = (state: ConsensusState): boolean =>
  state.phase === 'committing' || state.slot.notarized || state.slot.final !== null

/** Nothing is waited for: the slot may stay as it is until a record comes. */
export const isIdle = ({ timers }: ConsensusState): boolean =>
  !timers.leader && !timers.view && !timers.retry && !timers.gate && !timers.batch
