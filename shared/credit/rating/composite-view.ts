import type { StateReader } from '../../ledger/state/executor.ts'
import { TIER_RIGHTS } from '../authority/tiers.ts'
import { conductInput, gather, isNetworkScope } from '../gather.ts'
import { composite } from '../methodology/composite.ts'
import type { CompositeResult } from '../methodology/composite.ts'
import type { Methodology } from '../methodology/document.ts'
import { eventLines } from '../methodology/events.ts'
import { score } from '../methodology/score.ts'
import { stateLines } from '../methodology/states.ts'
import { deriveLimits } from '../methodology/veto.ts'
import { actsFor } from '../state/succession.ts'
import { listConduct, listRatings, readMember, statusOf } from '../state/read.ts'

export interface CompositeView extends CompositeResult {
  readonly asOf: string
  /** Score of all network records together; null where it has none (M, WD). */
  readonly reference: number | null
  readonly networkCaps: readonly string[]
  readonly networkVetoes: readonly string[]
}

/**
 * The network's view of an institution at a height: composite of the centers' current ratings, and the reference score.
 *
 * @param basisHeight records final at or below it; the last final height for the present.
 * @returns null where the institution is not registered.
 */
export function compositeView(state: StateReader, request: { readonly uscc: string; readonly asOf: string; readonly basisHeight: number; readonly methodology: Methodology }): CompositeView | null {
  const { uscc, asOf, basisHeight, methodology } = request
  const all = gather(state, { uscc, scope: 'NETWORK', asOf, basisHeight, methodology })
  if (!all) return null
  const { score: reference } = score(all.input, methodology)
  const shared = listConduct(state, uscc, basisHeight).filter((view) => isNetworkScope(view, methodology) && !(view.expiresOn !== null && view.expiresOn <= asOf))
  const input = { ...all.input, ...conductInput(shared, asOf, methodology) }
  const limits = deriveLimits(input, eventLines(input.events, asOf, input.institutionType, methodology), stateLines(input.activeStates, input.institutionType, methodology), methodology)
  const ratings = listRatings(state, uscc, basisHeight).map((view) => {
    const member = readMember(state, view.center)
    return {
      centerCode: view.center,
      tier: member ? TIER_RIGHTS[member.tier].authority : 'OBSERVER',
      home: actsFor(state, view.center, all.institution.home, basisHeight),
      score: view.content.score ?? null,
      // The day it speaks of, not the one it was published on: its age counts from what was looked at.
      ratingDate: view.content.asOf,
      acceptedEngagements24m: view.acceptedEngagements24m,
      ratingType: view.content.ratingType,
      grade: view.content.grade,
      withdrawn: view.content.validTo < asOf || statusOf(view, basisHeight) === 'REVOKED',
      suspended: member?.status !== 'ACTIVE',
    }
  })
  const result = composite({ asOf, ratings, networkCaps: [...limits.caps], networkVetoes: [...limits.vetoes], referenceScore: reference }, methodology)
  return { ...result, asOf, reference, networkCaps: limits.caps, networkVetoes: limits.vetoes }
}
