import { rmSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { Clock } from '../../../shared/kit/env.ts'
import { CodedError, type Problem } from '../../../shared/kit/result.ts'
import { workerFile } from './thread.ts'

export interface AuditSetup {
  readonly chainPath: string
  /** Canonical genesis bytes. */
  readonly genesis: Uint8Array
  /** See Application.worker. */
  readonly worker: string
  readonly now: number
}
/** The first thing that is not as it must be. */
export interface AuditFlaw {
  readonly height: number
  /** Place of the record in the log; null where the block itself is at fault. */
  readonly record: number | null
  readonly problem: Problem
}
export interface AuditResult {
  readonly flaw: AuditFlaw | null
  /** Blocks and records that hold. */
  readonly blocks: number
  readonly records: number
}
export interface AuditProgress {
  readonly records: number
  readonly of: number
  /** Estimated from the pace so far; null at the beginning. */
  readonly msLeft: number | null
}
export type AuditMessage =
  | { readonly t: 'scratch'; readonly folder: string }
  | { readonly t: 'progress'; readonly records: number; readonly of: number }
  | ({ readonly t: 'done' } & AuditResult)
  | { readonly t: 'failed'; readonly problem: Problem }

/**
 * Full audit of a stored ledger, in a thread: from the genesis, every signature, sequence, certificate that is kept, log root and
 * state root is computed anew in a scratch ledger (which takes as much room in the temporary folder for the time). Nothing is
 * changed; the peer may run. Throws CodedError AUDIT_CANCELED, STORE_HISTORY_LOADING, SYNC_WORKER and those of opening the file.
 */
export async function audit(setup: Omit<AuditSetup, 'now'>, { clock, stop, progress }: { readonly clock: Clock; readonly stop?: AbortSignal; readonly progress?: (at: AuditProgress) => void }): Promise<AuditResult> {
  const started = clock.now()
  const worker = new Worker(workerFile('auditor'), { workerData: { ...setup, now: started } satisfies AuditSetup })
  let scratch: string | null = null
  try {
    return await new Promise<AuditResult>((resolve, reject) => {
      stop?.addEventListener('abort', () => reject(new CodedError('AUDIT_CANCELED')), { once: true })
      worker.on('message', (message: AuditMessage) => {
        if (message.t === 'scratch') scratch = message.folder
        else if (message.t === 'progress') {
          const { records, of } = message
          const ms = clock.now() - started
          progress?.({ records, of, msLeft: records > 0 ? Math.round((ms * (of - records)) / records) : null })
        } else if (message.t === 'failed') reject(new CodedError(message.problem.code, message.problem.params))
        else resolve({ flaw: message.flaw, blocks: message.blocks, records: message.records })
      })
      worker.on('error', (cause) => reject(new CodedError('SYNC_WORKER', { reason: cause.message.slice(0, 200) })))
      worker.on('exit', () => reject(new CodedError('SYNC_WORKER', { reason: 'exit' })))
    })
  } finally {
    await worker.terminate()
    if (scratch !== null) rmSync(scratch, { recursive: true, force: true })
  }
}
