import { Tag, Tooltip } from 'antd'
import { useWords } from '../words/use-words.ts'
import { scoreText } from './money.ts'

const colors: Readonly<Record<string, string>> = { A: 'green', B: 'blue', C: 'orange', D: 'red', M: 'default' }

/** A grade in letters; the colour only repeats the class. */
export function GradeTag({ notation, klass }: { readonly notation: string; readonly klass: string }) {
  const { term } = useWords()
  return (
    <Tooltip title={term('class', klass)}>
      <Tag color={colors[klass] ?? 'default'} className="grade">{notation}</Tag>
    </Tooltip>
  )
}

interface Props {
  readonly grade: { readonly score: number | null; readonly notation: string; readonly class: string; readonly flags?: readonly string[] } | null
}

/** Grade and score in a row of a table, with a mark where there is something to know. */
export function GradeCell({ grade }: Props) {
  const { t, term } = useWords()
  if (!grade) return <span className="quiet">{t('common.grade.unrated')}</span>
  const flags = grade.flags ?? []
  return (
    <span className="nowrap">
      <GradeTag notation={grade.notation} klass={grade.class} />
      {grade.score !== null && <span className="num">{scoreText(grade.score)}</span>}
      {flags.length > 0 && (
        <Tooltip title={flags.map((flag) => term('flagHint', flag)).join(' ')}>
          <span className="flag-mark" aria-label={flags.map((flag) => term('flag', flag)).join(', ')}>⚑</span>
        </Tooltip>
      )}
    </span>
  )
}
