import { fromHex } from '../../../shared/kit/bytes.ts'
import type { OutboxEntry } from '../store/workbench/types.ts'
import type { Guarded } from './context.ts'
import type { ApiDeps } from './deps.ts'
import { stateOfEntry } from './record-state.ts'

/** Open entries looked at to filter by word: more than a center signs while it is offline for weeks. */
const SCAN = 5_000

/** outbox.list: what this desktop signed, with the word that is true of each now. Every member of the network gets these records: nobody has to sign in. */
export function outboxHandlers(os: Guarded, deps: ApiDeps) {
  const { outbox } = deps.workbench
  const shown = (entry: OutboxEntry) => ({
    recordId: entry.recordId,
    kind: entry.kind,
    title: entry.title,
    uscc: entry.uscc,
    staffId: entry.staffId,
    draftId: entry.draftId,
    savedAt: entry.savedAt,
    finalAt: entry.finalAt,
    state: stateOfEntry(deps.node, entry),
  })
  return {
    list: os.outbox.list.handler(({ input }) => {
      const { limit, offset, word } = input
      if (word === undefined || word === 'final' || word === 'void') {
        const found = outbox.list({ ...(word ? { word } : {}), limit, offset })
        return { total: found.total, items: found.items.map(shown) }
      }
      const items = outbox
        .list({ word: 'open', limit: SCAN, offset: 0 })
        .items.map(shown)
        .filter((item) => item.state.word === word)
      return { total: items.length, items: items.slice(offset, offset + limit) }
    }),
  }
}

/** How many open and final records there are by word. */
export function outboxCounts(deps: ApiDeps): { saved: number; sent: number; witnessed: number; final: number; void: number } {
  const counts = deps.workbench.outbox.counts()
  const tally = { saved: 0, sent: 0, witnessed: 0, final: counts.final, void: counts.void }
  for (const entry of deps.workbench.outbox.open().slice(0, SCAN)) {
    const state = deps.node.recordState(fromHex(entry.recordId))
    if (state?.void) tally.void += 1
    else tally[state?.word ?? 'saved'] += 1
  }
  return tally
}
