import { fromHex } from '../../../shared/kit/bytes.ts'
import type { ApiDeps } from './deps.ts'

/** Open entries looked at after one block: more than a block holds of one member's records. */
const STEP = 5_000

/** Marks what was signed here and has become final since. Idempotent; returns how many there were. */
export function settleOutbox({ node, workbench, clock }: ApiDeps): number {
  const at = clock.now()
  const settled = workbench.outbox
    .open()
    .slice(0, STEP)
    .flatMap((entry) => {
      const record = node.chain.record(fromHex(entry.recordId))
      if (!record) return []
      return [{ recordId: entry.recordId, height: record.height, at: node.chain.header(record.height)?.finalizedAt ?? at, void: record.void }]
    })
  if (settled.length > 0) workbench.outbox.markFinal(settled)
  return settled.length
}
