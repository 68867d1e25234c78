import { ORPCError } from '@orpc/client'
import { CodedError, problem, type Problem } from '../../shared/kit/result.ts'

/** The coded problem inside whatever a call threw. */
export function toProblem(error: unknown): Problem {
  if (error instanceof CodedError) return problem(error.code, error.params)
  if (error instanceof ORPCError) {
    const data = error.data as Partial<Problem> | undefined
    if (error.code === 'PROBLEM' && typeof data?.code === 'string') return problem(data.code, data.params)
    if (error.code === 'BAD_REQUEST') return problem('UI_INPUT_REFUSED', { detail: error.message })
    if (error.code === 'UNAUTHORIZED') return problem('SESSION_ENDED')
    return problem('UI_UNEXPECTED', { detail: `${error.code} ${error.message}` })
  }
  if (error instanceof Error && /abort|closed|disconnect/i.test(`${error.name} ${error.message}`)) return problem('UI_CONNECTION_LOST')
  return problem('UI_UNEXPECTED', { detail: error instanceof Error ? error.message : String(error) })
}
