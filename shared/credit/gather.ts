import { compareText } from '../kit/bytes.ts'
import type { StateReader } from '../ledger/state/executor.ts'
import type { Methodology } from './methodology/document.ts'
import type { ActiveState, ScoreEvent, ScoreInput } from './methodology/input.ts'
import { metricsOf } from './methodology/metrics.ts'
import type { RatingInput } from './rating/schema.ts'
import { listConduct, listEngagements, readInstitution, statusOf } from './state/read.ts'
import { linesOf } from './state/succession.ts'
import type { ConductView, InstitutionView } from './state/views.ts'

export interface GatherRequest {
  readonly uscc: string
  /** A center's own rating: its engagements and all network records. `NETWORK`: everything, for the reference score. */
  readonly scope: { readonly center: string } | 'NETWORK'
  readonly asOf: string
  /** Only records final at or below this height. */
  readonly basisHeight: number
  readonly methodology: Methodology
  readonly committeeAdjustment?: number
  readonly withdrawn?: boolean
}

export interface Gathered {
  readonly institution: InstitutionView
  readonly input: ScoreInput
  /** Every record that entered, sorted by record id. */
  readonly inputs: readonly RatingInput[]
  /** Conduct that no longer counts by its retention term: neither scored nor to be shown. */
  readonly expired: number
}

/**
 * Collects what a score is computed from out of the state as it was at a height. Pure: the same state, height and date
 * give the same input on every machine, so any peer can recompute a published rating.
 *
 * @returns null where the institution was not yet registered at that height.
 */
export function gather(state: StateReader, request: GatherRequest): Gathered | null {
  const { uscc, scope, asOf, basisHeight, methodology } = request
  const institution = readInstitution(state, uscc, basisHeight)
  if (!institution) return null
  const lines = scope === 'NETWORK' ? null : linesOf(state, scope.center, basisHeight)
  const engagements = listEngagements(state, uscc, basisHeight).filter((view) => (lines === null || lines.has(view.content.center)) && statusOf(view, basisHeight) !== 'REVOKED')
  const admitted = admittedConduct(state, request)
  const conduct = admitted.filter((view) => !(view.expiresOn !== null && view.expiresOn <= asOf))
  const metrics = metricsOf({ institution, engagements, conduct: conduct.filter((view) => view.status === 'EFFECTIVE'), asOf }, methodology)
  const input: ScoreInput = {
    asOf,
    institutionType: institution.content.type,
    ...conductInput(conduct, asOf, methodology),
    metrics: { ...metrics.values },
    unevidencedMetrics: [...metrics.unevidenced],
    committeeAdjustment: request.committeeAdjustment ?? 0,
    withdrawn: request.withdrawn === true || institution.content.bizStatus === 'DEREGISTERED',
  }
  const inputs = [institution, ...engagements, ...conduct]
    .map((view) => ({ recordId: view.origin.recordId, version: view.version }))
    .sort((a, b) => compareText(a.recordId, b.recordId))
  return { institution, input, inputs, expired: admitted.length - conduct.length }
}

type ConductScope = Pick<GatherRequest, 'uscc' | 'scope' | 'basisHeight' | 'methodology'>

/** Conduct final at or below the basis that the scope lets in: a center's own records and those that bind the network. */
function admittedConduct(state: StateReader, { uscc, scope, basisHeight, methodology }: ConductScope): readonly ConductView[] {
  const lines = scope === 'NETWORK' ? null : linesOf(state, scope.center, basisHeight)
  return listConduct(state, uscc, basisHeight).filter((view) => lines === null || lines.has(view.origin.author) || isNetworkScope(view, methodology))
}

/**
 * The last day, up to `today`, on which conduct that a score may count began to count or, for a state, ceased to. A score
 * as of an earlier day would leave out what is known already.
 *
 * @returns null where there is no such conduct.
 */
export function lastConductDay(state: StateReader, request: ConductScope, today: string): string | null {
  const effective = admittedConduct(state, request).filter((view) => view.status === 'EFFECTIVE')
  return effective.flatMap((view) => turningDays(view.content, request.methodology)).reduce<string | null>((last, day) => (day <= today && (last === null || day > last) ? day : last), null)
}

/** A cap may start later than the event that sets it. */
function turningDays(content: ConductView['content'], { indicators }: Methodology): readonly string[] {
  const { effectiveDate, measureFrom } = content
  const { from, to } = stateTerm(content)
  return (indicators.get(content.indicatorCode)?.kind === 'STATE' ? [from, to] : [effectiveDate, measureFrom]).filter((day) => day !== undefined)
}

/** Whether a record binds the whole network (methodology, `authorityLevels.scope`) or only the center that wrote it. */
export const isNetworkScope = (view: ConductView, { document }: Methodology): boolean =>
  document.authorityLevels.find((row) => row.code === view.content.authorityLevel)?.scope === 'NETWORK'

/** Events as they are; states only while they are in force. */
export function conductInput(conduct: readonly ConductView[], asOf: string, { indicators }: Methodology): { readonly events: ScoreEvent[]; readonly activeStates: ActiveState[] } {
  const events: ScoreEvent[] = []
  const activeStates: ActiveState[] = []
  for (const { content, origin, status, expiresOn } of conduct) {
    const evidence = (content.evidence ?? []).map((item) => item.type)
    if (indicators.get(content.indicatorCode)?.kind !== 'STATE') {
      events.push({
        recordId: origin.recordId, indicator: content.indicatorCode, effectiveDate: content.effectiveDate, status, subjectKind: content.subjectKind, evidence,
        caseId: content.caseId, executionCompletedDate: content.executionCompletedDate, measureFrom: content.measureFrom, measureTo: content.measureTo,
        expiresOn: expiresOn ?? undefined, vetoGrounds: content.vetoGrounds, mitigation: content.mitigation,
      })
    } else if (status === 'EFFECTIVE' && stateInForce(content, asOf)) {
      activeStates.push({ indicator: content.indicatorCode, recordId: origin.recordId, evidence, vetoGrounds: content.vetoGrounds })
    }
  }
  return { events, activeStates }
}

/** A state holds from its start until it is lifted: `measureTo`, or else the day its execution was completed. */
const stateTerm = ({ measureFrom, effectiveDate, measureTo, executionCompletedDate }: ConductView['content']): { readonly from: string; readonly to: string | undefined } => ({
  from: measureFrom ?? effectiveDate,
  to: measureTo ?? executionCompletedDate,
})

function stateInForce(content: ConductView['content'], asOf: string): boolean {
  const { from, to } = stateTerm(content)
  return from <= asOf && (to === undefined || asOf < to)
}
