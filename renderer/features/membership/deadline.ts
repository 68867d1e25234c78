import { beijingDate } from '../../ui/time.ts'

/** Days that a vote stays open unless the proposer says otherwise. */
export const DEADLINE_DAYS = 14

/** The day so many days from now, Beijing time, yyyy-MM-dd. */
export const dayFromNow = (days: number): string => beijingDate(Date.now() + days * 86_400_000)
