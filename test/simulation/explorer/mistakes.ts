/** The rules, each broken in one classical way. Every one of them must be found. */
import { RULES, type Rules } from '../../../shared/ledger/consensus/rules.ts'
import type { Setup } from './explore.ts'

const broken = (n: number, views: number, change: Partial<Rules>): Setup => ({ n, views, rules: { ...RULES, ...change } })

/** A quorum of 2f+1, which is right for n = 3f+1 only. */
export const TWO_F_PLUS_ONE: Partial<Rules> = { quorum: (n) => 2 * RULES.faultBound(n) + 1 }

/** A block proposed again is accepted by the N of any view before, whatever the views between have. */
export const ACROSS_A_VIEW: Partial<Rules> = {
  justified: (slot, view, facts) =>
    facts.bornView === view
      ? RULES.justified(slot, view, facts)
      : slot.views.some((state) => state !== undefined && state.view < view && state.notarization?.block === facts.block),
}

export const MISTAKES: Readonly<Record<string, Setup>> = {
  'finalize after nullify': broken(4, 3, { mayFinalize: (own) => !own.finalize }),
  'nullify after finalize': broken(4, 3, { mayNullify: (own) => !own.nullify }),
  'no justification': broken(4, 3, { justified: () => true }),
  'a block proposed again across a view without X': broken(4, 3, ACROSS_A_VIEW),
  'own votes forgotten in a crash': { ...broken(4, 3, {}), amnesia: true },
  'q = 2f+1 at n = 5': broken(5, 2, TWO_F_PLUS_ONE),
  'q = 2f+1 at n = 6': broken(6, 2, TWO_F_PLUS_ONE),
  'q = 2f+1 at n = 8': broken(8, 2, TWO_F_PLUS_ONE),
}
