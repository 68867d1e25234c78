import type { CheckContext } from '../context.ts'
import { hashValue } from '../codec.ts'
import { addWorkingDays, dateOfDay, dayNumber } from '../dates.ts'
import { inOrder, notInFuture } from '../dates-check.ts'
import { checkShape, error, warning } from '../finding.ts'
import type { Finding } from '../finding.ts'
import { authorMayWrite, knownInstitution, mayRate } from '../authority/jurisdiction.ts'
import { lastConductDay } from '../gather.ts'
import { personalFindings } from '../personal.ts'
import { changedAt, listConduct, listEngagements, readInstitution, readNetwork } from '../state/read.ts'
import { usccFindings } from '../uscc/check.ts'
import { computeRating, isDowngrade } from './build.ts'
import type { DerivedRating, RatingComputation } from './build.ts'
import { ratingSchema } from './schema.ts'
import type { RatingContent } from './schema.ts'
import type { StateReader } from '../../ledger/state/executor.ts'

/** How many days before its publication a rating's as-of date may lie: time for review, committee and approval. */
export const AS_OF_DAYS = 31

/** What is wrong with the content of a `rating.publish`: its form, its right to exist, and every figure in it. */
export function checkRating(content: unknown, context: CheckContext): readonly Finding[] {
  const shape = checkShape(ratingSchema, content)
  if (!shape.value) return shape.findings
  const value = shape.value
  return [
    ...usccFindings('uscc', value.uscc, { override: true }).filter((finding) => finding.severity === 'error'),
    ...notInFuture({ asOf: value.asOf, 'preNotice.sentOn': value.preNotice?.sentOn }, context.today),
    ...asOfFindings(value, context),
    ...inOrder({ [`period.from`]: value.period.from, [`period.to`]: value.period.to, asOf: value.asOf }),
    ...personalFindings({ opinion: value.opinion, 'adjustment.reason': value.adjustment.reason, 'preNotice.response': value.preNotice?.response }),
    ...(value.adjustment.points !== 0 && value.adjustment.reason === '' ? [error('adjustment.reason', 'RATING_ADJUSTMENT_REASON')] : []),
    ...authorMayWrite(context),
    ...knownInstitution(value.uscc, context),
    ...ledgerFindings(value, context),
  ]
}

/**
 * Conduct after the as-of date does not count, so an old date would show an old and perhaps better view as today's: it is
 * neither before the last day on which known conduct changed the picture nor long ago. (One after today: `notInFuture`.)
 */
function asOfFindings({ uscc, asOf, basisHeight }: RatingContent, { today, state, author, methodology }: CheckContext): readonly Finding[] {
  const oldest = dateOfDay(dayNumber(today) - AS_OF_DAYS)
  const changed = state && author !== undefined ? lastConductDay(state, { uscc, scope: { center: author }, basisHeight, methodology }, today) : null
  const earliest = changed !== null && changed > oldest ? changed : oldest
  return asOf < earliest ? [error('asOf', 'RATING_AS_OF_STALE', { asOf, earliest, today })] : []
}

function ledgerFindings(content: RatingContent, context: CheckContext): readonly Finding[] {
  const { state, author, methodology } = context
  if (!state || author === undefined || !readInstitution(state, content.uscc)) return []
  const adopted = readNetwork(state)?.methodology
  if (adopted && adopted.hash !== content.methodology.hash) return [error('methodology', 'RATING_METHODOLOGY', { version: content.methodology.version })]
  if (context.height !== undefined && content.basisHeight >= context.height) return [error('basisHeight', 'RATING_BASIS_AHEAD', { basis: content.basisHeight, height: context.height })]
  const computed = computeRating(state, {
    uscc: content.uscc, center: author, asOf: content.asOf, basisHeight: content.basisHeight, methodology, adjustment: content.adjustment.points, withdrawal: content.withdrawal,
  })
  if (!computed) return [error('basisHeight', 'RATING_BASIS_TOO_EARLY', { basis: content.basisHeight })]
  if (!mayRate(computed.gathered.institution, context, content.basisHeight)) return [error('uscc', 'RATING_NO_RELATION', { author })]
  return [...staleness(content, state), ...versionFindings(content, computed), ...mismatches(content, computed.derived), ...judgementFindings(content, computed, context)]
}

/** Conduct that became final, was repaired or withdrawn after the basis makes the snapshot worthless: the rating must be computed anew. */
function staleness(content: RatingContent, state: StateReader): readonly Finding[] {
  const latest = listConduct(state, content.uscc).reduce((height, view) => Math.max(height, changedAt(view)), 0)
  return latest > content.basisHeight ? [error('basisHeight', 'RATING_STALE', { basis: content.basisHeight, height: latest })] : []
}

function versionFindings(content: RatingContent, { previous }: RatingComputation): readonly Finding[] {
  const current = previous?.version
  return content.previous === current ? [] : [error('previous', 'VERSION_CONFLICT', { current: current ?? -1, base: content.previous ?? -1 })]
}

const RECOMPUTED: readonly (keyof DerivedRating)[] = [
  'methodology', 'inputs', 'lines', 'dimensions', 'mitigation', 'rawScore', 'score', 'grade', 'modifier', 'class', 'caps', 'vetoes', 'validTo',
]

/** Every figure that follows from the records must be the one that follows from the records. */
function mismatches(content: RatingContent, derived: DerivedRating): readonly Finding[] {
  return RECOMPUTED.flatMap((field) => {
    const [given, expected] = [content[field], derived[field]]
    if (hashValue(given ?? null) === hashValue(expected ?? null)) return []
    return [error(field, 'RATING_MISMATCH', { given: plain(given), expected: plain(expected) })]
  })
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null).slice(0, 120))

function judgementFindings(content: RatingContent, { result, lastScored }: RatingComputation, { today, methodology }: CheckContext): readonly Finding[] {
  const findings: Finding[] = []
  if (result.watch && !content.watch) findings.push(error('watch', 'RATING_WATCH_NEEDED'))
  if (content.withdrawal === undefined && result.grade === 'WD') findings.push(warning('withdrawal', 'RATING_WITHDRAWAL_REASON'))
  if (!isDowngrade(lastScored?.content ?? null, content)) return findings
  const days = methodology.document.reviewCycle.preNoticeWorkingDays
  const { preNotice } = content
  if (!preNotice) return [...findings, error('preNotice', 'RATING_PRE_NOTICE_MISSING', { days })]
  const open = addWorkingDays(preNotice.sentOn, days)
  if (preNotice.response === undefined && today < open) findings.push(error('preNotice.sentOn', 'RATING_PRE_NOTICE_RUNNING', { until: open }))
  return findings
}

/**
 * Staff of a center who took part in an engagement or complaint of the institution, as the records name them: they may
 * not take any step of its rating (回避).
 */
export function conflictedStaff(state: StateReader, uscc: string, author: string): readonly string[] {
  const named = [
    ...listEngagements(state, uscc).filter((view) => view.origin.author === author).flatMap((view) => view.content.participants ?? []),
    ...listConduct(state, uscc).filter((view) => view.origin.author === author).flatMap((view) => view.content.participants ?? []),
  ]
  return [...new Set(named)]
}
