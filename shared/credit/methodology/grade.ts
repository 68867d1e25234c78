import type { Grade, Methodology } from './document.ts'

/** What a score is called. */
export interface GradeOf {
  readonly grade: string
  readonly modifier: '' | '+' | '-'
  /** Grade and modifier together, e.g. `BBB+`. */
  readonly notation: string
  readonly class: string
}

/** The grade of a score within the scale (methodology, `grades`). */
export function gradeRow(score: number, { grades }: Methodology): Grade {
  return grades.find((grade) => score >= grade.minScore) ?? grades[grades.length - 1]!
}

/** Grade, modifier (thirds of a band: 0..15 −, 16..33 none, 34..49 +; `modifiers`) and class of a score. */
export function gradeOf(score: number, methodology: Methodology): GradeOf {
  const row = gradeRow(score, methodology)
  const offset = score - row.minScore
  const modifier = !methodology.document.modifiers.appliesToGrades.includes(row.code) ? '' : offset <= 15 ? '-' : offset <= 33 ? '' : '+'
  return { grade: row.code, modifier, notation: row.code + modifier, class: row.class }
}

/** Lowers a raw score to what its caps and vetoes allow (`capRule`: the strictest cap; a veto beats every cap). Unknown codes are ignored. */
export function limitScore(raw: number, caps: readonly string[], vetoes: readonly string[], { document, grades }: Methodology): number {
  const limits = [
    ...document.caps.filter((cap) => caps.includes(cap.code)).map((cap) => cap.maxGrade),
    ...document.vetoes.filter((veto) => vetoes.includes(veto.code)).map((veto) => veto.grade),
  ]
  let score = raw
  for (const code of limits) score = Math.min(score, grades.find((grade) => grade.code === code)!.maxScore)
  return score
}

/** Class of a grade without a score (M, NR); null where it has none (WD). */
export const classOfSpecial = (grade: string, { document }: Methodology): string | null =>
  document.classes.find((row) => row.grades.includes(grade))?.code ?? null
