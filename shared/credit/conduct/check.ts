import { upperAscii } from '../../kit/bytes.ts'
import { decodeValue, hashValue } from '../codec.ts'
import type { CheckContext } from '../context.ts'
import { inOrder, notInFuture } from '../dates-check.ts'
import { checkShape, error, warning } from '../finding.ts'
import type { Finding } from '../finding.ts'
import { authorMayWrite, knownInstitution, mayReplace, onlyByCenter } from '../authority/jurisdiction.ts'
import type { Indicator } from '../methodology/document.ts'
import { VETO_OF_GROUND } from '../methodology/veto.ts'
import { evidencePersonalFindings, personalFindings } from '../personal.ts'
import { KEY } from '../state/keys.ts'
import { readObject } from '../state/read.ts'
import { usccFindings } from '../uscc/check.ts'
import { categoriesOf } from './category.ts'
import { conductSchema } from './schema.ts'
import type { ConductContent } from './schema.ts'

/** What is wrong with the content of a `conduct.record`. */
export function checkConduct(content: unknown, context: CheckContext): readonly Finding[] {
  const shape = checkShape(conductSchema, content)
  const { uscc } = (content ?? {}) as { readonly uscc?: unknown }
  const code = typeof uscc === 'string' && uscc !== '' ? usccFindings('uscc', uscc, { override: true }).filter((finding) => finding.severity === 'error') : []
  const findings = [...shape.findings, ...code]
  if (!shape.value) return findings
  const value = shape.value
  return [
    ...findings,
    ...indicatorFindings(value, context),
    ...sourceFindings(value, context),
    ...dateFindings(value, context.today),
    ...subjectFindings(value),
    ...personalFindings({
      title: value.title, facts: value.facts, authorityName: value.authorityName, documentNo: value.documentNo, legalBasis: value.legalBasis, result: value.result,
      subjectStatement: value.subjectStatement, caseId: value.caseId,
    }),
    ...evidencePersonalFindings('evidence', value.evidence),
    ...authorMayWrite(context),
    ...knownInstitution(value.uscc, context),
    ...mayReplace(value.replaces, 'conduct', value.uscc, context),
    ...ledgerFindings(value, context),
  ]
}

function indicatorFindings(content: ConductContent, { methodology }: CheckContext): readonly Finding[] {
  const indicator = methodology.indicators.get(content.indicatorCode)
  if (!indicator) return [error('indicatorCode', 'CONDUCT_INDICATOR_UNKNOWN', { indicator: content.indicatorCode })]
  if (indicator.kind === 'METRIC') return [error('indicatorCode', 'CONDUCT_INDICATOR_METRIC', { indicator: indicator.code })]
  const findings: Finding[] = []
  if (!polaritiesOf(indicator).includes(content.polarity)) findings.push(error('polarity', 'CONDUCT_POLARITY', { indicator: indicator.code, expected: polaritiesOf(indicator)[0]! }))
  if (content.retentionClass !== indicator.retention) findings.push(error('retentionClass', 'CONDUCT_RETENTION', { indicator: indicator.code, expected: indicator.retention }))
  if (!categoriesOf(indicator).includes(content.category)) findings.push(warning('category', 'CONDUCT_CATEGORY', { indicator: indicator.code, expected: categoriesOf(indicator).join(' ') }))
  const attached = content.evidence ?? []
  if (!attached.some((item) => indicator.evidence.includes(item.type))) findings.push(warning('evidence', 'CONDUCT_NO_EVIDENCE', { wanted: indicator.evidence.join(' ') }))
  if (indicator.setsCapWhileActive && content.measureFrom === undefined) findings.push(warning('measureFrom', 'CONDUCT_MEASURE_PERIOD', { cap: indicator.setsCapWhileActive }))
  return [...findings, ...groundFindings(content, indicator)]
}

/** The signs that an indicator's points allow; one without points (an open investigation) may be told neutrally. */
export const polaritiesOf = (indicator: Indicator): readonly ConductContent['polarity'][] =>
  indicator.points > 0 ? ['POSITIVE'] : indicator.points < 0 ? ['NEGATIVE'] : ['NEGATIVE', 'NEUTRAL']

function groundFindings(content: ConductContent, indicator: Indicator): readonly Finding[] {
  const grounds = content.vetoGrounds ?? []
  if (indicator.setsVeto?.length && !grounds.some((ground) => indicator.setsVeto!.includes(VETO_OF_GROUND[ground]))) return [warning('vetoGrounds', 'CONDUCT_VETO_GROUND_MISSING', { vetoes: indicator.setsVeto.join(' ') })]
  if (grounds.length > 0 && content.polarity === 'POSITIVE') return [error('vetoGrounds', 'CONDUCT_VETO_POSITIVE')]
  if (grounds.includes('SERIOUS_LIST') && indicator.kind !== 'STATE') return [error('vetoGrounds', 'CONDUCT_VETO_LIST_STATE')]
  return []
}

/** What a client, an investor or the institution itself declares: no authority stands behind it. */
const DECLARED = 'A6'

function sourceFindings(content: ConductContent, context: CheckContext): readonly Finding[] {
  const findings: Finding[] = []
  const { authorityLevel: level, issuingCenter, evidence = [] } = content
  const event = context.methodology.indicators.get(content.indicatorCode)?.kind === 'EVENT'
  if (event && content.polarity === 'POSITIVE' && level === DECLARED) findings.push(error('authorityLevel', 'CONDUCT_POSITIVE_DECLARED', { level }))
  const recordedBy = context.methodology.document.authorityLevels.find((row) => row.code === level)?.recordedBy
  if (recordedBy !== undefined && recordedBy !== 'ANY_CENTER') {
    if (issuingCenter === undefined) findings.push(error('issuingCenter', 'CONDUCT_ISSUER_MISSING', { level }))
    findings.push(...onlyByCenter('issuingCenter', { center: issuingCenter, replaces: content.replaces }, context, recordedBy === 'ISSUING_CENTER_ONLY' ? 'CONDUCT_NOT_ISSUER' : 'CONDUCT_NOT_HANDLER'))
  } else if (issuingCenter !== undefined) findings.push(error('issuingCenter', 'CONDUCT_ISSUER_NOT_CENTER', { level }))
  if (evidence.some((item) => item.type === 'E1') && content.documentNo === undefined) findings.push(error('documentNo', 'CONDUCT_DOCUMENT_NO_MISSING'))
  if (content.source === 'MEDIA_VERIFIED' && content.mediaCheck === undefined) findings.push(error('mediaCheck', 'CONDUCT_MEDIA_CHECK_MISSING'))
  return findings
}

const dateFindings = (content: ConductContent, today: string): readonly Finding[] => [
  ...notInFuture({ decidedOn: content.decidedOn, effectiveDate: content.effectiveDate, executionCompletedDate: content.executionCompletedDate, 'mediaCheck.on': content.mediaCheck?.on }, today),
  ...inOrder({ decidedOn: content.decidedOn, effectiveDate: content.effectiveDate, executionCompletedDate: content.executionCompletedDate }),
  ...(content.measureFrom !== undefined && content.measureTo !== undefined && content.measureTo <= content.measureFrom
    ? [error('measureTo', 'DATE_ORDER', { before: 'measureFrom', date: content.measureFrom })]
    : []),
  ...(content.measureTo !== undefined && content.measureFrom === undefined && content.measureTo <= content.effectiveDate
    ? [error('measureTo', 'DATE_ORDER', { before: 'effectiveDate', date: content.effectiveDate })]
    : []),
]

function subjectFindings(content: ConductContent): readonly Finding[] {
  if (content.subjectKind === 'BRANCH') return content.branchUscc === undefined ? [error('branchUscc', 'CONDUCT_BRANCH_MISSING')] : usccFindings('branchUscc', content.branchUscc)
  return content.branchUscc === undefined ? [] : [error('branchUscc', 'CONDUCT_NOT_BRANCH')]
}

// One spelling of brackets and no spaces: 〔2025〕1号, [2025] 1号 and (2025)1号 are one document.
const plain = (text: string): string =>
  upperAscii(text.normalize('NFKC').replace(/\s/g, '').replace(/[〔【[({]/g, '(').replace(/[〕】\])}]/g, ')'))

/** What makes a decision the same decision: authority, document and measure; null where there is no document number. */
export const conductMark = (content: ConductContent): string | null =>
  content.documentNo === undefined ? null : hashValue([plain(content.authorityName), plain(content.documentNo), content.indicatorCode])

function ledgerFindings(content: ConductContent, { state }: CheckContext): readonly Finding[] {
  if (!state) return []
  const findings: Finding[] = []
  const mark = conductMark(content)
  const known = mark === null ? null : state.get(KEY.conductMark(content.uscc, mark))
  if (known && decodeValue(known) !== content.replaces?.objectId) findings.push(error('documentNo', 'CONDUCT_DUPLICATE', { documentNo: content.documentNo ?? '', authority: content.authorityName }))
  const related = content.relatedEngagement && readObject(state, content.relatedEngagement.objectId)
  if (content.relatedEngagement && (related?.kind !== 'engagement' || related.uscc !== content.uscc || related.version < content.relatedEngagement.version)) findings.push(error('relatedEngagement', 'CONDUCT_ENGAGEMENT_UNKNOWN'))
  return findings
}
