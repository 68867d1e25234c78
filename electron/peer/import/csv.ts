import { parse, CsvError } from 'csv-parse/sync'
import { CodedError } from '../../../shared/kit/result.ts'
import { IMPORT_MAX_COLUMNS, IMPORT_MAX_ROWS } from './limits.ts'

export interface Table {
  readonly headers: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/**
 * Header and data rows of CSV text (RFC 4180, comma; rows may be shorter or longer than the header, blank lines are left out).
 * Throws CodedError IMPORT_CSV_BROKEN {line}, IMPORT_EMPTY, IMPORT_TOO_MANY_ROWS {rows, max}, IMPORT_TOO_MANY_COLUMNS {columns, max}.
 */
export function readTable(text: string): Table {
  let lines: string[][]
  try {
    lines = parse(text, {
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 200_000,
      to: IMPORT_MAX_ROWS + 2,
    })
  } catch (cause) {
    const line = cause instanceof CsvError && typeof cause['lines'] === 'number' ? cause['lines'] : 0
    throw new CodedError('IMPORT_CSV_BROKEN', { line }, { cause })
  }
  const [headers, ...all] = lines
  const rows = all.filter((row) => row.some((cell) => cell.trim() !== ''))
  if (!headers || rows.length === 0) throw new CodedError('IMPORT_EMPTY')
  if (headers.length > IMPORT_MAX_COLUMNS) throw new CodedError('IMPORT_TOO_MANY_COLUMNS', { columns: headers.length, max: IMPORT_MAX_COLUMNS })
  if (rows.length > IMPORT_MAX_ROWS) throw new CodedError('IMPORT_TOO_MANY_ROWS', { rows: rows.length, max: IMPORT_MAX_ROWS })
  return { headers: headers.map((header) => header.normalize('NFKC').replace(/\s+/g, '')), rows }
}

/** A cell that a spreadsheet would run: it begins (after blanks) with = + - @, tab or carriage return, full-width forms included. */
export function isFormula(cell: string): boolean {
  return /^[\s\u3000]*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(cell) || /^[\t\r]/.test(cell)
}

/** CSV text (UTF-8 with byte order mark, CRLF) that no spreadsheet takes for formulas: such cells get a leading apostrophe. */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  const cell = (value: string): string => {
    const safe = isFormula(value) ? `'${value}` : value
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  return `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}
