import { z } from 'zod'
import { err, ok, problem } from '../kit/result.ts'
import type { Result } from '../kit/result.ts'
import type { RecordPayload } from '../ledger/types.ts'
import { stepSchema } from './authority/step.ts'
import type { Step } from './authority/step.ts'
import { compact } from './codec.ts'

/** Steps of one record: creator, reviewer and a committee. */
export const MAX_STEPS = 24

const bodySchema = z.strictObject({ c: z.record(z.string(), z.unknown()), steps: z.array(stepSchema).max(MAX_STEPS) })

export interface Body {
  readonly content: Readonly<Record<string, unknown>>
  readonly steps: readonly Step[]
}

/** The body of a payload to be published: the content and the signed steps before the publisher's own signature. */
export function toPayloadBody(content: object, steps: readonly Step[]): RecordPayload['b'] {
  return { c: compact(content) as RecordPayload['b'], steps: steps.map((step) => ({ ...compact(step) })) }
}

/** The content and steps of a record's body; BODY_MALFORMED where it has not that form. */
export function readBody(payload: Pick<RecordPayload, 'b'>): Result<Body> {
  const parsed = bodySchema.safeParse(payload.b)
  if (parsed.success) return ok({ content: parsed.data.c, steps: parsed.data.steps })
  return err(problem('BODY_MALFORMED', { field: parsed.error.issues[0]?.path.map(String).join('.') ?? '' }))
}
