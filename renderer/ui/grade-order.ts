/** Letters of the scale from best to worst; every chart has room for all of them. */
export const GRADES = ['AAA', 'AA', 'A', 'BBB', 'BB', 'B', 'CCC', 'CC', 'C', 'D'] as const
/** What stands beside the scale: too little data, not rated, withdrawn. Shown only where there are some. */
const BESIDE = ['M', 'NR', 'WD']

export interface GradeBar {
  readonly grade: string
  readonly count: number
  /** A, B, C, D or M: what the colour repeats. */
  readonly class: string
  /** The notations counted together, in the order of the scale, e.g. `AA+ 1, AA 2`. */
  readonly parts: readonly { readonly notation: string; readonly count: number }[]
}

const letters = (notation: string): string => notation.replace(/[+-]$/, '')
const within = (notation: string): number => (notation.endsWith('+') ? 0 : notation.endsWith('-') ? 2 : 1)

/** Counts by notation as bars in the order of the scale, `+` and `-` together with their letters; grades nobody knows come last. */
export function gradeBars(counts: readonly { readonly grade: string; readonly count: number }[]): readonly GradeBar[] {
  const found = new Set(counts.map((row) => letters(row.grade)))
  const known: readonly string[] = [...GRADES, ...BESIDE]
  const shown = [...GRADES, ...BESIDE.filter((grade) => found.has(grade)), ...[...found].filter((grade) => !known.includes(grade)).toSorted()]
  return shown.map((grade) => {
    const parts = counts.filter((row) => letters(row.grade) === grade).toSorted((a, b) => within(a.grade) - within(b.grade))
    return {
      grade,
      class: (GRADES as readonly string[]).includes(grade) ? grade.charAt(0) : 'M',
      count: parts.reduce((sum, row) => sum + row.count, 0),
      parts: parts.map((row) => ({ notation: row.grade, count: row.count })),
    }
  })
}
