import { closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { CodedError } from '../../../../shared/kit/result.ts'
import { setAside, stamp, stampTime } from '../sqlite/aside.ts'
import type { Database } from '../sqlite/database.ts'
import { storeError } from '../sqlite/errors.ts'
import { openFile } from '../sqlite/open.ts'
import { WORKBENCH_FILE } from './schema.ts'
import type { BackupFile } from './types.ts'

/** A week of daily copies, or as many of whatever rhythm the caller has. */
const KEPT_BACKUPS = 7
const NAME = /^workbench-(\d{8}T\d{9}Z)\.db$/

/** Backups in the folder, newest first. */
export function listBackups(folder: string): BackupFile[] {
  if (!existsSync(folder)) return []
  const found: BackupFile[] = []
  for (const name of readdirSync(folder)) {
    const at = stampTime(NAME.exec(name)?.[1] ?? '')
    if (at === null) continue
    const path = join(folder, name)
    found.push({ path, name, at, bytes: statSync(path).size })
  }
  return found.sort((a, b) => b.at - a.at)
}

/** Copies an open workbench under a temporary name, checks nothing was cut short, then names it. Keeps the newest ones. */
export async function backUp(db: Database, folder: string, now: number): Promise<BackupFile> {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new CodedError('STORE_UNWRITABLE', { file: 'backups' }, { cause: error })
  }
  const name = `workbench-${stamp(now)}.db`
  const path = join(folder, name)
  const partial = `${path}.partial`
  rmSync(partial, { force: true })
  await db.backupTo(partial)
  flush(partial)
  renameSync(partial, path)
  for (const old of listBackups(folder).slice(KEPT_BACKUPS)) rmSync(old.path, { force: true })
  return { path, name, at: now, bytes: statSync(path).size }
}

/** Codes that speak of the copy itself; anything else (a full disk, no rights) is no reason to pass a good backup over. */
const UNSOUND: ReadonlySet<string> = new Set(['STORE_CORRUPT', 'STORE_FOREIGN', 'STORE_NEWER', 'WORKBENCH_FOREIGN'])

/**
 * Puts a backup in the place of workbench.db; what stood there is set aside, not deleted. The workbench must be closed.
 * `check` looks into the copy and throws where it isn't the right one. Throws BACKUP_UNKNOWN, BACKUP_DAMAGED (then nothing
 * was changed), DISK_FULL, STORE_IO, STORE_UNWRITABLE.
 */
export function restoreBackup(path: string, backup: BackupFile, now: number, check: (db: Database) => void = () => undefined): { readonly setAside: string | null } {
  if (!existsSync(backup.path)) throw new CodedError('BACKUP_UNKNOWN', { name: backup.name })
  const partial = `${path}.restoring`
  for (const suffix of ['', '-wal', '-shm']) rmSync(partial + suffix, { force: true })
  try {
    copyFileSync(backup.path, partial)
  } catch (error) {
    throw storeError(Object.assign(new Error('copy'), { code: 'SQLITE_IOERR_WRITE', cause: error }), 'workbench.db', path)
  }
  try {
    // Opening checks the whole copy and brings an older one to today's schema.
    const copy = openFile(partial, WORKBENCH_FILE, { now })
    try {
      check(copy)
    } finally {
      copy.close()
    }
  } catch (error) {
    for (const suffix of ['', '-wal', '-shm']) rmSync(partial + suffix, { force: true })
    if (error instanceof CodedError && !UNSOUND.has(error.code)) throw error
    throw new CodedError('BACKUP_DAMAGED', { name: backup.name }, { cause: error })
  }
  flush(partial)
  const aside = setAside(path, now)
  renameSync(partial, path)
  return { setAside: aside }
}

function flush(path: string): void {
  const handle = openSync(path, 'r+')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
