import { z } from 'zod'
import { base, count, problemSchema, text } from './base.ts'

export const importKind = z.enum(['institutions', 'engagements', 'conduct'])
export type ImportKind = z.infer<typeof importKind>

/** A CSV file as base64, at most 8 MiB of content. */
export const importFile = z.object({ kind: importKind, name: text(260), base64: z.string().max(11_184_812) })

export const rowFinding = z.object({ row: count, column: z.string(), value: z.string(), severity: z.enum(['error', 'warning']), problem: problemSchema })
export type RowFinding = z.infer<typeof rowFinding>

export const importPreview = z.object({
  encoding: z.enum(['utf-8', 'utf-8-bom', 'gb18030']),
  rows: count,
  /** Rows that would become drafts. */
  ready: count,
  /** Rows that are already on the ledger or in a draft with the same content. */
  known: count,
  rejected: count,
  columns: z.array(z.object({ header: z.string(), field: z.string().nullable() })),
  missing: z.array(z.string()),
  /** At most 1 000; `findingsTotal` counts all. Rows count from 1 = first data row. */
  findings: z.array(rowFinding),
  findingsTotal: count,
  sample: z.array(z.record(z.string(), z.string())),
})
export type ImportPreview = z.infer<typeof importPreview>

export const importsContract = {
  preview: base.input(importFile).output(importPreview),
  /** Makes drafts of the ready rows; the same file again makes none (idempotent by content). */
  commit: base.input(importFile).output(z.object({ batchId: z.string(), created: count, known: count, rejected: count })),
  /** Findings as CSV (UTF-8 with BOM, formula-safe), to be corrected in a spreadsheet, in the language of the screen. */
  report: base.input(importFile.extend({ language: z.enum(['zh-CN', 'en']).default('zh-CN') })).output(z.object({ fileName: z.string(), csv: z.string() })),
  template: base.input(z.object({ kind: importKind })).output(z.object({ fileName: z.string(), csv: z.string() })),
}
