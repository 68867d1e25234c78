import type { StaffRole } from '../enums.ts'
import type { InstitutionContent } from '../institution/schema.ts'
import type { DraftKind } from '../kinds.ts'
import type { NeededStep, StepName } from './step.ts'

/** A row of the permission matrix: who creates, reviews, votes on and approves a kind of record, and who may read it. */
export interface MatrixRow {
  readonly create: StaffRole
  readonly review: StaffRole
  /** Committee: at least `min` votes, more than half of them for it. */
  readonly vote?: { readonly role: StaffRole; readonly min: number }
  readonly approve: StaffRole
  /** Whether the approver must act; where not, the reviewer publishes. */
  readonly approval: 'ALWAYS' | 'NEVER' | 'IDENTITY'
  readonly view: readonly StaffRole[]
}

const READERS: readonly StaffRole[] = ['CL', 'RV', 'AP', 'AN', 'CM', 'AU']

export const MATRIX: { readonly [K in DraftKind]: MatrixRow } = {
  'institution.register': { create: 'CL', review: 'RV', approve: 'AP', approval: 'ALWAYS', view: READERS },
  'institution.update': { create: 'CL', review: 'RV', approve: 'AP', approval: 'IDENTITY', view: READERS },
  'engagement.record': { create: 'CL', review: 'RV', approve: 'AP', approval: 'NEVER', view: READERS },
  'conduct.record': { create: 'CL', review: 'RV', approve: 'AP', approval: 'ALWAYS', view: READERS },
  'rating.publish': { create: 'AN', review: 'RV', vote: { role: 'CM', min: 3 }, approve: 'AP', approval: 'ALWAYS', view: READERS.filter((role) => role !== 'CL') },
  'objection.file': { create: 'CL', review: 'RV', approve: 'AP', approval: 'ALWAYS', view: READERS },
  'objection.decide': { create: 'CL', review: 'RV', approve: 'AP', approval: 'ALWAYS', view: READERS },
  'repair.grant': { create: 'CL', review: 'RV', approve: 'AP', approval: 'ALWAYS', view: READERS },
  'record.withdraw': { create: 'CL', review: 'RV', approve: 'AP', approval: 'ALWAYS', view: READERS },
}

/** An update of the name, the code or the business status changes who the institution is: three persons. */
const changesIdentity = (before: InstitutionContent, after: Readonly<Record<string, unknown>>): boolean =>
  before.nameZh !== after['nameZh'] || before.uscc !== after['uscc'] || before.bizStatus !== after['bizStatus']

/**
 * The steps a record needs, in order; the last one publishes.
 *
 * @param content finished or still a draft.
 * @param previous the institution as the ledger holds it, for an update; unknown means that the approver must act.
 */
export function neededSteps(kind: DraftKind, content: Readonly<Record<string, unknown>>, previous: InstitutionContent | null = null): readonly NeededStep[] {
  const row: MatrixRow = MATRIX[kind]
  const approval = row.approval === 'ALWAYS' || (row.approval === 'IDENTITY' && (previous === null || changesIdentity(previous, content)))
  return approval ? fullSteps(kind) : shortSteps(kind)
}

const step = (name: StepName, role: StaffRole, min = 1, publishes = false): NeededStep => ({ step: name, role, min, publishes })

/** All steps of a kind, ending with the approver. A record signed by more people than it needs is welcome. */
export function fullSteps(kind: DraftKind): readonly NeededStep[] {
  const row: MatrixRow = MATRIX[kind]
  const votes = row.vote ? [step('vote', row.vote.role, row.vote.min)] : []
  return [step('create', row.create), step('review', row.review), ...votes, step('approve', row.approve, 1, true)]
}

function shortSteps(kind: DraftKind): readonly NeededStep[] {
  const row: MatrixRow = MATRIX[kind]
  return [step('create', row.create), step('review', row.review, 1, true)]
}
