import type { z } from 'zod'
import type { Problem } from '../kit/result.ts'

/** A problem at one field of a content. Errors keep a record off the ledger; warnings are shown and may be accepted. */
export interface Finding extends Problem {
  /** Dotted path, e.g. `memberships.0.from`; empty where the content as a whole is meant. */
  readonly path: string
  readonly severity: 'error' | 'warning'
}

export type Params = Readonly<Record<string, string | number>>

export const error = (path: string, code: string, params?: Params): Finding => ({ path, severity: 'error', code, ...(params ? { params } : {}) })
export const warning = (path: string, code: string, params?: Params): Finding => ({ path, severity: 'warning', code, ...(params ? { params } : {}) })

/** The first error as the reason why a record is void; null where there are only warnings. */
export function firstError(findings: readonly Finding[]): Problem | null {
  const found = findings.find((finding) => finding.severity === 'error')
  if (!found) return null
  // What was cut out of a text for the message may end in half a character: encoders differ about those.
  const params = Object.entries(found.params ?? {}).map(([name, value]) => [name, typeof value === 'string' ? value.toWellFormed() : value] as const)
  return { code: found.code, params: { field: found.path.toWellFormed(), ...Object.fromEntries(params) } }
}

/** Whether a content has nothing at the place of an issue. */
function isAbsent(content: unknown, path: readonly PropertyKey[]): boolean {
  let value: unknown = content
  for (const key of path) value = typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined
  return value === undefined || value === null
}

function shapeFinding(issue: z.core.$ZodIssue, content: unknown): Finding {
  const path = issue.path.map(String).join('.')
  switch (issue.code) {
    case 'invalid_type':
      return isAbsent(content, issue.path) ? error(path, 'FIELD_REQUIRED') : error(path, 'FIELD_TYPE', { expected: issue.expected })
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int'
        ? error(path, 'FIELD_TOO_SMALL', { min: Number(issue.minimum) })
        : Number(issue.minimum) === 1
          ? error(path, 'FIELD_REQUIRED')
          : error(path, 'FIELD_TOO_SHORT', { min: Number(issue.minimum) })
    case 'too_big':
      return issue.origin === 'number' || issue.origin === 'int'
        ? error(path, 'FIELD_TOO_LARGE', { max: Number(issue.maximum) })
        : error(path, 'FIELD_TOO_LONG', { max: Number(issue.maximum) })
    case 'invalid_value':
      return error(path, isAbsent(content, issue.path) ? 'FIELD_REQUIRED' : 'FIELD_NOT_IN_LIST')
    case 'unrecognized_keys':
      return error(path, 'FIELD_UNKNOWN', { names: issue.keys.slice(0, 5).join(', ').slice(0, 80) })
    case 'custom':
      return error(path, issue.message)
    case 'invalid_format':
      return error(path, 'FIELD_FORMAT')
    default:
      return error(path, 'FIELD_INVALID')
  }
}

/** What a schema finds wrong in a content, as findings; the parsed value where there is nothing. */
export function checkShape<T>(schema: z.ZodType<T>, content: unknown): { readonly value: T | null; readonly findings: readonly Finding[] } {
  const parsed = schema.safeParse(content)
  return parsed.success ? { value: parsed.data, findings: [] } : { value: null, findings: parsed.error.issues.map((issue) => shapeFinding(issue, content)) }
}
