import { existsSync, statSync } from 'node:fs'
import { equalBytes } from '../../../../shared/kit/bytes.ts'
import { CodedError } from '../../../../shared/kit/result.ts'
import { setAside } from '../sqlite/aside.ts'
import type { Database } from '../sqlite/database.ts'
import { openFile } from '../sqlite/open.ts'
import { backUp, listBackups, restoreBackup } from './backups.ts'
import { Batches } from './batches.ts'
import { Drafts } from './drafts.ts'
import { Outbox } from './outbox.ts'
import { Preferences } from './preferences.ts'
import { WORKBENCH_FILE } from './schema.ts'
import type { BackupFile, WorkbenchOwner, WorkbenchStore } from './types.ts'

export interface OpenWorkbenchOptions extends WorkbenchOwner {
  /** Folder of the backups. */
  readonly backups: string
  /** ms since 1970. */
  readonly now: number
  readonly maxPages?: number
}

/**
 * Opens workbench.db. Throws what `openFile` throws; STORE_CORRUPT carries `backups`, the number of copies that
 * `recoverWorkbench` can choose from. WORKBENCH_FOREIGN where it belongs to another network or member.
 */
export function openWorkbench(path: string, options: OpenWorkbenchOptions): WorkbenchStore {
  let db: Database
  try {
    db = openFile(path, WORKBENCH_FILE, options)
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== 'STORE_CORRUPT') throw error
    throw new CodedError('STORE_CORRUPT', { ...error.params, backups: listBackups(options.backups).length }, { cause: error })
  }
  try {
    own(db, options)
    return new Workbench(db, options.backups)
  } catch (error) {
    db.close()
    throw error
  }
}

/** What was done about a damaged or lost workbench.db, for the person to read. */
export interface Recovery {
  /** Where the damaged file is now; null where there was none. */
  readonly setAside: string | null
  /** The backup that took its place; null where there was no sound one and the workbench begins empty. */
  readonly restored: BackupFile | null
}

/**
 * Opens workbench.db whatever became of it: a damaged file is set aside (see `recoverWorkbench`), and one that vanished or
 * has no content while there are backups is restored too. Throws what `openWorkbench` throws except STORE_CORRUPT.
 */
export function openOrRecover(path: string, options: OpenWorkbenchOptions): { readonly store: WorkbenchStore; readonly recovery: Recovery | null } {
  if (isLost(path) && listBackups(options.backups).length > 0) return recoverAndOpen(path, options)
  try {
    return { store: openWorkbench(path, options), recovery: null }
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== 'STORE_CORRUPT') throw error
    return recoverAndOpen(path, options)
  }
}

function recoverAndOpen(path: string, options: OpenWorkbenchOptions): { readonly store: WorkbenchStore; readonly recovery: Recovery } {
  const recovery = recoverWorkbench(path, options)
  return { store: openWorkbench(path, options), recovery }
}

/** No content at all: SQLite would silently begin an empty file there. */
const isLost = (path: string): boolean => !existsSync(path) || (statSync(path).size === 0 && !existsSync(`${path}-wal`))

/**
 * After STORE_CORRUPT: sets the damaged file aside and puts the newest sound backup in its place, or an empty workbench
 * where there is none. Nothing is deleted. Returns what was done, for the person to read.
 */
export function recoverWorkbench(path: string, options: OpenWorkbenchOptions): Recovery {
  for (const backup of listBackups(options.backups)) {
    try {
      return { ...restoreBackup(path, backup, options.now, (db) => own(db, options)), restored: backup }
    } catch (error) {
      if (!(error instanceof CodedError) || error.code !== 'BACKUP_DAMAGED') throw error
    }
  }
  return { setAside: setAside(path, options.now), restored: null }
}

function own(db: Database, { genesisHash, memberId }: WorkbenchOwner): void {
  db.prepare('INSERT OR IGNORE INTO owner (one, genesis, member) VALUES (1, ?, ?)').run(genesisHash, memberId)
  const owner = db.prepare<{ genesis: Uint8Array; member: string }>('SELECT genesis, member FROM owner').get()!
  if (!equalBytes(owner.genesis, genesisHash) || owner.member !== memberId) throw new CodedError('WORKBENCH_FOREIGN', { member: owner.member })
}

class Workbench implements WorkbenchStore {
  readonly drafts: Drafts
  readonly outbox: Outbox
  readonly batches: Batches
  readonly preferences: Preferences
  private readonly db: Database
  private readonly folder: string

  constructor(db: Database, folder: string) {
    this.db = db
    this.folder = folder
    this.drafts = new Drafts(db)
    this.outbox = new Outbox(db, this.drafts)
    this.batches = new Batches(db)
    this.preferences = new Preferences(db)
  }

  backup(now: number): Promise<BackupFile> {
    return backUp(this.db, this.folder, now)
  }
  backups(): readonly BackupFile[] {
    return listBackups(this.folder)
  }
  transaction<T>(work: () => T): T {
    return this.db.transaction(work)
  }
  close(): void {
    this.db.close()
  }
}
