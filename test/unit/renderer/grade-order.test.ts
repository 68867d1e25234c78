import { describe, expect, it } from 'vitest'
import { GRADES, gradeBars } from '../../../renderer/ui/grade-order.ts'

describe('bars of grades', () => {
  it('stand in the order of the scale, whatever order the counts came in, and leave no grade out', () => {
    const bars = gradeBars([{ grade: 'B+', count: 4 }, { grade: 'M', count: 2 }, { grade: 'AA-', count: 1 }, { grade: 'AA+', count: 3 }])
    expect(bars.map((bar) => bar.grade)).toEqual([...GRADES, 'M'])
    expect(bars.find((bar) => bar.grade === 'AA')).toEqual({ grade: 'AA', class: 'A', count: 4, parts: [{ notation: 'AA+', count: 3 }, { notation: 'AA-', count: 1 }] })
    expect(bars.find((bar) => bar.grade === 'B')).toMatchObject({ count: 4, class: 'B' })
    expect(bars.find((bar) => bar.grade === 'D')).toMatchObject({ count: 0, class: 'D' })
  })

  it('count every agency once', () => {
    const counts = ['AAA', 'AA+', 'AA', 'A-', 'NR', 'WD', 'M', 'unknown'].map((grade, at) => ({ grade, count: at + 1 }))
    const bars = gradeBars(counts)
    expect(bars.reduce((sum, bar) => sum + bar.count, 0)).toBe(36)
    expect(bars.at(-1)).toMatchObject({ grade: 'unknown', class: 'M' })
  })
})
