import { fromHex, toHex } from '../../kit/bytes.ts'
import type { Execution, LedgerEffect, StateChange } from '../../ledger/state/executor.ts'
import type { Actor } from '../authority/step.ts'
import { conductMark } from '../conduct/check.ts'
import { addWorkingDays, dateOfDay, dayNumber } from '../dates.ts'
import { engagementMark } from '../engagement/check.ts'
import type { RecordStatus } from '../enums.ts'
import { originOf, put } from '../rule.ts'
import type { RuleContext } from '../rule.ts'
import { KEY } from '../state/keys.ts'
import { listObjections, readObjection } from '../state/read.ts'
import type { ObjectionView, StatusChange } from '../state/views.ts'
import type { ObjectionDecideContent, ObjectionFileContent, RecordWithdrawContent, RepairGrantContent } from './schema.ts'
import { targetOf } from './target.ts'
import type { Target } from './target.ts'

/** Working days in which the center answers by the network's rules, and calendar days that the law allows at most. */
const ANSWER_WORKING_DAYS = 7
const ANSWER_DAYS_AT_MOST = 20

/** The checks have found the target: here it exists. */
const found = ({ uscc, record }: { readonly uscc: string; readonly record: string }, { state }: RuleContext): Target => targetOf(state, uscc, record)!

const mark = (record: string, name: 'disputed' | 'repaired' | 'withdrawn', on = true): LedgerEffect => ({ t: 'mark', record: fromHex(record), mark: name, on })

/** Filing flags the record at once. */
export function applyObjectionFile(content: ObjectionFileContent, actors: readonly Actor[], context: RuleContext): Execution {
  const { kind, view } = found(content, context)
  const id = toHex(context.execution.recordId)
  const objection: ObjectionView = {
    id, content, target: { kind, author: view.origin.author }, status: 'OPEN', filedOn: context.today,
    answerBy: addWorkingDays(content.receivedOn, ANSWER_WORKING_DAYS), answerAtLatest: dateOfDay(dayNumber(content.receivedOn) + ANSWER_DAYS_AT_MOST),
    origin: originOf(context, actors),
  }
  return { changes: [put(KEY.objection(content.uscc, content.record, id), objection)], effects: [mark(content.record, 'disputed')] }
}

/** The flag goes when nothing about the record is open any more; what could not be confirmed stays flagged. */
export function applyObjectionDecide(content: ObjectionDecideContent, actors: readonly Actor[], context: RuleContext): Execution {
  const { uscc, record, objection, outcome } = content
  const view = readObjection(context.state, uscc, record, objection)!
  const decided: ObjectionView = { ...view, status: outcome, decision: { content, on: context.today, origin: originOf(context, actors) } }
  const disputed = outcome === 'CANNOT_CONFIRM' || listObjections(context.state, uscc, record).some(({ id, status }) => id !== objection && (status === 'OPEN' || status === 'CANNOT_CONFIRM'))
  return { changes: [put(KEY.objection(uscc, record, objection), decided)], effects: disputed ? [] : [mark(record, 'disputed', false)] }
}

/** A repaired record is scored no more; it stays in the ledger with its mark. */
export const applyRepairGrant = (content: RepairGrantContent, context: RuleContext): Execution => ({
  changes: [restated(found(content, context), 'REPAIRED', context)],
  effects: [mark(content.record, 'repaired')],
})

/** A withdrawn record counts no more, and its filing or document number is free for the right one. */
export function applyRecordWithdraw(content: RecordWithdrawContent, context: RuleContext): Execution {
  const target = found(content, context)
  return { changes: [restated(target, 'REVOKED', context), ...freed(target)], effects: [mark(content.record, 'withdrawn')] }
}

/** The version with its new status from this height on; what was read below it stays as it was. */
function restated({ kind, view }: Target, status: RecordStatus, { execution, today }: RuleContext): StateChange {
  const change: StatusChange = { status, height: execution.height, on: today, recordId: toHex(execution.recordId) }
  const changes = [...(view.changes ?? []), change]
  switch (kind) {
    case 'engagement':
      return put(KEY.engagement(view.content.uscc, view.objectId, view.version), { ...view, changes })
    case 'conduct':
      return put(KEY.conduct(view.content.uscc, view.objectId, view.version), { ...view, changes })
    case 'rating':
      return put(KEY.rating(view.uscc, view.center, view.version), { ...view, changes })
  }
}

function freed({ kind, view }: Target): readonly StateChange[] {
  const name = kind === 'engagement' ? engagementMark(view.content) : kind === 'conduct' ? conductMark(view.content) : null
  if (name === null || kind === 'rating') return []
  const key = kind === 'engagement' ? KEY.engagementMark : KEY.conductMark
  return [[key(view.content.uscc, name), null]]
}
