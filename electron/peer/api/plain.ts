import { toHex } from '../../../shared/kit/bytes.ts'
import type { Problem } from '../../../shared/kit/result.ts'
import type { RecordPayload } from '../../../shared/ledger/types.ts'

/** A problem as plain data of the contract, without what the contract doesn't know (paths of other rooms, prototypes). */
export const plainProblem = (found: Problem): { code: string; params?: Record<string, string | number> } => ({
  code: found.code,
  ...(found.params ? { params: { ...found.params } } : {}),
})

/** A record's body as JSON: bytes become lower-case hex. */
export const plainBody = (body: RecordPayload['b']): Record<string, unknown> => Object.fromEntries(Object.entries(body).map(([key, value]) => [key, plainValue(value)]))

function plainValue(value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value)
  if (Array.isArray(value)) return value.map(plainValue)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainValue(inner)]))
}
