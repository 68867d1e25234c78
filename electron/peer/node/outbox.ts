import { fromHex, toHex } from '../../../shared/kit/bytes.ts'
import type { Clock, Log } from '../../../shared/kit/env.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import type { ExecutedBlock } from '../consensus/engine.ts'
import type { Pool } from '../consensus/pool.ts'
import type { ChainStore } from '../store/chain/types.ts'
import type { OutboxStore } from '../store/workbench/types.ts'

export interface OutboxKeeperOptions {
  readonly outbox: OutboxStore
  readonly chain: ChainStore
  readonly pool: Pool
  readonly clock: Clock
  readonly log: Log
}

/** Keeps the outbox and the ledger in step: what was signed here stays pending until it is final, whatever happens between. */
export class OutboxKeeper {
  readonly #options: OutboxKeeperOptions

  constructor(options: OutboxKeeperOptions) {
    this.#options = options
  }

  /** At start: marks what became final meanwhile, and puts everything else back into the pool. */
  resume(): void {
    const { outbox, chain, pool, log } = this.#options
    const open = outbox.open()
    const final = open.flatMap(({ recordId }) => {
      const record = chain.record(fromHex(recordId))
      return record ? [{ recordId, height: record.height, at: this.#options.clock.now(), void: record.void }] : []
    })
    if (final.length > 0) outbox.markFinal(final)
    const done = new Set(final.map(({ recordId }) => recordId))
    // One flush for all of them: a fresh network begins with the grants of its whole staff.
    chain.pending.together(() => {
      for (const { recordId, envelope } of open) {
        if (done.has(recordId)) continue
        const admission = pool.admit(envelope)
        if (!admission.added && admission.why.code !== 'RECORD_DUPLICATE') log('warn', 'outbox.not-pending', { recordId, code: admission.why.code })
      }
    })
  }

  /** Marks what a block made final. A failure is logged: the ledger is right in any case, and the next start brings both in step. */
  committed(block: ExecutedBlock): void {
    const { outbox, clock, log } = this.#options
    const { height, records } = block.commit
    try {
      const mine = records.filter(({ recordId }) => outbox.get(toHex(recordId)) !== null)
      if (mine.length === 0) return
      outbox.markFinal(mine.map((record) => ({ recordId: toHex(record.recordId), height, at: clock.now(), void: record.void })))
    } catch (cause) {
      log('error', 'outbox.failed', { code: cause instanceof CodedError ? cause.code : 'unknown' })
    }
  }
}
