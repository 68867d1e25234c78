import { isDate } from '../../../shared/credit/dates.ts'
import { CENTERS, isCenter } from '../../../shared/credit/member/centers.ts'
import { err, ok, problem, type Result } from '../../../shared/kit/result.ts'
import { isFormula } from './csv.ts'
import { narrow, type Column } from './columns.ts'
import { IMPORT_MAX_CELL } from './limits.ts'

/** Value of one filled cell, ready for the content. `undefined` never occurs: empty cells are decided before. */
export type CellValue = string | number | boolean | readonly string[]

/** Text as it is meant to be read: composed form, no blanks at the ends; full-width punctuation stays. */
export const tidyText = (cell: string): string => cell.normalize('NFC').replaceAll(/\r\n?/g, '\n').trim()

/** `yyyy-MM-dd` of the usual ways to write a day (2025-1-2, 2025/1/2, 2025.1.2, 2025年1月2日, 20250102). */
export function parseDate(cell: string): Result<string> {
  const text = narrow(cell)
  const found = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  const date = found ? `${found[1]}-${found[2]!.padStart(2, '0')}-${found[3]!.padStart(2, '0')}` : ''
  return isDate(date) ? ok(date) : err(problem('IMPORT_DATE', { value: shown(cell) }))
}

/** Fen of an amount in yuan such as `1,234.5` or `￥1234.50`; at most two decimals, read digit by digit and never as a float. */
export function parseYuan(cell: string): Result<number> {
  const text = narrow(cell).replace(/^[¥￥]/, '').replace(/元$/, '')
  const found = /^(\d{1,14}|\d{1,3}(?:,\d{3}){1,4})(?:\.(\d{1,2}))?$/.exec(text)
  if (!found) return err(problem('IMPORT_AMOUNT', { value: shown(cell) }))
  const fen = Number(found[1]!.replaceAll(',', '')) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
  return Number.isSafeInteger(fen) ? ok(fen) : err(problem('IMPORT_AMOUNT', { value: shown(cell) }))
}

export function parseInteger(cell: string): Result<number> {
  const text = narrow(cell)
  return /^\d{1,12}$/.test(text) ? ok(Number(text)) : err(problem('IMPORT_INTEGER', { value: shown(cell) }))
}

const YES: ReadonlySet<string> = new Set(['是', '有', '对', '√', 'Y', 'YES', 'TRUE', '1'])
const NO: ReadonlySet<string> = new Set(['否', '无', '不是', '×', 'N', 'NO', 'FALSE', '0'])
export function parseYesNo(cell: string): Result<boolean> {
  const text = narrow(cell).toUpperCase()
  if (YES.has(text)) return ok(true)
  if (NO.has(text)) return ok(false)
  return err(problem('IMPORT_YES_NO', { value: shown(cell) }))
}

const CENTER_NAMES: ReadonlyMap<string, string> = new Map(
  CENTERS.flatMap((center) => [center.nameZh, center.shortZh].map((name) => [narrow(name), center.code] as const)),
)
/** A center's code from its code, full or short Chinese name. Codes of members that are no center (the operator) pass too. */
export function parseMember(cell: string): Result<string> {
  const text = narrow(cell)
  const code = CENTER_NAMES.get(text) ?? text.toUpperCase()
  return isCenter(code) || code === 'SZSE' ? ok(code) : err(problem('IMPORT_CENTER', { value: shown(cell) }))
}

function parseChoice(cell: string, column: Column): Result<string> {
  const text = narrow(cell)
  const choice = column.choices?.get(text) ?? column.choices?.get(text.toUpperCase())
  return choice === undefined ? err(problem('IMPORT_CHOICE', { value: shown(cell), choices: column.choiceList ?? '' })) : ok(choice)
}

/** Several choices separated by ; , 、 or |; by / too, where the slash isn't part of a label. */
function parseChoices(cell: string, column: Column): Result<readonly string[]> {
  const values: string[] = []
  const parts = cell.normalize('NFKC').split(/[;,、|]/).flatMap((part) => (parseChoice(part, column).ok ? [part] : part.split('/')))
  for (const part of parts.filter((text) => text.trim() !== '')) {
    const one = parseChoice(part, column)
    if (!one.ok) return one
    if (!values.includes(one.value)) values.push(one.value)
  }
  return values.length > 0 ? ok(values) : err(problem('IMPORT_CHOICE', { value: shown(cell), choices: column.choiceList ?? '' }))
}

/** What of a cell is quoted in a message. */
export const shown = (cell: string): string => {
  const text = cell.trim()
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

/** Value of a cell that isn't empty, by the type of its column. */
export function parseCell(cell: string, column: Column): Result<CellValue> {
  if (cell.length > IMPORT_MAX_CELL) return err(problem('IMPORT_CELL_TOO_LONG', { max: IMPORT_MAX_CELL }))
  switch (column.type) {
    case 'text':
      return isFormula(cell) ? err(problem('IMPORT_FORMULA', { value: shown(cell) })) : ok(tidyText(cell))
    case 'code':
      return isFormula(cell) ? err(problem('IMPORT_FORMULA', { value: shown(cell) })) : ok(narrow(cell))
    case 'uscc':
      if (isFormula(cell)) return err(problem('IMPORT_FORMULA', { value: shown(cell) }))
      if (/^\d(\.\d+)?E\+?\d+$/i.test(narrow(cell))) return err(problem('IMPORT_SCIENTIFIC', { value: shown(cell) }))
      return ok(narrow(cell).toUpperCase())
    case 'date':
      return parseDate(cell)
    case 'yuan':
      return parseYuan(cell)
    case 'integer':
      return parseInteger(cell)
    case 'yesNo':
      return parseYesNo(cell)
    case 'member':
      return parseMember(cell)
    case 'choice':
      return parseChoice(cell, column)
    case 'choices':
      return parseChoices(cell, column)
  }
}
