import { z } from 'zod'
import { isDate } from './dates.ts'
import { AUTHORITY_LEVELS, EVIDENCE_TYPES } from './enums.ts'
import { PROVINCES } from './member/regions.ts'
import { isCenter } from './member/centers.ts'

/** Pieces of the content schemas. A content is plain JSON: text, integers, booleans, lists and maps; hashes are hex text. */

/**
 * Whether a text holds control characters (the line feed aside, where lines are allowed), line separators, bidirectional
 * overrides or other invisible marks: they let one name look like another.
 */
function isHidden(text: string, lines: boolean): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit === 0x0a && lines) continue
    if (unit < 0x20 || (unit >= 0x7f && unit < 0xa0) || (unit >= 0x200b && unit <= 0x200f) || (unit >= 0x2028 && unit <= 0x202e) || (unit >= 0x2060 && unit <= 0x2069) || unit === 0xfeff) return true
  }
  return false
}

function tidy(schema: z.ZodString, lines: boolean): z.ZodString {
  return schema
    .refine((text) => text.isWellFormed() && text.normalize('NFC') === text, { error: 'TEXT_FORM' })
    .refine((text) => !isHidden(text, lines), { error: 'TEXT_CONTROL_CHARACTER' })
    .refine((text) => text.trim() === text, { error: 'TEXT_NOT_TRIMMED' })
}

/** One line of text, `min` to `max` UTF-16 units, NFC, trimmed, without control or invisible characters. */
export const line = (min: number, max: number): z.ZodString => tidy(z.string().min(min).max(max), false)
/** Text of several lines (line feed only). */
export const lines = (min: number, max: number): z.ZodString => tidy(z.string().min(min).max(max), true)
/** A name: a line that no spreadsheet takes for a formula. */
export const name = (min: number, max: number): z.ZodString => line(min, max).refine((text) => !/^[=+\-@]/.test(text), { error: 'TEXT_FORMULA' })

/** Unified social credit code; what is wrong with it is found by uscc/check.ts, which knows more than a pattern. */
export const uscc = z.string().min(1).max(40)
export const date = z.string().refine(isDate, { error: 'DATE_INVALID' })
export const hash = z.string().refine((text) => /^[0-9a-f]{64}$/.test(text), { error: 'HASH_INVALID' })
/** Amount in fen (CNY 0.01), at most 10 000 000 000 000 yuan. */
export const fen = z.int().min(0).max(1_000_000_000_000_000)
/** Administrative division, GB/T 2260, six digits of a known province. */
export const region = z
  .string()
  .refine((text) => /^\d{6}$/.test(text) && PROVINCES.has(text.slice(0, 2)), { error: 'REGION_UNKNOWN' })
/** A regional equity exchange center (JR/T 0326-2024), in the network or not. */
export const center = z.string().refine(isCenter, { error: 'CENTER_UNKNOWN' })
/** A member of the network: shape only, who is a member is in the state. */
export const member = z.string().refine((text) => /^[A-Z][A-Z0-9]{0,15}$/.test(text), { error: 'MEMBER_ID_INVALID' })
export const staffId = z.string().refine((text) => text.length <= 32 && /^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$/.test(text), { error: 'STAFF_ID_INVALID' })
export const version = z.int().min(0).max(999_999)
export const authorityLevel = z.enum(AUTHORITY_LEVELS)

/** One version of one object: `objectId` is the record id (hex) of its first version. */
export const objectRef = z.strictObject({ objectId: hash, version })
export type ObjectRef = z.infer<typeof objectRef>

/** A piece of evidence: the ledger holds the hash of the document, never the document. */
export const evidence = z.strictObject({
  type: z.enum(EVIDENCE_TYPES),
  hash,
  name: line(1, 120).optional(),
  /** Document, licence or case number. */
  ref: line(1, 80).optional(),
  url: line(1, 300).optional(),
  capturedOn: date.optional(),
})
export type Evidence = z.infer<typeof evidence>

/** Refuses a list that names something twice; `key` tells what counts as the same. */
export const distinct = <T>(key: (item: T) => string) => (items: readonly T[]): boolean => new Set(items.map(key)).size === items.length
