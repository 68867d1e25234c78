import { z } from 'zod'
import { base, count, hex, memberId, ms, problemSchema, recordState } from './base.ts'

export const overview = z.object({
  network: z.object({ name: z.string(), genesis: hex, demo: z.boolean(), createdAt: ms }),
  me: z.object({ id: memberId, nameZh: z.string(), nameEn: z.string(), tier: z.string(), seat: z.boolean() }),
  /** What waits for the signed-in person (`toDecide`: proposals of the members that this center has not voted on); null while nobody is signed in. */
  todo: z
    .object({ drafts: count, returned: count, toReview: count, toVote: count, toApprove: count, toDecide: count })
    .nullable(),
  head: z.object({ height: count, blockId: hex, time: ms, finalizedAt: ms, records: count, stateRoot: hex }).nullable(),
  quorum: z.object({ n: count, q: count, online: count }),
  /** Worst first; empty = all is well. `level` colours it. */
  health: z.array(problemSchema.extend({ level: z.enum(['info', 'warning', 'error']) })),
  sync: z.object({
    state: z.enum(['current', 'catchingUp', 'alone']),
    height: count,
    target: count,
    /** What is being fetched, in detail; absent where a peer does not tell. */
    progress: z
      .object({
        phase: z.enum(['idle', 'epochs', 'state', 'history', 'blocks', 'audit']),
        /** Of the phase: buckets of the state, records else. */
        done: count,
        total: count,
        bytes: count,
        /** Estimate; null while there is none. */
        msLeft: count.nullable(),
        /** Members that are being asked now. */
        sources: z.array(memberId),
        /** Members given up for a while, and why; newest last. */
        dropped: z.array(z.object({ member: memberId, code: z.string(), at: ms })),
        waitsFor: problemSchema.nullable(),
        /** Records of the past that are here, of those that a start from a verified state left out; null where none is missing. */
        history: z.object({ here: count, total: count }).nullable(),
      })
      .optional(),
  }),
  outbox: z.object({ saved: count, sent: count, witnessed: count, final: count, void: count }),
  counts: z.object({ institutions: count, engagements: count, conduct: count, ratings: count }),
  gradeCounts: z.array(z.object({ grade: z.string(), count })),
  /** Records made final per calendar day (Asia/Shanghai), last 30 days with records, ascending. */
  activity: z.array(z.object({ date: z.string(), records: count })),
  recent: z.array(
    z.object({ recordId: hex, kind: z.string(), title: z.string(), uscc: z.string().nullable(), author: memberId, height: count, time: ms, state: recordState }),
  ),
})
export type Overview = z.infer<typeof overview>

export const overviewContract = { get: base.output(overview) }
