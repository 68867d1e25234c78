import { CodedError } from '../../../../shared/kit/result.ts'
import type { DraftContent } from '../../store/workbench/types.ts'

/** JSON bytes of a draft's content: four times what fits into a record, so that a draft can be too long and say so. */
const MAX_CONTENT = 64 * 1024
const MAX_DEPTH = 8

/** Refuses content that no form makes. Throws CodedError DRAFT_TOO_LARGE {max}, DRAFT_CONTENT_INVALID. */
export function checkTyped(content: DraftContent): void {
  if (!isPlain(content, 0)) throw new CodedError('DRAFT_CONTENT_INVALID')
  if (JSON.stringify(content).length > MAX_CONTENT) throw new CodedError('DRAFT_TOO_LARGE', { max: MAX_CONTENT })
}

function isPlain(value: unknown, depth: number): boolean {
  if (depth > MAX_DEPTH) return false
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (Array.isArray(value)) return value.every((item) => isPlain(item, depth + 1))
  if (typeof value !== 'object') return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return (prototype === Object.prototype || prototype === null) && Object.values(value).every((item) => isPlain(item, depth + 1))
}

/**
 * What the record will say: text composed (NFC) and trimmed, line ends as line feeds, and what a form left empty absent.
 * The draft itself keeps what was typed.
 */
export function recordContent(content: DraftContent): Record<string, unknown> {
  return (cleaned(content) ?? {}) as Record<string, unknown>
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') {
    const text = value.normalize('NFC').replaceAll(/\r\n?/g, '\n').trim()
    return text === '' ? undefined : text
  }
  if (Array.isArray(value)) {
    const items = value.map(cleaned).filter((item) => item !== undefined)
    return items.length > 0 || value.length === 0 ? items : undefined
  }
  if (typeof value !== 'object' || value === null) return value ?? undefined
  const out: Record<string, unknown> = {}
  for (const [key, inner] of Object.entries(value)) {
    const kept = cleaned(inner)
    if (kept !== undefined) out[key] = kept
  }
  return Object.keys(out).length > 0 ? out : undefined
}

/** JSON with keys in one order: equal contents have equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`
}
