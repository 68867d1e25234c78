import { z } from 'zod'
import { standing } from './membership.ts'
import { base, count, date, hex, memberId, ms, problemSchema, recordState } from './base.ts'

export const memberRow = z.object({
  id: memberId,
  nameZh: z.string(),
  nameEn: z.string(),
  tier: z.string(),
  standing,
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
  /** What later records made of it, and which. */
  marks: z.array(z.object({ mark: z.enum(['superseded', 'disputed', 'repaired', 'withdrawn']), by: hex })),
})
export type RecordDetail = z.infer<typeof recordDetail>

const plainProblem = problemSchema.omit({ path: true })

/** A proven record and how it has to be read as of the checkpoint; `states` is empty where it is in force and unchanged. */
export const recordVerdict = z.object({
  recordId: hex,
  kind: z.string(),
  author: memberId,
  device: hex,
  at: ms,
  index: count,
  uscc: z.string().nullable(),
  title: z.string(),
  states: z.array(
    z.object({
      state: z.enum(['void', 'superseded', 'disputed', 'repaired', 'withdrawn', 'aged']),
      /** The record that made it so. */
      by: hex.nullable(),
      /** aged: the first day on which it no longer counts. */
      on: date.nullable(),
      /** void: why. */
      problem: plainProblem.nullable(),
    }),
  ),
  body: z.record(z.string(), z.unknown()),
})

/** What a file for third parties says (shared/credit/proof): the same here, on the command line and in the verifier page. */
export const proofVerdict = z.object({
  kind: z.enum(['record', 'completeness', 'report', 'checkpoint', 'evidence']).nullable(),
  verdict: z.enum(['valid', 'invalid', 'unreadable']),
  problem: plainProblem.nullable(),
  trusted: z.boolean(),
  facts: z
    .object({
      network: z.string(),
      genesisHash: hex,
      demo: z.boolean(),
      checkpoint: z
        .object({
          height: count,
          epoch: count,
          blockId: hex,
          time: ms,
          logSize: count,
          logRoot: hex,
          stateRoot: hex,
          signers: z.array(memberId),
          quorum: count,
          voters: count,
        })
        .nullable(),
      subject: z.object({ uscc: z.string(), name: z.string().nullable(), count: count.nullable(), complete: z.boolean() }).nullable(),
      records: z.array(recordVerdict),
      entries: z.array(z.object({ key: z.string(), value: z.unknown() })),
      evidence: z
        .object({
          code: z.string(),
          members: z.array(memberId),
          epoch: count.nullable(),
          height: count.nullable(),
          view: count.nullable(),
          device: hex.nullable(),
          sequence: count.nullable(),
        })
        .nullable(),
    })
    .nullable(),
})
export type ProofVerdict = z.infer<typeof proofVerdict>

const subjectCode = z.string().regex(/^[0-9A-Z]{1,32}$/)
/** What to make a file of: one record, all records about an agency, the same with its state entries, or the newest block. */
export const proofRequest = z.discriminatedUnion('type', [
  z.object({ type: z.literal('record'), recordId: hex }),
  z.object({ type: z.enum(['completeness', 'report']), uscc: subjectCode }),
  z.object({ type: z.literal('checkpoint') }),
])
export type ProofRequest = z.infer<typeof proofRequest>

/** Characters of a file to be verified (the ledger's MAX_PROOF_TEXT). */
export const MAX_PROOF_CHARACTERS = 4_194_304

/** The full audit of this computer's ledger: every signature, root and certificate from the genesis on, computed anew. */
export const auditStatus = z.object({
  running: z.boolean(),
  startedAt: ms.nullable(),
  /** Records. */
  done: count,
  total: count,
  msLeft: count.nullable(),
  /** Of the last one that came to its end; `flaw` is the first thing that does not hold (`record`: its place in the log). */
  result: z.object({ endedAt: ms, blocks: count, records: count, flaw: z.object({ height: count, record: count.nullable(), problem: plainProblem }).nullable() }).nullable(),
  /** Why the last one did not come to its end. */
  failed: plainProblem.nullable(),
})
export type AuditStatus = z.infer<typeof auditStatus>

export const networkContract = {
  members: base.output(z.array(memberRow)),
  blocks: base
    .input(z.object({ before: count.optional(), limit: z.int().min(1).max(200).default(50) }))
    .output(z.object({ head: count, items: z.array(blockRow) })),
  block: base.input(z.object({ height: count })).output(blockRow.extend({ items: z.array(recordRow) })),
  record: base.input(z.object({ recordId: hex })).output(recordDetail),
  exportProof: base.input(proofRequest).output(z.object({ fileName: z.string(), text: z.string() })),
  /** Checks a proof, evidence or checkpoint file, offline. */
  verifyProof: base.input(z.object({ text: z.string().max(MAX_PROOF_CHARACTERS) })).output(proofVerdict),
  /** `health` of the events says when it got further. Starting one that runs changes nothing; so does canceling none. */
  audit: {
    status: base.output(auditStatus),
    start: base.output(auditStatus),
    cancel: base.output(auditStatus),
  },
}
