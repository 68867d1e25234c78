import { authorMayWrite, knownInstitution } from '../authority/jurisdiction.ts'
import type { CheckContext } from '../context.ts'
import { notInFuture } from '../dates-check.ts'
import { addMonths } from '../dates.ts'
import { checkShape, error, warning } from '../finding.ts'
import type { Finding } from '../finding.ts'
import { evidencePersonalFindings, personalFindings } from '../personal.ts'
import { listObjections, readObjection, statusOf } from '../state/read.ts'
import { actsFor } from '../state/succession.ts'
import { usccFindings } from '../uscc/check.ts'
import { objectionDecideSchema, objectionFileSchema, recordWithdrawSchema, repairGrantSchema } from './schema.ts'
import type { ObjectionDecideContent, RepairGrantContent } from './schema.ts'
import { isWithdrawn, targetOf } from './target.ts'
import type { Target } from './target.ts'

interface Redress {
  readonly uscc: string
  readonly record: string
}

/** What is wrong with the content of an `objection.file`: any center may file, for itself or for who turned to it. */
export function checkObjectionFile(content: unknown, context: CheckContext): readonly Finding[] {
  const { value, findings } = checkShape(objectionFileSchema, content)
  if (!value) return findings
  const { author, state } = context
  const open = state ? listObjections(state, value.uscc, value.record).find((view) => view.status === 'OPEN' && view.origin.author === author) : undefined
  return [
    ...common(value, context),
    ...notInFuture({ receivedOn: value.receivedOn }, context.today),
    ...personalFindings({ facts: value.facts }),
    ...evidencePersonalFindings('evidence', value.evidence),
    ...target(value, context, (found) => (isWithdrawn(found) ? [error('record', 'RECORD_WITHDRAWN')] : [])),
    ...(open ? [error('record', 'OBJECTION_OPEN', { objection: open.id.slice(0, 16) })] : []),
  ]
}

/** What is wrong with the content of an `objection.decide`. */
export function checkObjectionDecide(content: unknown, context: CheckContext): readonly Finding[] {
  const { value, findings } = checkShape(objectionDecideSchema, content)
  if (!value) return findings
  return [
    ...common(value, context),
    ...personalFindings({ opinion: value.opinion }),
    ...evidencePersonalFindings('evidence', value.evidence),
    ...target(value, context, (found) => [...byOrigin(found, context), ...decideFindings(value, found, context)], true),
  ]
}

function decideFindings({ uscc, record, objection, outcome }: ObjectionDecideContent, found: Target, { state }: CheckContext): readonly Finding[] {
  const view = state && readObjection(state, uscc, record, objection)
  if (!view) return [error('objection', 'OBJECTION_UNKNOWN')]
  if (view.status !== 'OPEN') return [error('objection', 'OBJECTION_DECIDED', { objectionStatus: view.status })]
  // The word "corrected" has to be true: the record was replaced or taken back first.
  return outcome === 'CORRECTED' && found.current && !isWithdrawn(found) ? [error('outcome', 'OBJECTION_NOT_CORRECTED')] : []
}

/** Months from the effective date before a record can be repaired, by how long it would count; null: never. Minor matters need performance alone. */
const MINIMUM_MONTHS: Readonly<Record<string, number | null>> = { R12: 0, R36: 3, R60: 12, STATE: 0, PERM: null }
/** Evidence of an authority's own decision. */
const OFFICIAL: readonly string[] = ['E1', 'E2', 'E7']
/** Levels at which a center itself is the source (its own measures, complaints it handled). */
const OWN_LEVELS: readonly string[] = ['A4', 'A6']

/** What is wrong with the content of a `repair.grant`. */
export function checkRepairGrant(content: unknown, context: CheckContext): readonly Finding[] {
  const { value, findings } = checkShape(repairGrantSchema, content)
  if (!value) return findings
  return [
    ...common(value, context),
    ...notInFuture({ completedOn: value.completedOn }, context.today),
    ...personalFindings({ result: value.result }),
    ...evidencePersonalFindings('evidence', value.evidence),
    ...target(value, context, (found) => [...byOrigin(found, context), ...repairFindings(value, found, context)]),
  ]
}

function repairFindings(content: RepairGrantContent, found: Target, { today }: CheckContext): readonly Finding[] {
  if (found.kind !== 'conduct' || found.view.content.polarity !== 'NEGATIVE') return [error('record', 'REPAIR_NOT_NEGATIVE')]
  const { authorityLevel, effectiveDate, retentionClass, vetoGrounds } = found.view.content
  const status = statusOf(found.view)
  if (status !== 'EFFECTIVE') return [error('record', 'REPAIR_STATUS', { status })]
  const official = content.evidence.some(({ type }) => OFFICIAL.includes(type))
  // What an authority decided, an authority repairs; its answer binds (and may come before the terms below).
  if (!OWN_LEVELS.includes(authorityLevel) && !official) return [error('evidence', 'REPAIR_AUTHORITY_PROOF', { level: authorityLevel })]
  const findings: Finding[] = content.completedOn < effectiveDate ? [error('completedOn', 'DATE_ORDER', { before: 'effectiveDate', date: effectiveDate })] : []
  if (content.basis !== 'PERFORMED') return official ? findings : [...findings, error('evidence', 'REPAIR_BASIS_PROOF')]
  const least = MINIMUM_MONTHS[retentionClass] ?? null
  if (least === null) return [...findings, error('record', 'REPAIR_NEVER', { retention: retentionClass })]
  const from = addMonths(effectiveDate, vetoGrounds?.length ? Math.max(least, 12) : least)
  if (today < from) findings.push(error('record', 'REPAIR_TOO_EARLY', { from }))
  if (least > 0 && content.undertaking === undefined) findings.push(error('undertaking', 'REPAIR_UNDERTAKING'))
  return findings
}

/** What is wrong with the content of a `record.withdraw`. */
export function checkRecordWithdraw(content: unknown, context: CheckContext): readonly Finding[] {
  const { value, findings } = checkShape(recordWithdrawSchema, content)
  if (!value) return findings
  return [
    ...common(value, context),
    ...personalFindings({ reason: value.reason }),
    ...evidencePersonalFindings('evidence', value.evidence),
    ...target(value, context, (found) => [
      ...byOrigin(found, context),
      ...(isWithdrawn(found) ? [error('record', 'RECORD_WITHDRAWN')] : []),
      ...(found.kind === 'rating' ? [warning('record', 'WITHDRAW_RATING_PREFERS_NEW')] : []),
    ]),
  ]
}

const common = ({ uscc }: Redress, context: CheckContext): readonly Finding[] => [
  ...usccFindings('uscc', uscc, { override: true }).filter((finding) => finding.severity === 'error'),
  ...authorMayWrite(context),
  ...knownInstitution(uscc, context),
]

/** The record it is about, in force and current unless `past` records will do too. */
function target({ uscc, record }: Redress, { state }: CheckContext, more: (found: Target) => readonly Finding[], past = false): readonly Finding[] {
  if (!state) return []
  const found = targetOf(state, uscc, record)
  if (!found) return [error('record', 'RECORD_UNKNOWN')]
  return !found.current && !past ? [error('record', 'RECORD_NOT_CURRENT')] : more(found)
}

/** Only the center that wrote a record (or goes on with its records) answers for it. */
const byOrigin = ({ view }: Target, { author, state }: CheckContext): readonly Finding[] =>
  author === undefined || !state || actsFor(state, author, view.origin.author) ? [] : [error('record', 'RECORD_OTHER_AUTHOR', { author: view.origin.author })]
