import { createExecutor, isRecordKind, readBody, recordTitle } from '../../../shared/credit/index.ts'
import type { Executor } from '../../../shared/ledger/state/executor.ts'
import type { RecordPayload } from '../../../shared/ledger/types.ts'
import type { Describe } from '../consensus/ledger-engine.ts'
import type { ViewProjector } from '../store/views/types.ts'
import { creditProjector } from './projector.ts'

/** What the ledger of this peer executes, and how its records and state become lists. */
export interface Application {
  readonly executor: Executor
  readonly describe: Describe
  readonly projector: ViewProjector
  /** How worker threads get the same application: 'credit', or the URL of a module whose `application()` makes it. Absent: their work is done in the calling thread. */
  readonly worker?: string
}

/** The credit domain. */
export const creditApplication = (): Application => ({ executor: createExecutor(), describe, projector: creditProjector, worker: 'credit' })

/** Records that are void may hold anything: what has not the form of a record has no subject and no title. */
function describe(payload: RecordPayload): { subject: string | null; title: string } {
  const body = readBody(payload)
  if (!body.ok || !isRecordKind(payload.t)) return { subject: null, title: '' }
  const { content } = body.value
  const uscc = content['uscc']
  try {
    return { subject: typeof uscc === 'string' && /^[0-9A-Z]{18}$/.test(uscc) ? uscc : null, title: recordTitle(payload.t, content).slice(0, 200) }
  } catch {
    return { subject: null, title: '' }
  }
}
