import iconv from 'iconv-lite'
import { CodedError } from '../../../shared/kit/result.ts'
import { fromUtf8 } from '../../../shared/kit/bytes.ts'
import { IMPORT_MAX_BYTES } from './limits.ts'

export type ImportEncoding = 'utf-8' | 'utf-8-bom' | 'gb18030'
export interface DecodedText {
  readonly encoding: ImportEncoding
  readonly text: string
}

const startsWith = (bytes: Uint8Array, ...head: number[]): boolean => head.every((byte, i) => bytes[i] === byte)
// Control characters other than tab, line feed and carriage return: a binary file, not a table.
// eslint-disable-next-line no-control-regex
const BINARY = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

function strictUtf8(bytes: Uint8Array): string | null {
  try {
    return fromUtf8(bytes)
  } catch {
    return null
  }
}

/**
 * Text of a CSV file as spreadsheets write it: UTF-8 with or without byte order mark, or GB18030 (which holds GBK and GB2312).
 * Nothing is replaced silently: a byte that has no meaning in the encoding refuses the file.
 * Throws CodedError IMPORT_EMPTY, IMPORT_TOO_LARGE {bytes, max}, IMPORT_NOT_CSV {found}, IMPORT_ENCODING {found}.
 */
export function decodeImport(bytes: Uint8Array): DecodedText {
  if (bytes.length === 0) throw new CodedError('IMPORT_EMPTY')
  if (bytes.length > IMPORT_MAX_BYTES) throw new CodedError('IMPORT_TOO_LARGE', { bytes: bytes.length, max: IMPORT_MAX_BYTES })
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) throw new CodedError('IMPORT_NOT_CSV', { found: 'xlsx' })
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) throw new CodedError('IMPORT_NOT_CSV', { found: 'xls' })
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46)) throw new CodedError('IMPORT_NOT_CSV', { found: 'pdf' })
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) throw new CodedError('IMPORT_ENCODING', { found: 'utf-16' })
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) {
    const text = strictUtf8(bytes.subarray(3))
    if (text === null) throw new CodedError('IMPORT_ENCODING', { found: 'utf-8' })
    return { encoding: 'utf-8-bom', text: plain(text) }
  }
  const utf8 = strictUtf8(bytes)
  if (utf8 !== null) return { encoding: 'utf-8', text: plain(utf8) }
  const text = iconv.decode(bytes, 'gb18030', { stripBOM: false })
  // U+FFFD: no such code. Private use and C1: what bytes of another encoding turn into.
  if (/[\ufffd\ue000-\uf8ff\u0080-\u009f]/.test(text)) throw new CodedError('IMPORT_ENCODING', { found: '?' })
  return { encoding: 'gb18030', text: plain(text) }
}

function plain(text: string): string {
  if (BINARY.test(text)) throw new CodedError('IMPORT_NOT_CSV', { found: 'binary' })
  if (text.trim() === '') throw new CodedError('IMPORT_EMPTY')
  return text
}
