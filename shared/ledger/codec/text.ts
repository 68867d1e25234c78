import type { LedgerErrorCode } from '../errors.ts'
import { isSettled } from './unicode.ts'

// eslint-disable-next-line no-control-regex -- ASCII is the range meant.
const ASCII = /^[\x00-\x7f]*$/

/**
 * What keeps a text out of the ledger, or null. It must be well formed (no lone surrogate), without a leading byte order
 * mark (decoders drop it), of characters that all supported runtimes know, and in NFC, so that one word has one spelling in bytes.
 */
export function textFlaw(text: string): LedgerErrorCode | null {
  if (ASCII.test(text)) return null
  if (!text.isWellFormed() || text.charCodeAt(0) === 0xfeff) return 'TEXT_CHARACTER'
  for (const char of text) if (!isSettled(char.codePointAt(0)!)) return 'TEXT_CHARACTER'
  return text.normalize('NFC') === text ? null : 'TEXT_NOT_NFC'
}
