/** Asia/Shanghai has kept UTC+8 without daylight saving since 1991. */
const BEIJING = 8 * 3_600_000
const two = (n: number): string => String(n).padStart(2, '0')

/** Milliseconds since 1970 as `yyyy-MM-dd HH:mm` Beijing time. */
export function beijing(ms: number): string {
  return new Date(ms + BEIJING).toISOString().slice(0, 16).replace('T', ' ')
}

/** Milliseconds since 1970 as `yyyy-MM-dd` Beijing time. */
export const beijingDate = (ms: number): string => new Date(ms + BEIJING).toISOString().slice(0, 10)

/** Milliseconds since 1970 as `HH:mm:ss` Beijing time. */
export const beijingClock = (ms: number): string => new Date(ms + BEIJING).toISOString().slice(11, 19)

/** How long ago, in the largest unit that is at least one. */
export function age(ms: number, now: number): { unit: 'now' | 'seconds' | 'minutes' | 'hours' | 'days'; n: number } {
  const seconds = Math.max(0, Math.floor((now - ms) / 1000))
  if (seconds < 3) return { unit: 'now', n: 0 }
  if (seconds < 60) return { unit: 'seconds', n: seconds }
  if (seconds < 3600) return { unit: 'minutes', n: Math.floor(seconds / 60) }
  if (seconds < 172_800) return { unit: 'hours', n: Math.floor(seconds / 3600) }
  return { unit: 'days', n: Math.floor(seconds / 86_400) }
}

/** A duration as `m:ss`. */
export const minutesAndSeconds = (ms: number): string => `${Math.floor(ms / 60_000)}:${two(Math.floor(ms / 1000) % 60)}`
