/**
 * Calendar arithmetic on `yyyy-MM-dd` text, proleptic Gregorian, integers only. Days are those of Beijing (UTC+8, no
 * summer time since 1991), and no function here knows what day it is.
 */

const DAY = 86_400_000
const BEIJING = 8 * 3_600_000

interface Ymd {
  readonly y: number
  readonly m: number
  readonly d: number
}

const leap = (y: number): boolean => (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const
const lengthOf = (y: number, m: number): number => (m === 2 && leap(y) ? 29 : LENGTHS[m - 1]!)

function split(date: string): Ymd {
  return { y: Number(date.slice(0, 4)), m: Number(date.slice(5, 7)), d: Number(date.slice(8, 10)) }
}
const two = (n: number): string => (n < 10 ? `0${n}` : String(n))
const join = ({ y, m, d }: Ymd): string => `${String(y).padStart(4, '0')}-${two(m)}-${two(d)}`

/** Whether the text is a day that exists, in the years 1900 to 2199. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const { y, m, d } = split(text)
  return y >= 1900 && y < 2200 && m >= 1 && m <= 12 && d >= 1 && d <= lengthOf(y, m)
}

/** Whole months from `from` to `to`: negative where `to` lies before `from` (methodology, `arithmetic.monthsElapsed`). */
export function months(from: string, to: string): number {
  const a = split(from)
  const b = split(to)
  return (b.y - a.y) * 12 + (b.m - a.m) - (b.d < a.d ? 1 : 0)
}

/** Days since 1970-01-01 (civil-from-days arithmetic, exact for every Gregorian day). */
export function dayNumber(date: string): number {
  const { y, m, d } = split(date)
  const shifted = m <= 2 ? y - 1 : y
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + d - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** The day of a day number: the inverse of `dayNumber`. */
export function dateOfDay(day: number): string {
  const z = day + 719_468
  const era = Math.floor(z / 146_097)
  const doe = z - era * 146_097
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365)
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100))
  const mp = Math.floor((5 * doy + 2) / 153)
  const m = mp + (mp < 10 ? 3 : -9)
  return join({ y: yoe + era * 400 + (m <= 2 ? 1 : 0), m, d: doy - Math.floor((153 * mp + 2) / 5) + 1 })
}

/** Days from `from` to `to`. */
export const days = (from: string, to: string): number => dayNumber(to) - dayNumber(from)

/** The same day `count` months later; the last day of that month where it has no such day. */
export function addMonths(date: string, count: number): string {
  const { y, m, d } = split(date)
  const index = y * 12 + (m - 1) + count
  const year = Math.floor(index / 12)
  const month = index - year * 12 + 1
  return join({ y: year, m: month, d: Math.min(d, lengthOf(year, month)) })
}

/** The first day after `date` by which `count` days from Monday to Friday have passed. Public holidays are not known here. */
export function addWorkingDays(date: string, count: number): string {
  let day = dayNumber(date)
  for (let left = count; left > 0; ) {
    day += 1
    // Day 0 was a Thursday: 0 = Monday, 5 and 6 are the weekend.
    if ((((day + 3) % 7) + 7) % 7 < 5) left -= 1
  }
  return dateOfDay(day)
}

/** The day in Beijing at a time in milliseconds since 1970-01-01T00:00Z. */
export const dateOfTime = (ms: number): string => dateOfDay(Math.floor((ms + BEIJING) / DAY))
