import { readFileSync } from 'node:fs'

/** Clock ticks a second of /proc: fixed at 100 on all Linux that Node runs on. */
const TICKS = 100

export interface Usage {
  /** ms of processor time since the start, user and system. */
  readonly cpuMs: number
  readonly rssMiB: number
  /** Times it gave up the processor by itself: how often it woke. */
  readonly wakes: number
}

/** What a process has used so far; null where the system does not tell (only Linux does) or it is gone. */
export function usageOf(pid: number): Usage | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold anything: fields are counted behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const number = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0)
    return { cpuMs: ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS, rssMiB: Math.round(number('VmRSS') / 1024), wakes: number('voluntary_ctxt_switches') }
  } catch {
    return null
  }
}
