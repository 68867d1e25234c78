import Sqlite from 'better-sqlite3'
import { CodedError } from '../../../../shared/kit/result.ts'
import { storeError } from './errors.ts'

/**
 * Takes a file for this process alone: an exclusive transaction on an empty SQLite file. The operating system gives it up
 * when the process ends, however it ends, so a kill leaves no stale lock and a reused process id can't be mistaken for the
 * owner. Null where another process (or this one) has it. Throws STORE_UNWRITABLE, STORE_IO.
 */
export function lockFile(path: string): { release(): void } | null {
  let db: Sqlite.Database | null = null
  try {
    db = new Sqlite(path, { timeout: 0 })
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db?.close()
    const known = storeError(error, 'lock', path)
    if (known instanceof CodedError && known.code === 'STORE_LOCKED') return null
    throw known
  }
  const held = db
  return { release: () => void held.close() }
}
