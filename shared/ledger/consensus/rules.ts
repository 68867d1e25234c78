/**
 * The rules on which safety rests, as one value. The core asks them and nothing else decides. There is exactly one set in
 * the product (`RULES`); tests hand in broken ones to prove that the simulator notices.
 */
import { faultBound, quorum } from '../voters.ts'
import { allNullified, type Slot } from './slot.ts'
import type { BlockFacts, Effect } from './types.ts'

/** Which votes this peer itself has cast in a view. */
export interface OwnVotes {
  readonly notarize: boolean
  readonly nullify: boolean
  readonly finalize: boolean
}

/** @internal Only `RULES` is for use outside tests. */
export interface Rules {
  readonly faultBound: (n: number) => number
  readonly quorum: (n: number) => number
  readonly mayNotarize: (own: OwnVotes) => boolean
  readonly mayNullify: (own: OwnVotes) => boolean
  readonly mayFinalize: (own: OwnVotes) => boolean
  /** R2: may this block be notarized in this view, given the certificates held? */
  readonly justified: (slot: Slot, view: number, facts: BlockFacts) => boolean
  /** Order of one step's effects: what must be durable comes before what leaves. */
  readonly arrange: (durable: readonly Effect[], others: readonly Effect[]) => Effect[]
}

export const RULES: Rules = {
  faultBound,
  quorum,
  mayNotarize: (own) => !own.notarize && !own.nullify,
  mayNullify: (own) => !own.nullify && !own.finalize,
  mayFinalize: (own) => !own.finalize && !own.nullify,
  justified(slot, view, facts) {
    if (facts.bornView === view) return allNullified(slot, 0, view)
    for (let u = view - 1; u >= facts.bornView; u--) {
      const state = slot.views[u]
      if (state?.notarization?.block === facts.block) return true
      if (!state?.nullification) return false
    }
    return false
  },
  arrange: (durable, others) => [...durable, ...others],
}
