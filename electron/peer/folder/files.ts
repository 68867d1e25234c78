import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { CodedError } from '../../../shared/kit/result.ts'

/**
 * Replaces a file as a whole: a temporary file beside it, flushed, renamed, the folder flushed. After a crash there is the
 * old content or the new one. Throws DISK_FULL, FILE_UNWRITABLE {detail}.
 */
export function writeFileAtomic(path: string, content: string | Uint8Array, mode = 0o600): void {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    const handle = openSync(temporary, 'w', mode)
    try {
      const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content
      for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(temporary, path)
    flushFolder(dirname(path))
  } catch (error) {
    rmSync(temporary, { force: true })
    throw fileError(error)
  }
}

/** Makes a rename durable. Windows has no such call and needs none: NTFS journals names. */
export function flushFolder(path: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** A file system's error in the project's codes. */
export function fileError(error: unknown): CodedError {
  if (error instanceof CodedError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN'
  if (code === 'ENOSPC' || code === 'EDQUOT') return new CodedError('DISK_FULL', { file: 'data', detail: code }, { cause: error })
  return new CodedError('FILE_UNWRITABLE', { detail: code }, { cause: error })
}
