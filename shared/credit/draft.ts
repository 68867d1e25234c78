import { fromHex, toHex } from '../kit/bytes.ts'
import { normaliseUscc } from './uscc/check.ts'
import type { DraftKind, RecordKind } from './kinds.ts'
import { categoriesOf } from './conduct/category.ts'
import { polaritiesOf } from './conduct/check.ts'
import type { Methodology } from './methodology/document.ts'
import type { ConductView, EngagementView, InstitutionView } from './state/views.ts'
import type { Step } from './authority/step.ts'

/** A content as a form holds it: incomplete, of any shape. */
export type DraftContent = Record<string, unknown>

export interface DraftSeed {
  readonly author: string
  readonly today: string
  readonly uscc?: string
  /** The institution to update. */
  readonly institution?: InstitutionView
  /** The engagement or conduct version that the new one replaces. */
  readonly replaces?: EngagementView | ConductView
  /** Record id (hex) of the record that an objection, a repair or a withdrawal is about, and of the objection that is decided. */
  readonly record?: string
  readonly objection?: string
}

/** The content a new draft starts from: what is known already, and the usual choices. */
export function draftContent(kind: DraftKind, seed: DraftSeed): DraftContent {
  const { author, today, institution, replaces, record = '' } = seed
  const uscc = seed.uscc ?? institution?.uscc ?? ''
  if (replaces && (kind === 'engagement.record' || kind === 'conduct.record')) return { ...replaces.content, replaces: { objectId: replaces.objectId, version: replaces.version } }
  switch (kind) {
    case 'institution.register':
      return { uscc, nameZh: '', type: 'SPONSOR', roles: ['SPONSOR'], regionCode: '', homeCenter: author, establishedOn: '', bizStatus: 'ACTIVE' }
    case 'institution.update':
      return institution ? { ...institution.content, baseVersion: institution.version, reason: '' } : { uscc, reason: '' }
    case 'engagement.record':
      return { uscc, center: author, role: institution?.content.roles[0] ?? '', clientUscc: '', clientName: '', serviceKind: 'ADVISORY', signedOn: today, state: 'ONGOING' }
    case 'conduct.record':
      return {
        uscc, subjectKind: 'INSTITUTION', polarity: 'NEGATIVE', category: 'CENTER_MEASURE', indicatorCode: '', title: '', facts: '', authorityName: '', authorityLevel: 'A4',
        issuingCenter: author, legalBasis: '', result: '', decidedOn: today, effectiveDate: today, retentionClass: 'R36', source: 'CENTER', evidence: [],
      }
    case 'rating.publish':
      return { uscc, ratingType: 'OWN', asOf: today }
    case 'objection.file':
      return { uscc, record, applicant: 'INSTITUTION', receivedOn: today, reasonCode: '', facts: '', evidence: [] }
    case 'objection.decide':
      return { uscc, record, objection: seed.objection ?? '', outcome: '', opinion: '', evidence: [] }
    case 'repair.grant':
      return { uscc, record, basis: 'PERFORMED', completedOn: today, result: '', evidence: [] }
    case 'record.withdraw':
      return { uscc, record, reason: '', evidence: [] }
  }
}

const USCC_FIELDS: ReadonlySet<string> = new Set(['uscc', 'clientUscc', 'parentUscc', 'branchUscc'])

/**
 * What was typed, in the form records have: text in NFC without outer spaces, codes normalised, empty texts, lists and
 * maps left out. Nothing is corrected beyond that.
 */
export function tidyContent(content: Readonly<Record<string, unknown>>): DraftContent {
  return (tidy(content, '') ?? {}) as DraftContent
}

function tidy(value: unknown, field: string): unknown {
  if (typeof value === 'string') {
    const clean = USCC_FIELDS.has(field) ? normaliseUscc(value) : value.normalize('NFC').replace(/\r\n?/g, '\n').trim()
    return clean === '' ? undefined : clean
  }
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => tidy(item, '')).filter((item) => item !== undefined)
    return items.length > 0 ? items : undefined
  }
  if (typeof value !== 'object' || value === null) return value ?? undefined
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const clean = tidy(inner, key)
    return clean === undefined ? [] : [[key, clean] as const]
  })
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}

/** The fields of a conduct record that follow from its indicator; null for one that is unknown or a metric. */
export function conductDefaults(indicatorCode: string, { indicators }: Methodology): { readonly polarity: string; readonly category: string; readonly retentionClass: string; readonly title: string } | null {
  const indicator = indicators.get(indicatorCode)
  if (!indicator || indicator.kind === 'METRIC') return null
  return { polarity: polaritiesOf(indicator)[0]!, category: categoriesOf(indicator)[0]!, retentionClass: indicator.retention, title: indicator.name['zh-CN'] }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** A short title of a record or draft for lists, from its content alone: names and codes, no words of any language. */
export function recordTitle(kind: RecordKind, content: Readonly<Record<string, unknown>>): string {
  const parts = titleParts(kind, content).map(text).filter((part) => part !== '')
  return parts.length > 0 ? parts.join(' · ') : text(content['uscc'])
}

function titleParts(kind: RecordKind, content: Readonly<Record<string, unknown>>): readonly unknown[] {
  switch (kind) {
    case 'institution.register':
    case 'institution.update':
      return [content['nameZh']]
    case 'engagement.record':
      return [content['clientName'], content['filingNo']]
    case 'conduct.record':
      return [content['title'], content['documentNo']]
    case 'rating.publish':
      return [content['uscc'], `${text(content['grade'])}${text(content['modifier'])}`, content['asOf']]
    case 'staff.grant':
    case 'staff.revoke':
      return [content['staffId']]
    case 'objection.file':
    case 'objection.decide':
    case 'repair.grant':
    case 'record.withdraw':
      return [content['uscc'], text(content['record']).slice(0, 12)]
    case 'governance.propose': {
      const details = content['details']
      const names = typeof details === 'object' && details !== null ? (details as Record<string, unknown>) : {}
      return [content['matter'], names['member'], names['into']]
    }
    case 'governance.vote':
      return [text(content['proposal']).slice(0, 12), content['choice']]
    case 'governance.withdraw':
      return [text(content['proposal']).slice(0, 12)]
    case 'member.ready':
    case 'member.rotate':
      return [text(content['voteKey']).slice(0, 12)]
    case 'member.peers':
    case 'member.standby':
    case 'member.leave':
      return []
    case 'evidence.submit':
      return [typeof content['epoch'] === 'number' ? `e${String(content['epoch'])}` : '']
  }
}

/** A step as JSON, for drafts on their way between desktops. */
export interface StepText {
  readonly s: Step['s']
  readonly d: string
  readonly at: number
  readonly choice?: Step['choice']
  readonly sig: string
}

export const stepToText = ({ s, d, at, choice, sig }: Step): StepText => ({ s, d: toHex(d), at, ...(choice ? { choice } : {}), sig: toHex(sig) })
/** Throws RangeError where the hex text is none. */
export const stepFromText = ({ s, d, at, choice, sig }: StepText): Step => ({ s, d: fromHex(d), at, ...(choice ? { choice } : {}), sig: fromHex(sig) })
