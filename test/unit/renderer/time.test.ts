import { describe, expect, it } from 'vitest'
import { age, beijing, beijingClock, beijingDate, minutesAndSeconds } from '../../../renderer/ui/time.ts'

describe('Beijing time', () => {
  it('is eight hours ahead of UTC, also over midnight and the new year', () => {
    expect(beijing(Date.UTC(2026, 10, 22, 15, 59))).toBe('2026-11-22 23:59')
    expect(beijing(Date.UTC(2026, 10, 22, 16, 0))).toBe('2026-11-23 00:00')
    expect(beijingDate(Date.UTC(2026, 11, 31, 16))).toBe('2027-01-01')
    expect(beijingClock(Date.UTC(2026, 0, 1, 1, 2, 3))).toBe('09:02:03')
  })
})

describe('age', () => {
  it.each([[0, 'now', 0], [2_900, 'now', 0], [59_000, 'seconds', 59], [61_000, 'minutes', 1], [3_600_000, 'hours', 1], [172_800_000, 'days', 2], [-5_000, 'now', 0]] as const)('%s ms ago', (ms, unit, n) => {
    expect(age(1_000_000_000_000, 1_000_000_000_000 + ms)).toEqual({ unit, n })
  })
  it('counts a duration', () => expect(minutesAndSeconds(125_000)).toBe('2:05'))
})
