import {
  APPLICANTS, AUTHORITY_LEVELS, BIZ_STATUSES, CONDUCT_CATEGORIES, CONDUCT_SOURCES, DELIVERABLE_KINDS, ENGAGEMENT_STATES, EVIDENCE_TYPES, FEE_BANDS,
  INSTITUTION_TYPES, LICENCES, MEDIA_CHECK_OUTCOMES, MEMBERSHIP_CLASSES, MEMBERSHIP_STATUSES, MITIGATIONS, OBJECTION_OUTCOMES, OBJECTION_REASONS, POLARITIES, QUALITY_GRADES,
  REPAIR_BASES, RETENTION_CLASSES, SERVICE_KINDS, SUBJECT_KINDS, VETO_GROUNDS,
} from '../../../shared/credit/index.ts'
import type { TermGroup } from '../../words/use-words.ts'
import type { FieldGroup, FieldSpec, FormKind } from './field-spec.ts'

const line = (key: string, max: number, required = false, wide = false): FieldSpec => ({ key, input: 'line', max, required, wide })
const lines = (key: string, max: number, required = false): FieldSpec => ({ key, input: 'lines', max, required, wide: true })
const date = (key: string, required = false): FieldSpec => ({ key, input: 'date', required })
const one = (key: string, group: TermGroup, options: readonly string[], required = false): FieldSpec => ({ key, input: 'one', group, options, required })
const many = (key: string, group: TermGroup, options: readonly string[], required = false): FieldSpec => ({ key, input: 'many', group, options, required })

const evidenceFields: readonly FieldSpec[] = [
  one('type', 'evidence', EVIDENCE_TYPES, true), { key: 'hash', input: 'hash', required: true }, line('name', 120), line('ref', 80), line('url', 300), date('capturedOn'),
]
const evidence: FieldSpec = { key: 'evidence', input: 'rows', fields: evidenceFields, wide: true }

const identity: readonly FieldSpec[] = [
  { key: 'uscc', input: 'uscc', required: true },
  line('nameZh', 100, true),
  line('shortName', 100),
  line('nameEn', 100),
  one('type', 'type', INSTITUTION_TYPES, true),
  many('roles', 'type', INSTITUTION_TYPES, true),
  { key: 'formerNames', input: 'rows', fields: [line('name', 100, true), date('until')], wide: true },
]
const registerGroups: readonly FieldGroup[] = [
  { name: 'identity', fields: identity },
  {
    name: 'business',
    fields: [
      { key: 'regionCode', input: 'region', required: true },
      { key: 'homeCenter', input: 'center', required: true },
      one('bizStatus', 'bizStatus', BIZ_STATUSES, true),
      date('establishedOn', true),
      date('practiceSince'),
      { key: 'registeredCapitalFen', input: 'yuan' },
      { key: 'parentUscc', input: 'uscc' },
      line('address', 200, false, true),
    ],
  },
  {
    name: 'members',
    fields: [
      {
        key: 'memberships',
        input: 'rows',
        wide: true,
        fields: [
          { key: 'center', input: 'center', required: true },
          one('class', 'membershipClass', MEMBERSHIP_CLASSES, true),
          many('roles', 'type', INSTITUTION_TYPES, true),
          date('from', true),
          date('to'),
          one('status', 'memberStatus', MEMBERSHIP_STATUSES, true),
        ],
      },
      { key: 'licensedStaff', input: 'rows', wide: true, fields: [one('licence', 'licence', LICENCES, true), { key: 'count', input: 'int', max: 1_000_000, required: true }] },
    ],
  },
  { name: 'evidence', fields: [evidence, { key: 'usccOverride', input: 'part', wide: true, fields: [lines('reason', 300, true), { key: 'evidence', input: 'part', fields: evidenceFields }] }] },
]

const engagementGroups: readonly FieldGroup[] = [
  {
    name: 'contract',
    fields: [
      { key: 'uscc', input: 'institution', required: true, wide: true },
      one('role', 'type', INSTITUTION_TYPES, true),
      one('serviceKind', 'serviceKind', SERVICE_KINDS, true),
      { key: 'clientUscc', input: 'uscc', required: true },
      line('clientName', 100, true),
      line('clientCode', 32),
      { key: 'center', input: 'center', required: true },
      date('signedOn', true),
      date('dueOn'),
      line('contractNo', 64),
      one('feeBand', 'feeBand', FEE_BANDS),
      { key: 'consentRef', input: 'hash' },
    ],
  },
  {
    name: 'progress',
    fields: [
      one('state', 'engagementState', ENGAGEMENT_STATES, true),
      line('filingNo', 64),
      date('filedOn'),
      { key: 'feedbackRounds', input: 'int', max: 99 },
      { key: 'firstPass', input: 'bool' },
      date('acceptedOn'),
      date('terminatedOn'),
      { key: 'financingAmountFen', input: 'yuan' },
      { key: 'isSRDI', input: 'bool' },
    ],
  },
  {
    name: 'quality',
    fields: [
      one('qualityGrade', 'qualityGrade', QUALITY_GRADES),
      { key: 'reviewRef', input: 'hash' },
      { key: 'satisfaction', input: 'part', fields: [{ key: 'score', input: 'int', max: 1000, required: true }, { key: 'responses', input: 'int', max: 100_000, required: true }] },
      { key: 'participants', input: 'ids' },
      { key: 'deliverables', input: 'rows', wide: true, fields: [one('kind', 'deliverableKind', DELIVERABLE_KINDS, true), date('date', true), { key: 'hash', input: 'hash', required: true }] },
      evidence,
    ],
  },
]

const conductGroups: readonly FieldGroup[] = [
  {
    name: 'subject',
    fields: [
      { key: 'uscc', input: 'institution', required: true, wide: true },
      one('polarity', 'polarity', POLARITIES, true),
      { key: 'indicatorCode', input: 'indicator', required: true, wide: true },
      one('category', 'category', CONDUCT_CATEGORIES, true),
      one('subjectKind', 'subjectKind', SUBJECT_KINDS, true),
      { key: 'branchUscc', input: 'uscc' },
      line('title', 100, true, true),
      lines('facts', 4000, true),
    ],
  },
  {
    name: 'authority',
    fields: [
      line('authorityName', 100, true),
      one('authorityLevel', 'authorityLevel', AUTHORITY_LEVELS, true),
      { key: 'issuingCenter', input: 'center' },
      line('documentNo', 100),
      one('source', 'source', CONDUCT_SOURCES, true),
      { key: 'mediaCheck', input: 'part', fields: [date('on', true), one('outcome', 'mediaCheckOutcome', MEDIA_CHECK_OUTCOMES, true)] },
      { key: 'amountFen', input: 'yuan' },
      lines('legalBasis', 1000, true),
      lines('result', 1000, true),
    ],
  },
  {
    name: 'dates',
    fields: [
      date('decidedOn', true),
      date('effectiveDate', true),
      date('executionCompletedDate'),
      date('measureFrom'),
      date('measureTo'),
      one('retentionClass', 'retention', RETENTION_CLASSES, true),
      line('caseId', 64),
    ],
  },
  {
    name: 'evidence',
    fields: [
      many('vetoGrounds', 'vetoGround', VETO_GROUNDS),
      many('mitigation', 'mitigation', MITIGATIONS),
      { key: 'participants', input: 'ids' },
      lines('subjectStatement', 2000),
      evidence,
    ],
  },
]

/** What an objection, its answer, a repair and a withdrawal are about. */
const about: readonly FieldSpec[] = [{ key: 'uscc', input: 'institution', required: true, wide: true }, line('record', 64, true, true)]
const proof: FieldSpec = { ...evidence, required: true }
const objectionGroups: readonly FieldGroup[] = [
  { name: 'subject', fields: [...about, one('applicant', 'applicant', APPLICANTS, true), date('receivedOn', true), one('reasonCode', 'objectionReason', OBJECTION_REASONS, true), lines('facts', 2000, true)] },
  { name: 'evidence', fields: [evidence] },
]
const answerGroups: readonly FieldGroup[] = [
  { name: 'subject', fields: [...about, line('objection', 64, true, true), one('outcome', 'objectionOutcome', OBJECTION_OUTCOMES, true), lines('opinion', 2000, true)] },
  { name: 'evidence', fields: [evidence] },
]
const repairGroups: readonly FieldGroup[] = [
  { name: 'subject', fields: [...about, one('basis', 'repairBasis', REPAIR_BASES, true), date('completedOn', true), lines('result', 1000, true)] },
  { name: 'evidence', fields: [{ key: 'undertaking', input: 'hash' }, proof] },
]
const withdrawalGroups: readonly FieldGroup[] = [
  { name: 'subject', fields: [...about, lines('reason', 1000, true)] },
  { name: 'evidence', fields: [proof] },
]

/** The form of each kind, group by group. */
export const FORMS: { readonly [K in FormKind]: readonly FieldGroup[] } = {
  'institution.register': registerGroups,
  'institution.update': [{ name: 'subject', fields: [lines('reason', 300, true)] }, ...registerGroups],
  'engagement.record': engagementGroups,
  'conduct.record': conductGroups,
  'objection.file': objectionGroups,
  'objection.decide': answerGroups,
  'repair.grant': repairGroups,
  'record.withdraw': withdrawalGroups,
}

/** The fields of a kind in the order of its form. */
export const fieldOrder = (kind: FormKind): readonly string[] => FORMS[kind].flatMap((group) => group.fields.map((spec) => spec.key))
