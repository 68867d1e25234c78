import { compareText } from '../../kit/bytes.ts'
import type { ScoreLine } from './line.ts'

/** Points by indicator that two computations disagree about. */
export interface ScoreChange {
  readonly indicator: string
  readonly before: number
  readonly after: number
}

export type ComparedLine = { readonly indicator: string; readonly applied: number }

/** The points that counted, by indicator: what `compare` takes from a computation. */
export const countedLines = (lines: readonly ScoreLine[]): readonly ComparedLine[] => lines.map((line) => ({ indicator: line.indicator, applied: line.counted }))

/**
 * What changed between two lists of scored lines (a published rating's `lines.list`, or `countedLines`): every indicator
 * whose sum differs, ascending by code. Sums are before the indicator's cap.
 */
export function compare(before: readonly ComparedLine[], after: readonly ComparedLine[]): readonly ScoreChange[] {
  const sums = new Map<string, { before: number; after: number }>()
  const add = (lines: readonly ComparedLine[], side: 'before' | 'after'): void => {
    for (const line of lines) {
      const row = sums.get(line.indicator) ?? { before: 0, after: 0 }
      row[side] += line.applied
      sums.set(line.indicator, row)
    }
  }
  add(before, 'before')
  add(after, 'after')
  return [...sums]
    .filter(([, row]) => row.before !== row.after)
    .map(([indicator, row]) => ({ indicator, ...row }))
    .sort((a, b) => compareText(a.indicator, b.indicator))
}
