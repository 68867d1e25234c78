import { isDate } from './dates.ts'
import { error } from './finding.ts'
import type { Finding } from './finding.ts'

type Dates = Readonly<Record<string, string | undefined>>

/** Errors for every named date that lies after today. */
export const notInFuture = (dates: Dates, today: string): readonly Finding[] =>
  Object.entries(dates).flatMap(([path, day]) => (day !== undefined && isDate(day) && day > today ? [error(path, 'DATE_IN_FUTURE', { today })] : []))

/** Errors where dates that are present do not stand in this order; each is reported at the later field. */
export function inOrder(dates: Dates): readonly Finding[] {
  const present = Object.entries(dates).filter((entry): entry is [string, string] => entry[1] !== undefined && isDate(entry[1]))
  return present.flatMap(([path, day], at) => {
    const before = present[at - 1]
    return before && day < before[1] ? [error(path, 'DATE_ORDER', { before: before[0], date: before[1] })] : []
  })
}
