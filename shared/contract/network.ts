import { z } from 'zod'
import { base, count, hex, memberId, ms, problemSchema, recordState } from './base.ts'

export const memberRow = z.object({
  id: memberId,
  nameZh: z.string(),
  nameEn: z.string(),
  tier: z.string(),
  isMe: z.boolean(),
  online: z.boolean(),
  /** Where its seat was last reached, e.g. `127.0.0.1:4101`. */
  address: z.string().nullable(),
  lastSeen: ms.nullable(),
  height: count.nullable(),
  appVersion: z.string().nullable(),
  peerId: z.string(),
  rttMs: count.nullable(),
  keyFingerprint: z.string(),
})
export type MemberRow = z.infer<typeof memberRow>

export const blockRow = z.object({
  height: count,
  blockId: hex,
  time: ms,
  proposer: memberId,
  view: count,
  epoch: count,
  records: count,
  stateRoot: hex,
  logSize: count,
  /** Null for blocks whose certificate is no longer kept: a later header vouches for them. */
  certificate: z.object({ signers: z.array(memberId), q: count, n: count }).nullable(),
})
export type BlockRow = z.infer<typeof blockRow>

export const recordRow = z.object({
  recordId: hex,
  index: count,
  kind: z.string(),
  title: z.string(),
  uscc: z.string().nullable(),
  author: memberId,
  void: problemSchema.nullable(),
})

export const recordDetail = recordRow.extend({
  height: count.nullable(),
  at: ms,
  device: hex,
  seq: count,
  staffId: z.string().nullable(),
  steps: z.array(z.object({ step: z.string(), staffId: z.string(), at: ms })),
  body: z.record(z.string(), z.unknown()),
  state: recordState,
})
export type RecordDetail = z.infer<typeof recordDetail>

export const proofVerdict = z.object({
  verdict: z.enum(['valid', 'invalid', 'unreadable']),
  problem: problemSchema.nullable(),
  facts: z
    .object({
      network: z.string(),
      genesis: hex,
      recordId: hex,
      kind: z.string(),
      author: memberId,
      height: count,
      headTime: ms,
      signers: z.array(memberId),
      q: count,
      n: count,
      void: problemSchema.nullable(),
      body: z.record(z.string(), z.unknown()),
    })
    .nullable(),
})
export type ProofVerdict = z.infer<typeof proofVerdict>

export const networkContract = {
  members: base.output(z.array(memberRow)),
  blocks: base
    .input(z.object({ before: count.optional(), limit: z.int().min(1).max(200).default(50) }))
    .output(z.object({ head: count, items: z.array(blockRow) })),
  block: base.input(z.object({ height: count })).output(blockRow.extend({ items: z.array(recordRow) })),
  record: base.input(z.object({ recordId: hex })).output(recordDetail),
  exportProof: base.input(z.object({ recordId: hex })).output(z.object({ fileName: z.string(), text: z.string() })),
  /** Checks a proof file (at most 2 MiB of text), offline. */
  verifyProof: base.input(z.object({ text: z.string().max(2_097_152) })).output(proofVerdict),
}
