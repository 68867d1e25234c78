import type { CheckContext } from '../../../shared/credit/context.ts'
import { checkContent } from '../../../shared/credit/check.ts'
import { conductMark } from '../../../shared/credit/conduct/check.ts'
import type { ConductContent } from '../../../shared/credit/conduct/schema.ts'
import { engagementMark } from '../../../shared/credit/engagement/check.ts'
import type { EngagementContent } from '../../../shared/credit/engagement/schema.ts'
import type { ImportKind, RowFinding } from '../../../shared/contract/imports.ts'
import { problem, type Problem } from '../../../shared/kit/result.ts'
import { shown } from './cells.ts'
import { mapHeaders, type HeaderMap } from './columns.ts'
import { contentOf, DRAFT_KIND, headerOf } from './contents.ts'
import { readTable, type Table } from './csv.ts'
import { decodeImport, type ImportEncoding } from './decode.ts'
import { readRow, type RowValues } from './rows.ts'

/** What a table is checked against, besides its own rows. */
export interface ImportWorld {
  readonly context: CheckContext
  /** Identifies a content: equal contents have equal prints. */
  fingerprint(kind: ImportKind, content: Readonly<Record<string, unknown>>): string
  /** Whether a draft (not discarded) has this content. */
  hasDraft(fingerprint: string): boolean
  /** Id of an open draft that registers this institution with other content; null where there is none. */
  otherDraft(uscc: string): string | null
  /** Whether the ledger already says exactly this. */
  onLedger(kind: ImportKind, content: Readonly<Record<string, unknown>>): boolean
}

export type RowStatus = 'ready' | 'known' | 'rejected'
export interface ImportRow {
  /** From 1 = first data row. */
  readonly row: number
  readonly status: RowStatus
  readonly content: Readonly<Record<string, unknown>>
  readonly fingerprint: string
  /** Warnings and errors in this row's content. */
  readonly findings: readonly RowFinding[]
}
export interface ImportResult {
  readonly encoding: ImportEncoding
  readonly table: Table
  readonly map: HeaderMap
  readonly rows: readonly ImportRow[]
  /** Row 0 is the header line. */
  readonly findings: readonly RowFinding[]
}

/** Codes that say "this is recorded already"; where the ledger says exactly the same, the row is known and not wrong. */
const DUPLICATE: ReadonlySet<string> = new Set(['INSTITUTION_EXISTS', 'ENGAGEMENT_DUPLICATE', 'CONDUCT_DUPLICATE'])
/** Rows between two breaths of the event loop. */
const BREATH = 200

/**
 * Reads and checks a whole table; nothing is stored. Throws CodedError of `decodeImport` and `readTable`.
 * Where required columns are missing or stand twice, no row is read: every one of them would be wrong for the same reason.
 */
export async function readImport(kind: ImportKind, bytes: Uint8Array, world: ImportWorld): Promise<ImportResult> {
  const { encoding, text } = decodeImport(bytes)
  const table = readTable(text)
  const map = mapHeaders(kind, table.headers)
  const findings = headerFindings(table, map)
  if (findings.some((finding) => finding.severity === 'error')) return { encoding, table, map, rows: [], findings }
  const seen = new Map<string, number>()
  const rows: ImportRow[] = []
  for (const [index, cells] of table.rows.entries()) {
    rows.push(checkRow(kind, index + 1, readRow(cells, table.headers, map), map, world, seen))
    if (rows.length % BREATH === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  return { encoding, table, map, rows, findings: [...findings, ...rows.flatMap((row) => row.findings)] }
}

const finding = (row: number, column: string, value: string, severity: RowFinding['severity'], found: Problem): RowFinding => ({
  row,
  column,
  value: shown(value),
  severity,
  problem: { code: found.code, ...(found.params ? { params: { ...found.params } } : {}) },
})

function headerFindings({ headers }: Table, map: HeaderMap): RowFinding[] {
  return [
    ...map.missing.map((column) => finding(0, column.header, '', 'error', problem('IMPORT_COLUMN_MISSING', { column: column.header }))),
    ...map.repeated.map((header) => finding(0, header, '', 'error', problem('IMPORT_COLUMN_REPEATED', { column: shown(header) }))),
    ...headers.flatMap((header, at) => (map.columns[at] === null ? [finding(0, header, '', 'warning', problem('IMPORT_COLUMN_UNKNOWN', { column: shown(header) }))] : [])),
  ]
}

function checkRow(kind: ImportKind, row: number, read: RowValues, map: HeaderMap, world: ImportWorld, seen: Map<string, number>): ImportRow {
  const headers = new Map(map.columns.flatMap((column) => (column ? [[column.field, column.header] as const] : [])))
  const bad = new Set(read.problems.map((cell) => cell.header))
  const content = contentOf(kind, read.values, world.context.methodology)
  const findings: RowFinding[] = read.problems.map((cell) => finding(row, cell.header, cell.value, 'error', cell.problem))
  const indicator = content['indicatorCode']
  if (kind === 'conduct' && typeof indicator === 'string' && !world.context.methodology.indicators.has(indicator)) {
    // Category and retention follow from the indicator: that they are missing isn't a second problem either.
    const header = headers.get('indicatorCode') ?? ''
    bad.add(header)
    findings.push(finding(row, header, indicator, 'error', problem('CONDUCT_INDICATOR_UNKNOWN', { indicator: shown(indicator) })))
  }
  for (const { path, severity, code, params } of checkContent(DRAFT_KIND[kind], content, world.context)) {
    const header = headerOf(path, headers)
    // A cell that could not be read is missing in the content: that it is missing isn't a second problem.
    if (header !== '' && bad.has(header)) continue
    findings.push(finding(row, header, valueAt(content, path), severity, { code, ...(params ? { params } : {}) }))
  }
  const fingerprint = world.fingerprint(kind, content)
  findings.push(...repeated(kind, row, content, fingerprint, headers, seen))
  const errors = findings.filter((item) => item.severity === 'error')
  if (errors.every((item) => DUPLICATE.has(item.problem.code)) && (world.hasDraft(fingerprint) || world.onLedger(kind, content))) {
    return { row, status: 'known', content, fingerprint, findings: findings.filter((item) => item.severity !== 'error') }
  }
  const uscc = content['uscc']
  const other = kind === 'institutions' && typeof uscc === 'string' ? world.otherDraft(uscc) : null
  if (other !== null) findings.push(finding(row, headers.get('uscc') ?? '', String(uscc), 'error', problem('IMPORT_OTHER_DRAFT', { uscc: shown(String(uscc)) })))
  const status = errors.length > 0 || other !== null ? 'rejected' : 'ready'
  return { row, status, content, fingerprint, findings }
}

/** The same institution, filing or decision twice in one file: the first row counts. */
function repeated(
  kind: ImportKind,
  row: number,
  content: Readonly<Record<string, unknown>>,
  fingerprint: string,
  headers: ReadonlyMap<string, string>,
  seen: Map<string, number>,
): RowFinding[] {
  const { key, field } = identity(kind, content)
  const first = (key === null ? undefined : seen.get(key)) ?? seen.get(fingerprint)
  if (first !== undefined) return [finding(row, headers.get(field) ?? '', valueAt(content, field), 'error', problem('IMPORT_REPEATED_IN_FILE', { row: first }))]
  if (key !== null) seen.set(key, row)
  seen.set(fingerprint, row)
  return []
}

function identity(kind: ImportKind, content: Readonly<Record<string, unknown>>): { readonly key: string | null; readonly field: string } {
  const uscc = typeof content['uscc'] === 'string' ? content['uscc'] : ''
  switch (kind) {
    case 'institutions':
      return { key: uscc === '' ? null : uscc, field: 'uscc' }
    case 'engagements': {
      const mark = isText(content, 'filingNo', 'center', 'serviceKind', 'role') ? engagementMark(content as EngagementContent) : null
      return { key: mark && `${uscc} ${mark}`, field: 'filingNo' }
    }
    case 'conduct': {
      const mark = isText(content, 'documentNo', 'authorityName', 'indicatorCode') ? conductMark(content as ConductContent) : null
      return { key: mark && `${uscc} ${mark}`, field: 'documentNo' }
    }
  }
}

const isText = (content: Readonly<Record<string, unknown>>, ...fields: readonly string[]): boolean => fields.every((field) => typeof content[field] === 'string')

function valueAt(content: Readonly<Record<string, unknown>>, path: string): string {
  let value: unknown = content
  for (const part of path.split('.')) value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}
