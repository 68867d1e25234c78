import { z } from 'zod'
import { err, ok, problem } from '../../kit/result.ts'
import type { Result } from '../../kit/result.ts'
import { composite, compositeInputSchema } from './composite.ts'
import type { Methodology } from './document.ts'
import { scoreInputSchema } from './input.ts'
import { score } from './score.ts'

const requestSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('score'), input: scoreInputSchema }),
  z.object({ kind: z.literal('composite'), input: compositeInputSchema }),
])

/** The answer in the form of a test vector's `expected`. */
export type RateAnswer = { readonly [key: string]: unknown }

/**
 * Answers a test vector's `{kind, input}` with what its `expected` has to be. Fields beside these two are ignored.
 *
 * @returns RATE_INPUT_INVALID {field, reason} where the request is none.
 */
export function rate(request: unknown, methodology: Methodology): Result<RateAnswer> {
  const parsed = requestSchema.safeParse(request)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    return err(problem('RATE_INPUT_INVALID', { field: issue ? issue.path.map(String).join('.') : '', reason: issue?.message ?? '' }))
  }
  if (parsed.data.kind === 'score') {
    const result = score(parsed.data.input, methodology)
    return ok({
      dimensions: Object.fromEntries(result.dimensions.map((row) => [row.code, row.clamped])),
      rawScore: result.rawScore,
      score: result.score,
      notation: result.notation,
      class: result.class,
    })
  }
  const { weights, score: value, notation, class: name, flags } = composite(parsed.data.input, methodology)
  return ok(value === null ? { score: null, notation, flags } : { weights, score: value, notation, class: name, flags })
}
