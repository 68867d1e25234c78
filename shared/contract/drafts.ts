import { z } from 'zod'
import { base, count, hex, ms, page, permission, problemSchema, recordState, text } from './base.ts'

/** Record kinds that staff draft. */
export const draftKind = z.enum([
  'institution.register', 'institution.update', 'engagement.record', 'conduct.record', 'rating.publish', 'objection.file', 'objection.decide', 'repair.grant', 'record.withdraw',
])
export type DraftKind = z.infer<typeof draftKind>

/** Where a draft stands inside its center. `published` = signed by everybody and handed to the ledger. */
export const draftState = z.enum(['draft', 'submitted', 'returned', 'reviewed', 'voted', 'published', 'discarded'])
export type DraftState = z.infer<typeof draftState>

export const draftAction = z.enum(['save', 'submit', 'withdraw', 'review', 'return', 'vote', 'approve', 'discard', 'restore'])
export type DraftAction = z.infer<typeof draftAction>

export const draftRow = z.object({
  id: z.string(),
  kind: draftKind,
  title: z.string(),
  uscc: z.string().nullable(),
  state: draftState,
  rev: count,
  creator: z.string(),
  /** Who has signed which step so far. */
  steps: z.array(z.object({ step: z.string(), staffId: z.string(), at: ms, comment: z.string(), choice: z.string().nullable() })),
  /** The step that is due and the role it needs; null when nothing is due. */
  due: z.object({ step: z.string(), role: z.string(), since: ms, votes: count, votesNeeded: count }).nullable(),
  batchId: z.string().nullable(),
  problems: count,
  updatedAt: ms,
  recordId: hex.nullable(),
  record: recordState.nullable(),
})
export type DraftRow = z.infer<typeof draftRow>

export const draftDetail = draftRow.extend({
  content: z.record(z.string(), z.unknown()),
  findings: z.array(problemSchema.extend({ severity: z.enum(['error', 'warning']) })),
  history: z.array(z.object({ at: ms, staffId: z.string(), action: z.string(), comment: z.string() })),
  permissions: z.array(permission),
  /** What the ledger holds now, for an update or a re-rating: shown beside the draft. */
  before: z.record(z.string(), z.unknown()).nullable(),
})
export type DraftDetail = z.infer<typeof draftDetail>

export const draftBox = z.enum(['todo', 'mine', 'returned', 'open', 'published', 'discarded'])

export const draftsContract = {
  list: base
    .input(page.extend({ box: draftBox.default('open'), kind: draftKind.optional(), batchId: text(40).optional(), uscc: text(18).optional() }))
    .output(z.object({ total: count, items: z.array(draftRow) })),
  get: base.input(z.object({ id: text(40) })).output(draftDetail),
  /** Empty or prefilled content to start from (from the ledger for an update). `record`, `objection`: what an objection, its answer, a repair or a withdrawal is about. */
  template: base
    .input(z.object({ kind: draftKind, uscc: text(18).optional(), replaces: text(64).optional(), record: text(64).optional(), objection: text(64).optional() }))
    .output(z.object({ content: z.record(z.string(), z.unknown()) })),
  /** Stores what was typed, valid or not; `rev` is the revision that was edited (0 = new). Refuses with DRAFT_CHANGED_ELSEWHERE. */
  save: base
    .input(z.object({ id: text(40).optional(), kind: draftKind, rev: count, content: z.record(z.string(), z.unknown()) }))
    .output(draftDetail),
  act: base
    .input(
      z.object({
        id: text(40),
        rev: count,
        action: draftAction.exclude(['save']),
        comment: text(500).default(''),
        choice: z.enum(['for', 'against', 'abstain']).optional(),
      }),
    )
    .output(draftDetail),
  /** The same step on many drafts (batch review); each answers for itself. */
  actMany: base
    .input(z.object({ ids: z.array(text(40)).min(1).max(500), action: z.enum(['submit', 'review', 'approve', 'return', 'discard']), comment: text(500).default('') }))
    .output(z.object({ done: count, refused: z.array(z.object({ id: z.string(), title: z.string(), problem: problemSchema })) })),
}
