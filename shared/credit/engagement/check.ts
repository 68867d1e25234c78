import { hashValue } from '../codec.ts'
import type { CheckContext } from '../context.ts'
import { inOrder, notInFuture } from '../dates-check.ts'
import { checkShape, error, warning } from '../finding.ts'
import type { Finding } from '../finding.ts'
import { authorMayWrite, knownInstitution, mayReplace, onlyByCenter } from '../authority/jurisdiction.ts'
import { evidencePersonalFindings, personalFindings } from '../personal.ts'
import { KEY } from '../state/keys.ts'
import { readInstitution } from '../state/read.ts'
import { normaliseUscc, usccFindings } from '../uscc/check.ts'
import { decodeValue } from '../codec.ts'
import { engagementSchema } from './schema.ts'
import type { EngagementContent } from './schema.ts'

/** What is wrong with the content of an `engagement.record`. */
export function checkEngagement(content: unknown, context: CheckContext): readonly Finding[] {
  const shape = checkShape(engagementSchema, content)
  const findings = [...shape.findings, ...codeFindings(content)]
  if (!shape.value) return findings
  const value = shape.value
  return [
    ...findings,
    ...stateFindings(value),
    ...dateFindings(value, context.today),
    ...personalFindings({ clientName: value.clientName, clientCode: value.clientCode, contractNo: value.contractNo, filingNo: value.filingNo }),
    ...evidencePersonalFindings('evidence', value.evidence),
    ...authorMayWrite(context),
    ...onlyByCenter('center', value, context, 'ENGAGEMENT_OTHER_CENTER'),
    ...knownInstitution(value.uscc, context),
    ...mayReplace(value.replaces, 'engagement', value.uscc, context),
    ...ledgerFindings(value, context),
  ]
}

function codeFindings(content: unknown): readonly Finding[] {
  const { uscc, clientUscc } = (content ?? {}) as Partial<Record<keyof EngagementContent, unknown>>
  const findings: Finding[] = []
  // The institution's own code was accepted when it was registered, with an override perhaps; the client's has no such history.
  if (typeof uscc === 'string' && uscc !== '') findings.push(...usccFindings('uscc', uscc, { override: true }).filter((finding) => finding.severity === 'error'))
  if (typeof clientUscc === 'string' && clientUscc !== '') findings.push(...usccFindings('clientUscc', clientUscc))
  if (typeof uscc === 'string' && typeof clientUscc === 'string' && uscc !== '' && normaliseUscc(uscc) === normaliseUscc(clientUscc)) findings.push(error('clientUscc', 'ENGAGEMENT_OWN_CLIENT'))
  return findings
}

function stateFindings(content: EngagementContent): readonly Finding[] {
  const findings: Finding[] = []
  const { state } = content
  if (state === 'ACCEPTED' && content.acceptedOn === undefined) findings.push(error('acceptedOn', 'ENGAGEMENT_ACCEPTED_ON_MISSING'))
  if (state !== 'ACCEPTED' && content.acceptedOn !== undefined) findings.push(error('acceptedOn', 'ENGAGEMENT_NOT_ACCEPTED'))
  if (state === 'TERMINATED' && content.terminatedOn === undefined) findings.push(error('terminatedOn', 'ENGAGEMENT_TERMINATED_ON_MISSING'))
  if (state !== 'TERMINATED' && content.terminatedOn !== undefined) findings.push(error('terminatedOn', 'ENGAGEMENT_NOT_TERMINATED'))
  if (content.qualityGrade !== undefined && content.reviewRef === undefined) findings.push(error('reviewRef', 'ENGAGEMENT_REVIEW_REF_MISSING'))
  if ((content.contractNo !== undefined || content.feeBand !== undefined) && content.consentRef === undefined) findings.push(error('consentRef', 'ENGAGEMENT_CONSENT_MISSING'))
  if (content.firstPass === true && (content.feedbackRounds ?? 0) > 0) findings.push(warning('firstPass', 'ENGAGEMENT_FIRST_PASS_ROUNDS', { rounds: content.feedbackRounds ?? 0 }))
  return findings
}

const dateFindings = (content: EngagementContent, today: string): readonly Finding[] => [
  ...notInFuture({ signedOn: content.signedOn, filedOn: content.filedOn, acceptedOn: content.acceptedOn, terminatedOn: content.terminatedOn }, today),
  ...notInFuture(Object.fromEntries((content.deliverables ?? []).map((item, at) => [`deliverables.${at}.date`, item.date])), today),
  ...inOrder({ signedOn: content.signedOn, acceptedOn: content.acceptedOn }),
  ...inOrder({ signedOn: content.signedOn, terminatedOn: content.terminatedOn }),
  ...inOrder({ signedOn: content.signedOn, dueOn: content.dueOn }),
]

/** What makes a filing the same filing; null where it has no number. */
export const engagementMark = (content: EngagementContent): string | null =>
  content.filingNo === undefined ? null : hashValue([content.center, content.filingNo.normalize('NFKC').replace(/\s/g, ''), content.serviceKind, content.role])

function ledgerFindings(content: EngagementContent, { state }: CheckContext): readonly Finding[] {
  if (!state) return []
  const findings: Finding[] = []
  const institution = readInstitution(state, content.uscc)
  if (institution && !institution.content.roles.includes(content.role)) findings.push(warning('role', 'ENGAGEMENT_ROLE_NOT_HELD', { role: content.role }))
  const mark = engagementMark(content)
  const known = mark === null ? null : state.get(KEY.engagementMark(content.uscc, mark))
  if (known && decodeValue(known) !== content.replaces?.objectId) findings.push(error('filingNo', 'ENGAGEMENT_DUPLICATE', { filingNo: content.filingNo ?? '' }))
  return findings
}
