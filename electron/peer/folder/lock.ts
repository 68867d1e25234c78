import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { CodedError } from '../../../shared/kit/result.ts'
import { storeError } from '../store/sqlite/errors.ts'

/**
 * Takes a data folder for this process alone. The lock is an exclusive transaction on an empty SQLite file: the operating
 * system gives it up when the process ends, however it ends, so a kill leaves no stale lock and a reused process id can't
 * be mistaken for the owner. Beside it lies the owner's process id, for the message only.
 * Throws DATA_FOLDER_IN_USE {pid}; `pid` is 0 where it can't be told.
 */
export function lockFolder(path: string): { release(): void } {
  const owner = `${path}.pid`
  let db: Sqlite.Database | null = null
  try {
    db = new Sqlite(path, { timeout: 0 })
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db?.close()
    const known = storeError(error, 'lock', path)
    if (known instanceof CodedError && known.code === 'STORE_LOCKED') throw new CodedError('DATA_FOLDER_IN_USE', { pid: readPid(owner) }, { cause: error })
    throw known
  }
  const held = db
  writeFileSync(owner, String(process.pid))
  return {
    release() {
      if (!held.open) return
      rmSync(owner, { force: true })
      held.close()
    },
  }
}

function readPid(path: string): number {
  try {
    const pid = Number(readFileSync(path, 'utf8').slice(0, 16))
    return Number.isSafeInteger(pid) && pid > 0 ? pid : 0
  } catch {
    return 0
  }
}
