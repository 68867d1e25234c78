import type { Clock } from '../../../../shared/kit/env.ts'
import type { WorkbenchStore } from './types.ts'

const HOUR = 3_600_000
/** A copy a day; looked at every hour, because an office computer is off at night. */
const EVERY = 24 * HOUR

/**
 * Backs the workbench up now where the newest copy is older than a day, and goes on looking every hour. A failure is told
 * to `failed` and tried again at the next hour. Returns how to stop; a copy that is being made is then finished first.
 */
export function scheduleBackups(workbench: WorkbenchStore, clock: Clock, failed: (error: unknown) => void): () => Promise<void> {
  let running: Promise<void> = Promise.resolve()
  const look = (): void => {
    running = running.then(async () => {
      try {
        const now = clock.now()
        const newest = workbench.backups()[0]
        if (newest === undefined || now - newest.at >= EVERY || newest.at > now) await workbench.backup(now)
      } catch (error) {
        failed(error)
      }
    })
  }
  look()
  const timer = setInterval(look, HOUR)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
