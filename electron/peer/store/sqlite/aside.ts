import { existsSync, renameSync } from 'node:fs'

/** `20261122T161500123Z`: sorts by time and is a legal file name everywhere. */
export const stamp = (now: number): string => new Date(now).toISOString().replace(/[-:.]/g, '')

/** The time inside a stamp, ms; null where it isn't one. */
export function stampTime(text: string): number | null {
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z$/.exec(text)
  if (!parts) return null
  const [year, month, day, hour, minute, second, milli] = parts.slice(1).map(Number) as [number, number, number, number, number, number, number]
  return Date.UTC(year, month - 1, day, hour, minute, second, milli)
}

/**
 * Renames a damaged file and its write-ahead log, so that a new one can take its place: damaged data is evidence and
 * perhaps somebody's work, it is never deleted. Returns the new path of the main file, null where there was none.
 */
export function setAside(path: string, now: number): string | null {
  let aside: string | null = null
  for (const suffix of ['-wal', '-shm', '']) {
    if (!existsSync(path + suffix)) continue
    const target = freeName(`${path}.damaged-${stamp(now)}`, suffix)
    renameSync(path + suffix, target)
    if (suffix === '') aside = target
  }
  return aside
}

function freeName(base: string, suffix: string): string {
  for (let i = 0; ; i++) {
    const name = `${base}${i === 0 ? '' : `-${i}`}${suffix}`
    if (!existsSync(name)) return name
  }
}
