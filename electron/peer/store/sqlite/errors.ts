import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { CodedError } from '../../../../shared/kit/result.ts'

/** Below this many free bytes an I/O error is taken for a full disk: SQLite reports some of them as plain I/O errors. */
const NEARLY_FULL_BYTES = 256 * 1024

/**
 * What an exception of SQLite means, in the project's codes: DISK_FULL, STORE_IO, STORE_CORRUPT, STORE_LOCKED,
 * STORE_UNWRITABLE, STORE_CONSTRAINT. Anything that isn't SQLite's is returned as it is.
 */
export function storeError(error: unknown, file: string, path?: string): unknown {
  if (error instanceof CodedError) return error
  const code = sqliteCode(error)
  if (code === null) return error
  return new CodedError(meaning(code, path), { file, detail: code }, { cause: error })
}

function meaning(code: string, path: string | undefined): string {
  if (code === 'SQLITE_FULL') return 'DISK_FULL'
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return 'STORE_CORRUPT'
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'STORE_LOCKED'
  if (code.startsWith('SQLITE_CONSTRAINT')) return 'STORE_CONSTRAINT'
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code === 'SQLITE_PERM') {
    return diskIsFull(path) ? 'DISK_FULL' : 'STORE_UNWRITABLE'
  }
  return diskIsFull(path) ? 'DISK_FULL' : 'STORE_IO'
}

function sqliteCode(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : null
}

function diskIsFull(path: string | undefined): boolean {
  if (path === undefined) return false
  try {
    const { bavail, bsize } = statfsSync(dirname(path))
    return bavail * bsize < NEARLY_FULL_BYTES
  } catch {
    return false
  }
}

/** True for the codes after which a file's promise of durability is broken. */
export const isDiskFault = (code: string): boolean =>
  code === 'DISK_FULL' || code === 'STORE_IO' || code === 'STORE_CORRUPT' || code === 'STORE_UNWRITABLE'
