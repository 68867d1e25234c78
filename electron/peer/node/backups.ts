import type { Clock, Log } from '../../../shared/kit/env.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import { scheduleBackups } from '../store/workbench/schedule.ts'
import type { WorkbenchStore } from '../store/workbench/types.ts'

/** Daily copies of a peer's workbench; what fails is logged and tried again. Returns how to stop. */
export const keepBackups = (workbench: WorkbenchStore, clock: Clock, log: Log): (() => Promise<void>) =>
  scheduleBackups(workbench, clock, (error) => log('error', 'workbench.backup-failed', { code: error instanceof CodedError ? error.code : 'unknown' }))
