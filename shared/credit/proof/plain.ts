import { toHex } from '../../kit/bytes.ts'
import type { Problem } from '../../kit/result.ts'

/** A value as JSON: bytes become lower-case hex. */
export function plainValue(value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value)
  if (Array.isArray(value)) return value.map(plainValue)
  if (typeof value !== 'object' || value === null) return value
  return plainMap(value)
}

export const plainMap = (map: object): Record<string, unknown> => Object.fromEntries(Object.entries(map).map(([key, inner]) => [key, plainValue(inner)]))

/** A problem as plain data of the contract, without what the contract doesn't know (paths of other rooms, prototypes). */
export const plainProblem = (found: Problem): { code: string; params?: Record<string, string | number> } => ({
  code: found.code,
  ...(found.params ? { params: { ...found.params } } : {}),
})
