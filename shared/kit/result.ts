/** A value or a coded problem. Used where a failure is an expected answer; exceptions are for faults of our own. */
export type Result<T, E = Problem> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E }

/** What went wrong, as data: the words for `code` are in shared/i18n (`errors`), filled in with `params`. */
export interface Problem {
  readonly code: string
  readonly params?: Readonly<Record<string, string | number>>
}

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value })
export const err = <E>(error: E): Result<never, E> => ({ ok: false, error })
export const problem = (code: string, params?: Problem['params']): Problem => (params ? { code, params } : { code })

/** A problem that has to cross code which knows nothing of it. Every throw across a room's border is one of these. */
export class CodedError extends Error implements Problem {
  readonly code: string
  readonly params?: Problem['params']
  constructor(code: string, params?: Problem['params'], options?: { cause?: unknown }) {
    super(params ? `${code} ${JSON.stringify(params)}` : code, options)
    this.name = 'CodedError'
    this.code = code
    if (params) this.params = params
  }
}

/** The value of a result, or its problem thrown as a CodedError. */
export function unwrap<T>(result: Result<T, Problem>): T {
  if (result.ok) return result.value
  throw new CodedError(result.error.code, result.error.params)
}
