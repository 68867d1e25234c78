import { fromHex } from '../kit/bytes.ts'
import type { Problem } from '../kit/result.ts'
import { effectChanges } from '../ledger/block/effects.ts'
import { Draft } from '../ledger/block/draft-state.ts'
import type { LedgerEffect, StateChange, StateReader } from '../ledger/state/executor.ts'
import { put } from './rule.ts'
import { KEY } from './state/keys.ts'
import type { MemberEventView, MemberView } from './state/views.ts'

/** What a record is going to do. */
export interface Plan {
  readonly changes: readonly StateChange[]
  readonly effects: readonly LedgerEffect[]
}

/** When and by which record it happens. */
export interface Moment {
  /** Day of the block. */
  readonly today: string
  readonly time: number
  readonly height: number
  readonly index: number
  /** Hex. */
  readonly recordId: string
}

/** The moment of something that is only tried out: nothing of it is kept. */
export const trialMoment = ({ today, time, height }: { readonly today: string; readonly time?: number | undefined; readonly height?: number | undefined }): Moment => ({
  today, time: time ?? 0, height: height ?? 0, index: 0, recordId: '00'.repeat(32),
})

export const isPlan = (plan: Plan | Problem): plan is Plan => 'effects' in plan

/**
 * Why the ledger would refuse these effects in this state, asked of the ledger's own rules; null where it takes them. Only
 * networks of genesis version 2 have members to change.
 */
export function ledgerRefusal(state: StateReader, effects: readonly LedgerEffect[], { recordId, index }: Moment): Problem | null {
  const answer = effectChanges(effects, { id: fromHex(recordId), index, version: 2 }, new Draft(state))
  return Array.isArray(answer) ? null : (answer as Problem)
}

/** A member as it stands from here on, and the entry of its history that says so. */
export function memberTurn(before: MemberView, after: MemberView, change: MemberEventView['change'], moment: Moment, other?: string): readonly StateChange[] {
  const { nameZh, nameEn, tier } = before
  const event: MemberEventView = { change, nameZh, nameEn, tier, ...(other === undefined ? {} : { other }), recordId: moment.recordId, height: moment.height, time: moment.time }
  return [put(KEY.member(after.id), after), put(KEY.memberHistory(after.id, moment.index), event)]
}
