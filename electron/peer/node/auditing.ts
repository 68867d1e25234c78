import type { AuditStatus } from '../../../shared/contract/network.ts'
import type { Clock, Log } from '../../../shared/kit/env.ts'
import { CodedError, problem } from '../../../shared/kit/result.ts'
import type { ApiAudit } from '../api/deps.ts'
import { plainProblem } from '../api/plain.ts'
import type { ChainStore } from '../store/chain/types.ts'
import { audit } from '../workers/audit.ts'

export interface AuditingOptions {
  readonly chain: Pick<ChainStore, 'path' | 'genesis'>
  /** See Application.worker. */
  readonly worker: string
  readonly clock: Clock
  readonly log: Log
  readonly changed: () => void
}

/** One full audit of the running peer's ledger at a time, in a thread: the peer goes on meanwhile. */
export class Auditing implements ApiAudit {
  readonly #options: AuditingOptions
  #stop: AbortController | null = null
  #status: AuditStatus = { running: false, startedAt: null, done: 0, total: 0, msLeft: null, result: null, failed: null }

  constructor(options: AuditingOptions) {
    this.#options = options
  }

  get status(): AuditStatus {
    return this.#status
  }

  /** Starts one, unless one is under way. */
  start(): AuditStatus {
    if (!this.#stop) void this.#run((this.#stop = new AbortController()))
    return this.#status
  }

  /** Ends the one that is under way. */
  cancel(): AuditStatus {
    this.stop()
    return this.#status
  }

  stop(): void {
    this.#stop?.abort()
  }

  async #run(stop: AbortController): Promise<void> {
    const { chain, worker, clock, log } = this.#options
    this.#set({ running: true, startedAt: clock.now(), done: 0, total: 0, msLeft: null, result: null, failed: null })
    try {
      const { flaw, blocks, records } = await audit({ chainPath: chain.path, genesis: chain.genesis, worker }, {
        clock,
        stop: stop.signal,
        progress: ({ records: done, of: total, msLeft }) => this.#set({ ...this.#status, done, total, msLeft }),
      })
      log(flaw ? 'error' : 'info', 'audit.done', { blocks, records, height: flaw?.height ?? 0, code: flaw?.problem.code ?? '' })
      this.#end({ ...this.#status, result: { endedAt: clock.now(), blocks, records, flaw: flaw && { height: flaw.height, record: flaw.record, problem: plainProblem(flaw.problem) } } })
    } catch (cause) {
      const why = cause instanceof CodedError ? problem(cause.code, cause.params) : problem('SYNC_WORKER', { reason: cause instanceof Error ? cause.message.slice(0, 200) : 'unknown' })
      log('info', 'audit.ended', { code: why.code })
      this.#end({ ...this.#status, failed: plainProblem(why) })
    }
  }

  #end(status: AuditStatus): void {
    this.#stop = null
    this.#set({ ...status, running: false, msLeft: null })
  }

  #set(status: AuditStatus): void {
    this.#status = status
    this.#options.changed()
  }
}
