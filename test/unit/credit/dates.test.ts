import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dates } from '../../../shared/credit/index.ts'

test('months counts whole months and turns negative', () => {
  expect(dates.months('2024-04-10', '2026-06-30')).toBe(26)
  expect(dates.months('2026-01-31', '2026-02-28')).toBe(0)
  expect(dates.months('2026-07-01', '2026-06-30')).toBe(-1)
})
test('addMonths keeps to the month', () => {
  expect(dates.addMonths('2024-01-31', 1)).toBe('2024-02-29')
  expect(dates.addMonths('2025-12-31', 18)).toBe('2027-06-30')
  expect(dates.addMonths('2025-03-31', -1)).toBe('2025-02-28')
})
test('working days skip weekends', () => {
  // 2026-06-26 is a Friday.
  expect(dates.addWorkingDays('2026-06-26', 1)).toBe('2026-06-29')
  expect(dates.addWorkingDays('2026-06-26', 5)).toBe('2026-07-03')
})
test('the day is the one in Beijing', () => {
  expect(dates.dateOfTime(Date.UTC(2026, 5, 29, 16))).toBe('2026-06-30')
  expect(dates.dateOfTime(Date.UTC(2026, 5, 29, 15, 59))).toBe('2026-06-29')
})
test('only days that exist are dates', () => {
  expect(['2024-02-29', '2023-02-29', '1900-02-29', '2026-13-01', '2026-1-1', '3000-01-01'].map(dates.isDate)).toEqual([true, false, false, false, false, false])
})
test('day numbers agree with the calendar of the platform', () => {
  fc.assert(
    fc.property(fc.integer({ min: -25_567, max: 84_005 }), (day) => {
      const text = new Date(day * 86_400_000).toISOString().slice(0, 10)
      expect(dates.dateOfDay(day)).toBe(text)
      expect(dates.dayNumber(text)).toBe(day)
    }),
  )
})
