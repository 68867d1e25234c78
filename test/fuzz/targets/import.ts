import iconv from 'iconv-lite'
import { IMPORT_MAX_ROWS } from '../../../electron/peer/import/limits.ts'
import { readImport, type ImportWorld } from '../../../electron/peer/import/read.ts'
import type { ImportKind } from '../../../shared/contract/imports.ts'
import { DEFAULT_METHODOLOGY } from '../../../shared/credit/index.ts'
import { concat, utf8 } from '../../../shared/kit/bytes.ts'
import { CONDUCT_HEADERS, conductRow, ENGAGEMENT_HEADERS, engagementRow, INSTITUTION_HEADERS, institutionRow, madeUpUscc } from '../../integration/api/tables.ts'
import { refusal, thrown, type Target } from '../target.ts'

const world: ImportWorld = {
  context: { today: '2026-06-30', methodology: DEFAULT_METHODOLOGY },
  fingerprint: (kind, content) => JSON.stringify([kind, content]),
  hasDraft: () => false,
  otherDraft: () => null,
  onLedger: () => false,
}
const csv = (rows: readonly (readonly string[])[]): string => rows.map((row) => row.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')).join('\r\n')
const subject = madeUpUscc('31110000', 1)
const tables: Readonly<Record<ImportKind, string>> = {
  institutions: csv([INSTITUTION_HEADERS, institutionRow(1), institutionRow(2)]),
  engagements: csv([ENGAGEMENT_HEADERS, engagementRow(subject, 1), engagementRow(subject, 2)]),
  conduct: csv([CONDUCT_HEADERS, conductRow(subject, 1), conductRow(subject, 2)]),
}

/** Every row is judged, every finding has words. */
const table =
  (kind: ImportKind) =>
  async (input: Uint8Array): Promise<string | null> => {
    try {
      const { rows, findings } = await readImport(kind, input, world)
      if (rows.length > IMPORT_MAX_ROWS) return `${rows.length} rows`
      for (const { problem } of findings) {
        const wordless = refusal(problem)
        if (wordless) return wordless
      }
      return null
    } catch (error) {
      return thrown(error)
    }
  }

export const IMPORT: readonly Target[] = (Object.keys(tables) as ImportKind[]).map((kind) => ({
  name: `import.${kind}`,
  form: 'bytes',
  seeds: [utf8(tables[kind]), concat(utf8('\ufeff'), utf8(tables[kind])), new Uint8Array(iconv.encode(tables[kind], 'gb18030'))],
  take: table(kind),
}))
