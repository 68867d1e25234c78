import { oc } from '@orpc/contract'
import { z } from 'zod'

/** A problem as it crosses the contract: the words are in shared/i18n under `errors`. */
export const problemSchema = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  /** Path of the field it concerns, dotted, e.g. `memberships.0.from`; absent where it concerns the whole. */
  path: z.string().optional(),
})
export type ContractProblem = z.infer<typeof problemSchema>

/** Every procedure may refuse with a coded problem, and with nothing else. */
export const base = oc.errors({ PROBLEM: { status: 422, data: problemSchema } })

export const hex = z.string().regex(/^[0-9a-f]{64}$/)
/** Calendar date `yyyy-MM-dd`, Asia/Shanghai. */
export const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
export const text = (max: number) => z.string().max(max)
/** Milliseconds since 1970-01-01T00:00Z. */
export const ms = z.int().min(0)
export const count = z.int().min(0)
export const memberId = z.string().min(1).max(16)

export const page = z.object({ limit: z.int().min(1).max(200).default(50), offset: count.default(0) })

/** The four words of a record's state, with what each of them needs to be true. */
export const recordState = z.object({
  word: z.enum(['saved', 'sent', 'witnessed', 'final']),
  /** sent: other members known to hold it. witnessed: votes on the open block. final: signers of the certificate. */
  k: count,
  /** Votes that make it final. */
  q: count,
  height: count.nullable(),
  /** Final and without effect, for this reason. */
  void: problemSchema.nullable(),
})
export type RecordState = z.infer<typeof recordState>

/** Whether an action is open to the signed-in person, and if not, why (a code with words) . */
export const permission = z.object({ action: z.string(), allowed: z.boolean(), why: problemSchema.nullable() })
export type Permission = z.infer<typeof permission>
