import type { ImportKind, RowFinding } from '../../../shared/contract/imports.ts'
import { IMPORT_COLUMNS } from './columns.ts'
import { writeCsv } from './csv.ts'
import { wordsOfProblem, type Language } from '../../../shared/i18n/errors.ts'

const WORDS = {
  'zh-CN': { header: ['行号', '列', '原值', '级别', '原因', '如何处理', '代码'], top: '表头', error: '错误', warning: '提示' },
  en: { header: ['Row', 'Column', 'Value', 'Level', 'Cause', 'What to do', 'Code'], top: 'Header', error: 'Error', warning: 'Warning' },
} as const satisfies Record<Language, unknown>

/** Findings as a table to work through in a spreadsheet: words of the language first, the code beside them. */
export function reportCsv(findings: readonly RowFinding[], language: Language = 'zh-CN'): string {
  const { header, top, ...level } = WORDS[language]
  return writeCsv([
    header,
    ...findings.map(({ row, column, value, severity, problem }) => {
      const words = wordsOfProblem(problem, language)
      return [row === 0 ? top : String(row), column, value, level[severity], words.cause, words.next, problem.code]
    }),
  ])
}

/** Codes of a made-up institution and client for the example row: valid, and of no one. */
const EXAMPLE_USCC = '31110000MAXDEM005G'
const EXAMPLE_CLIENT = '91110000MAYDEM007N'

/** An empty table of a kind: the headers, and one example row to be replaced. */
export function templateCsv(kind: ImportKind): string {
  const columns = IMPORT_COLUMNS[kind]
  const example = columns.map((column) => (column.field === 'uscc' ? EXAMPLE_USCC : column.field === 'clientUscc' ? EXAMPLE_CLIENT : column.example))
  return writeCsv([columns.map((column) => column.header), example])
}
