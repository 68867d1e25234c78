import { z } from 'zod'
import { base, count, hex, ms, page, recordState } from './base.ts'

export const outboxItem = z.object({
  recordId: hex,
  kind: z.string(),
  title: z.string(),
  uscc: z.string().nullable(),
  staffId: z.string(),
  draftId: z.string().nullable(),
  savedAt: ms,
  finalAt: ms.nullable(),
  state: recordState,
})
export type OutboxItem = z.infer<typeof outboxItem>

export const outboxContract = {
  list: base
    .input(page.extend({ word: z.enum(['saved', 'sent', 'witnessed', 'final', 'void']).optional() }))
    .output(z.object({ total: count, items: z.array(outboxItem) })),
}
