import type { Problem } from '../kit/result.ts'
import type { ExecutionContext, Execution, StateChange, StateReader } from '../ledger/state/executor.ts'
import type { RecordPayload } from '../ledger/types.ts'
import { toHex } from '../kit/bytes.ts'
import type { Actor } from './authority/step.ts'
import { encodeValue } from './codec.ts'
import type { CheckContext } from './context.ts'
import type { Origin } from './state/views.ts'

/** What a rule of one kind gets: the checked facts of the record and the state before it. */
export interface RuleContext extends CheckContext {
  readonly author: string
  readonly state: StateReader
  readonly payload: RecordPayload
  readonly execution: ExecutionContext
}

export const voided = (problem: Problem): Execution => ({ void: problem })

/** A change to a view. */
export const put = (key: string, view: object): StateChange => [key, encodeValue(view)]

export const originOf = ({ payload, execution }: RuleContext, actors: readonly Actor[]): Origin => ({
  recordId: toHex(execution.recordId),
  author: payload.a,
  height: execution.height,
  index: execution.index,
  time: execution.time,
  actors,
})
