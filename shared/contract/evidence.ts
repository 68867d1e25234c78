import { z } from 'zod'
import { base, count, hex, memberId, ms, permission, text } from './base.ts'

/** One breach of the voting rules that this computer saw or the ledger holds; neutral, for a copied disk is its usual cause. */
export const evidenceRow = z.object({
  /** One name for one breach. */
  name: text(200),
  /** E1-E3: two votes, A1: two records with one sequence number, FORK: two final blocks. */
  code: z.enum(['E1', 'E2', 'E3', 'A1', 'FORK']),
  /** Null for a fork. */
  member: memberId.nullable(),
  epoch: count.nullable(),
  height: count.nullable(),
  view: count.nullable(),
  /** When this computer noticed, ms; null where only the ledger tells of it. */
  foundAt: ms.nullable(),
  /** The record on the ledger and what followed from it; null while nobody submitted the breach. */
  recorded: z.object({ recordId: hex, submitter: memberId, time: ms, effect: z.enum(['STANDBY', 'FLAGGED', 'RECORDED']) }).nullable(),
  /** `export`, `submit`: what may be done with it now, and why not. */
  permissions: z.array(permission),
})
export type EvidenceRow = z.infer<typeof evidenceRow>

const named = z.object({ name: text(200) })

export const evidenceContract = {
  /** Newest first. */
  list: base.output(z.array(evidenceRow)),
  /** A file that anybody can verify. EVIDENCE_NONE. */
  export: base.input(named).output(z.object({ fileName: z.string(), text: z.string() })),
  /** Puts a double vote on the ledger; the signed-in person signs. EVIDENCE_NONE, EVIDENCE_KNOWN. */
  submit: base.input(named).output(z.object({ recordId: hex })),
}
