import { ORPCError } from '@orpc/server'
import type { Log, Random } from '../../../shared/kit/env.ts'
import { toHex } from '../../../shared/kit/bytes.ts'
import { CodedError, type Problem } from '../../../shared/kit/result.ts'

/** The one kind of refusal that crosses the contract. */
export function refusal(found: Problem & { readonly path?: string }): ORPCError<'PROBLEM', Problem & { path?: string }> {
  const { code, params, path } = found
  return new ORPCError('PROBLEM', { status: 422, message: code, data: { code, ...(params ? { params } : {}), ...(path ? { path } : {}) } })
}

interface Issue {
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[]
  readonly message: string
}

function inputProblem(error: ORPCError<string, unknown>): Problem & { path?: string } {
  const issues = (error.data as { readonly issues?: readonly Issue[] } | undefined)?.issues ?? []
  const path = (issues[0]?.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.')
  return { code: 'INPUT_INVALID', params: { field: path }, ...(path ? { path } : {}) }
}

/**
 * What a failed call is answered with. A coded error keeps its code; input that doesn't fit the contract is INPUT_INVALID;
 * anything else is a fault of our own: logged under an id, and only the id goes out.
 */
export function toRefusal(error: unknown, procedure: string, log: Log, random: Random): ORPCError<string, unknown> {
  if (error instanceof CodedError) return refusal(error)
  if (error instanceof ORPCError) {
    if (error.code === 'PROBLEM') return error
    if (error.code === 'BAD_REQUEST') return refusal(inputProblem(error))
  }
  const id = toHex(random.bytes(4))
  const cause = error instanceof Error ? (error.cause ?? error) : error
  log('error', 'api.internal', { id, procedure, message: cause instanceof Error ? cause.message : String(cause), stack: cause instanceof Error ? cause.stack : undefined })
  return refusal({ code: 'INTERNAL', params: { id } })
}
