import { months } from '../dates.ts'
import type { InstitutionContent } from '../institution/schema.ts'
import type { ConductView, EngagementView, InstitutionView } from '../state/views.ts'
import type { Methodology } from './document.ts'

/** The facts that metrics are derived from: records in the scope of the rating, current at its basis height. */
export interface MetricFacts {
  readonly institution: InstitutionView
  readonly engagements: readonly EngagementView[]
  /** Conduct records that are effective, not expired. */
  readonly conduct: readonly ConductView[]
  readonly asOf: string
}

export interface Metrics {
  readonly values: { readonly [name: string]: number }
  /** Metrics with a value, but without evidence of the kind their indicator asks for. */
  readonly unevidenced: readonly string[]
}

const WINDOW_MONTHS = 24
const UPHELD_COMPLAINTS = ['D5N01', 'D5N02']

const FITTING: { readonly [type: string]: readonly string[] } = {
  LAW: ['LAWYER'],
  CPA: ['CPA'],
  APPRAISAL: ['APPRAISER'],
  TAX: ['TAX_AGENT'],
  RATINGAGENCY: ['CREDIT_ANALYST'],
  PEVC: ['FUND_PRACTITIONER'],
  IP: ['PATENT_AGENT'],
  SECURITIES: ['SECURITIES_PRACTITIONER'],
  UNDERWRITER: ['SECURITIES_PRACTITIONER'],
  SPONSOR: ['SECURITIES_PRACTITIONER', 'LAWYER', 'CPA', 'FUND_PRACTITIONER'],
}

const inWindow = (day: string | undefined, asOf: string): day is string => day !== undefined && day <= asOf && months(day, asOf) < WINDOW_MONTHS
const has = (items: readonly { readonly type: string }[] | undefined, ...types: readonly string[]): boolean => (items ?? []).some((item) => types.includes(item.type))

/**
 * Every metric of the methodology that follows from the ledger's records (methodology, `metrics`). What cannot be known
 * from records of the kinds that exist is absent, never guessed: `allReportsOnTime` waits for report records.
 */
export function metricsOf(facts: MetricFacts, methodology: Methodology): Metrics {
  const values: { [name: string]: number } = {}
  const unevidenced: string[] = []
  engagementMetrics(facts, values, unevidenced)
  institutionMetrics(facts, values, unevidenced)
  conductMetrics(facts, values, methodology)
  return { values, unevidenced }
}

function engagementMetrics({ engagements, asOf }: MetricFacts, values: { [name: string]: number }, unevidenced: string[]): void {
  const finished = engagements.filter(({ content }) => inWindow(content.acceptedOn ?? content.terminatedOn, asOf))
  const accepted = finished.filter(({ content }) => content.state === 'ACCEPTED')
  values['acceptedEngagements24m'] = accepted.length
  const decided = finished.filter(({ content }) => content.firstPass !== undefined)
  if (decided.length > 0) values['firstPassPermille'] = Math.floor((1000 * decided.filter(({ content }) => content.firstPass).length) / decided.length)
  // Sums of fen leave the exact range at a few trillion yuan: bigint until divided.
  const fen = accepted.reduce((sum, { content }) => sum + BigInt(content.financingAmountFen ?? 0), 0n)
  values['financing24mWan'] = Number(fen / 1_000_000n)
  values['centersServed24m'] = new Set(accepted.map(({ content }) => content.center)).size
  const innovative = accepted.filter(({ content }) => content.isSRDI)
  const proved = innovative.filter(({ content }) => has(content.evidence, 'E4') || (content.deliverables?.length ?? 0) > 0)
  values['sripServed24m'] = new Set((proved.length > 0 ? proved : innovative).map(({ content }) => content.clientUscc)).size
  if (innovative.length > 0 && proved.length === 0) unevidenced.push('sripServed24m')
  satisfactionMetrics(accepted, values, unevidenced)
}

/** Mean over responses. Surveys with their raw result attached (E5) are used alone wherever there are any. */
function satisfactionMetrics(accepted: readonly EngagementView[], values: { [name: string]: number }, unevidenced: string[]): void {
  const surveyed = accepted.filter(({ content }) => (content.satisfaction?.responses ?? 0) > 0)
  const proved = surveyed.filter(({ content }) => has(content.evidence, 'E5'))
  const used = proved.length > 0 ? proved : surveyed
  const responses = used.reduce((sum, { content }) => sum + content.satisfaction!.responses, 0)
  if (responses === 0) return
  const mean = Math.floor(used.reduce((sum, { content }) => sum + content.satisfaction!.score * content.satisfaction!.responses, 0) / responses)
  values['satisfactionPermille'] = mean
  values['satisfactionResponses'] = responses
  values['satisfactionBelow600'] = mean < 600 ? 1 : 0
  if (proved.length === 0) unevidenced.push('satisfactionPermille', 'satisfactionResponses', 'satisfactionBelow600')
}

function institutionMetrics({ institution, asOf }: MetricFacts, values: { [name: string]: number }, unevidenced: string[]): void {
  const { content } = institution
  values['membershipMonths'] = Math.max(0, months(institution.admittedOn, asOf))
  values['completenessPermille'] = completeness(content)
  if (content.practiceSince !== undefined && content.practiceSince <= asOf) {
    values['yearsInPractice'] = Math.floor(months(content.practiceSince, asOf) / 12)
    if (!has(content.evidence, 'E8')) unevidenced.push('yearsInPractice')
  }
  const fitting = FITTING[content.type]
  if (content.licensedStaff && content.licensedStaff.length > 0) {
    values['licensedProfessionals'] = content.licensedStaff.filter(({ licence }) => fitting === undefined || fitting.includes(licence)).reduce((sum, { count }) => sum + count, 0)
    if (!has(content.evidence, 'E8', 'E6')) unevidenced.push('licensedProfessionals')
  }
}

const REQUIRED: readonly (keyof InstitutionContent)[] = ['uscc', 'nameZh', 'type', 'roles', 'regionCode', 'homeCenter', 'establishedOn', 'bizStatus']

/** Required fields filled, permille. Qualifications join in when the network records them. */
const completeness = (content: InstitutionContent): number =>
  Math.floor((1000 * REQUIRED.filter((field) => content[field] !== undefined && content[field] !== '').length) / REQUIRED.length)

function conductMetrics({ conduct, asOf }: MetricFacts, values: { [name: string]: number }, { indicators }: Methodology): void {
  const counted = conduct.filter(({ content }) => {
    const indicator = indicators.get(content.indicatorCode)
    return indicator !== undefined && content.effectiveDate <= asOf && has(content.evidence, ...indicator.evidence)
  })
  const upheld = counted.some(({ content }) => UPHELD_COMPLAINTS.includes(content.indicatorCode) && inWindow(content.effectiveDate, asOf))
  values['noUpheldComplaints24m'] = upheld ? 0 : 1
  const negatives = counted.filter(({ content }) => {
    const indicator = indicators.get(content.indicatorCode)
    return indicator?.kind === 'EVENT' && indicator.points < 0
  })
  const latest = negatives.reduce<string | null>((last, { content }) => (last === null || content.effectiveDate > last ? content.effectiveDate : last), null)
  values['cleanMonths'] = latest === null ? values['membershipMonths']! : months(latest, asOf)
}
