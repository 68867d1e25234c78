import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { CodedError } from '../../../shared/kit/result.ts'
import { lockFile } from '../store/sqlite/lock.ts'

/**
 * Takes a data folder for this process alone (see lockFile). Beside the lock lies the owner's process id, for the message only.
 * Throws DATA_FOLDER_IN_USE {pid}; `pid` is 0 where it can't be told.
 */
export function lockFolder(path: string): { release(): void } {
  const owner = `${path}.pid`
  let held = lockFile(path)
  if (held === null) throw new CodedError('DATA_FOLDER_IN_USE', { pid: readPid(owner) })
  writeFileSync(owner, String(process.pid))
  return {
    release() {
      if (held === null) return
      rmSync(owner, { force: true })
      held.release()
      held = null
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
