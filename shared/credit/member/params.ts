import { z } from 'zod'
import { CodedError } from '../../kit/result.ts'
import { TIERS } from '../enums.ts'
import { hash, line, member, region } from '../fields.ts'

/** `genesis.params.credit`: what the founders agreed on. */
export const creditParamsSchema = z.strictObject({
  methodology: z.strictObject({ id: z.string().min(1).max(32), version: z.string().min(1).max(32), hash }),
  /** Every genesis member, and nobody else. */
  members: z.record(member, z.strictObject({ tier: z.enum(TIERS), nameZh: line(2, 100), nameEn: line(2, 200), regionCode: region })),
  /** A demonstration: coloured on every screen, and never to be confused with a real network. */
  demo: z.boolean(),
})
export type CreditParams = z.infer<typeof creditParamsSchema>

/** The credit parameters of a genesis. Throws CodedError CREDIT_PARAMS_INVALID where they are missing or malformed. */
export function creditParams(params: { readonly [key: string]: unknown }): CreditParams {
  const parsed = creditParamsSchema.safeParse(params['credit'])
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new CodedError('CREDIT_PARAMS_INVALID', { field: issue ? issue.path.map(String).join('.') : '', reason: issue?.message ?? '' })
}
