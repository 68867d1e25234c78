import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { base } from './base.ts'

/** What changed, so that a screen asks again for what it shows. Coalesced to a few a second. */
export const topic = z.enum(['chain', 'drafts', 'outbox', 'peers', 'health', 'session', 'membership'])
export type Topic = z.infer<typeof topic>

export const eventsContract = {
  watch: base.output(eventIterator(z.object({ topics: z.array(topic) }))),
}
