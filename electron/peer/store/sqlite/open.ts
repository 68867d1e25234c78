import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { CodedError } from '../../../../shared/kit/result.ts'
import { Database } from './database.ts'
import { migrate, type Migration } from './migrate.ts'

/** What makes a file this kind of file. */
export interface FileKind {
  /** Name used in messages. */
  readonly file: string
  /** `PRAGMA application_id`: a foreign SQLite file is refused instead of migrated. */
  readonly applicationId: number
  /** In order; the schema version is their number. Released ones are never changed. */
  readonly migrations: readonly Migration[]
  /** A copy is made before an old file is migrated. False for safety.db: a copy of it must never come back. */
  readonly copyBeforeMigration: boolean
}

export interface OpenOptions {
  /** Whole-file check before use: on by default. */
  readonly check?: boolean
  /** ms since 1970, for names of copies. */
  readonly now: number
  /** Largest size of the file, pages of 4 KiB: beyond it writes fail with DISK_FULL. Unbounded where absent. */
  readonly maxPages?: number | undefined
}

/**
 * Opens or creates a file, checks it and brings it to the newest schema.
 *
 * `synchronous` is FULL for all three files: a vote, a final block and a person's work are acknowledged only when they
 * would survive a power cut. NORMAL would let the last commits of chain.db vanish although safety.db has already
 * forgotten the votes of those slots. The price is one flush a block.
 *
 * Throws CodedError STORE_CORRUPT, STORE_FOREIGN, STORE_NEWER {found, known}, STORE_WAL {mode}, STORE_LOCKED,
 * STORE_UNWRITABLE, DISK_FULL, STORE_IO.
 */
export function openFile(path: string, kind: FileKind, options: OpenOptions): Database {
  const existed = existsSync(path)
  const db = new Database(path, kind.file)
  try {
    identify(db, kind)
    prepareConnection(db)
    if (existed && options.check !== false) quickCheck(db)
    migrate(db, kind, options.now)
    if (options.maxPages !== undefined) db.pragma(`max_page_count = ${Math.trunc(options.maxPages)}`)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Opens a file for reading only, e.g. another process's or a copy; it must be of the newest schema. */
export function openReadOnly(path: string, kind: FileKind): Database {
  const db = new Database(path, kind.file, { readonly: true })
  try {
    identify(db, kind)
    const found = Number(db.pragma('user_version'))
    if (found < kind.migrations.length) throw new CodedError('STORE_OLDER', { file: kind.file, found, known: kind.migrations.length })
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function identify(db: Database, kind: FileKind): void {
  const version = Number(db.pragma('user_version'))
  const id = Number(db.pragma('application_id'))
  const empty = version === 0 && id === 0 && db.prepare('SELECT 1 FROM sqlite_master LIMIT 1').get() === undefined
  if (!empty && id !== kind.applicationId) throw new CodedError('STORE_FOREIGN', { file: kind.file })
  if (version > kind.migrations.length) {
    throw new CodedError('STORE_NEWER', { file: kind.file, found: version, known: kind.migrations.length })
  }
}

function prepareConnection(db: Database): void {
  // On a network drive SQLite silently stays with another journal: then durability isn't what the rest relies on.
  const mode = String(db.pragma('journal_mode = WAL'))
  if (mode !== 'wal') throw new CodedError('STORE_WAL', { file: basename(db.path), mode })
  db.pragma('synchronous = FULL')
  if (process.platform === 'darwin') {
    // There a plain fsync leaves the data in the drive's cache.
    db.pragma('fullfsync = 1')
    db.pragma('checkpoint_fullfsync = 1')
  }
  db.pragma('foreign_keys = ON')
  db.pragma('trusted_schema = OFF')
  db.pragma('cell_size_check = ON')
  db.pragma('temp_store = MEMORY')
  db.pragma('journal_size_limit = 67108864')
}

function quickCheck(db: Database): void {
  const first = String(db.pragma('quick_check(1)'))
  if (first !== 'ok') throw new CodedError('STORE_CORRUPT', { file: db.file, detail: first.slice(0, 200) })
}
