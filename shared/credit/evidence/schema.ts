import { z } from 'zod'

const vote = z.string().refine((text) => /^[0-9a-f]{322}$/.test(text), { error: 'EVIDENCE_VOTE_FORM' })

/** Content of `evidence.submit`: two votes of one key that contradict each other, as they travelled (161 bytes, hex). */
export const evidenceSchema = z.strictObject({ epoch: z.int().min(0).max(99_999_999), first: vote, second: vote })
export type EvidenceContent = z.infer<typeof evidenceSchema>
