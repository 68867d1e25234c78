import { readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { stamp } from './aside.ts'
import type { Database } from './database.ts'
import type { FileKind } from './open.ts'

/** One step of a schema, as SQL or, where data has to be moved by hand, as a function. */
export type Migration = string | ((db: Database) => void)

/** Copies kept of one file from before its migrations. */
const KEPT_COPIES = 2

/**
 * Runs the missing steps, each in its own transaction together with its version number: after a crash the file is at
 * some version, never between two. An old file is copied first (`<name>.v<version>.<time>.bak`).
 */
export function migrate(db: Database, kind: FileKind, now: number): void {
  const from = Number(db.pragma('user_version'))
  if (from === kind.migrations.length) return
  if (from > 0 && kind.copyBeforeMigration) copyBefore(db, from, now)
  for (let version = from; version < kind.migrations.length; version++) {
    const step = kind.migrations[version]!
    db.transaction(() => {
      if (typeof step === 'string') db.exec(step)
      else step(db)
      // Pragmas take no parameters; both values are integers of ours.
      db.exec(`PRAGMA application_id = ${kind.applicationId}; PRAGMA user_version = ${version + 1}`)
    })
  }
}

function copyBefore(db: Database, version: number, now: number): void {
  const path = `${db.path}.v${version}.${stamp(now)}.bak`
  rmSync(path, { force: true })
  db.prepare('VACUUM INTO ?').run(path)
  const folder = dirname(db.path)
  const pattern = new RegExp(`^${basename(db.path).replace(/[.]/g, '\\.')}\\.v\\d+\\.[0-9TZ]+\\.bak$`)
  const time = (name: string): string => name.split('.').at(-2)!
  const copies = readdirSync(folder).filter((name) => pattern.test(name)).sort((a, b) => (time(a) < time(b) ? 1 : -1))
  for (const old of copies.slice(KEPT_COPIES)) rmSync(join(folder, old), { force: true })
}
