import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CHAIN_FILE } from '../../electron/peer/store/chain/schema.ts'
import { HISTORY_FILE } from '../../electron/peer/store/chain/history/schema.ts'
import { SAFETY_FILE } from '../../electron/peer/store/safety/schema.ts'
import { Database } from '../../electron/peer/store/sqlite/database.ts'
import { openFile, type FileKind } from '../../electron/peer/store/sqlite/open.ts'
import { WORKBENCH_FILE } from '../../electron/peer/store/workbench/schema.ts'
import { toHex, utf8 } from '../../shared/kit/bytes.ts'
import { sha256 } from '../../shared/ledger/index.ts'

export const FILE_KINDS: readonly FileKind[] = [CHAIN_FILE, HISTORY_FILE, SAFETY_FILE, WORKBENCH_FILE]

/** `chain.db v2` and so on: hash of everything in that version's schema. A released one never changes. */
export function schemaHashes(): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'zxl-schema-'))
  try {
    return Object.fromEntries(FILE_KINDS.flatMap((kind) => kind.migrations.map((_, i) => [`${kind.file} v${i + 1}`, schemaHash(folder, kind, i + 1)])))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function schemaHash(folder: string, kind: FileKind, version: number): string {
  const path = join(folder, `${version}-${kind.file}`)
  openFile(path, { ...kind, migrations: kind.migrations.slice(0, version) }, { now: 0 }).close()
  const db = new Database(path, kind.file)
  const rows = db.prepare<{ sql: string }>("SELECT type || ' ' || name || ' ' || coalesce(sql, '') AS sql FROM sqlite_master ORDER BY type, name").all()
  const mark = `${kind.file} ${String(db.pragma('application_id'))} ${String(db.pragma('user_version'))}`
  db.close()
  return toHex(sha256(utf8([mark, ...rows.map(({ sql }) => sql.replaceAll(/\s+/g, ' '))].join('\n'))))
}
