import type { Problem } from '../../../shared/kit/result.ts'
import { problem } from '../../../shared/kit/result.ts'
import { parseCell, type CellValue } from './cells.ts'
import type { HeaderMap } from './columns.ts'

/** A problem of one cell, before anything is known of the record it would become. */
export interface CellProblem {
  readonly field: string
  readonly header: string
  readonly value: string
  readonly problem: Problem
}
export interface RowValues {
  /** Values by the dotted field of their column; empty cells are absent. */
  readonly values: ReadonlyMap<string, CellValue>
  readonly problems: readonly CellProblem[]
}

/** Reads the cells of one data row. Cells of unknown columns are left out; a row longer than its header is refused. */
export function readRow(cells: readonly string[], headers: readonly string[], map: HeaderMap): RowValues {
  const values = new Map<string, CellValue>()
  const problems: CellProblem[] = []
  if (cells.slice(headers.length).some((cell) => cell.trim() !== '')) {
    problems.push({ field: '', header: '', value: '', problem: problem('IMPORT_ROW_TOO_LONG', { cells: cells.length, headers: headers.length }) })
  }
  map.columns.forEach((column, index) => {
    const cell = cells[index] ?? ''
    if (!column || cell.trim() === '') return
    const read = parseCell(cell, column)
    if (read.ok) values.set(column.field, read.value)
    else problems.push({ field: column.field, header: column.header, value: cell, problem: read.error })
  })
  return { values, problems }
}

/** The values as a nested map: `satisfaction.score` becomes `{satisfaction: {score}}`. `skip` names fields left out. */
export function nest(values: ReadonlyMap<string, CellValue>, skip: ReadonlySet<string> = new Set()): Record<string, unknown> {
  const content: Record<string, unknown> = {}
  for (const [field, value] of values) {
    if (skip.has(field)) continue
    const [head, tail] = field.split('.') as [string, string?]
    if (tail === undefined) content[head] = value
    else content[head] = { ...(content[head] as object | undefined), [tail]: value }
  }
  return content
}
