import { useMemo } from 'react'
import type { InstitutionDetail } from '../../../shared/contract/institutions.ts'
import { Chart } from '../../ui/Chart.tsx'
import { scoreText } from '../../ui/money.ts'
import { Figure } from '../../ui/Page.tsx'
import { EmptyHint } from '../../ui/Wait.tsx'
import { GradeCell } from '../../ui/Grade.tsx'
import { useWords } from '../../words/use-words.ts'

/** The network's composite: what each center's score counted for, and where the result stands among them. */
export function Composite({ composite }: { readonly composite: InstitutionDetail['composite'] }) {
  const { t, term } = useWords()
  const { weights, score } = composite
  const total = weights.reduce((sum, row) => sum + row.weight, 0)
  const option = useMemo(
    () => ({
      grid: { left: 44, right: 70, top: 22, bottom: 22 },
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
      xAxis: { type: 'value', min: (range: { min: number }) => Math.max(0, Math.floor(range.min / 10 - 1) * 10), max: 100 },
      yAxis: { type: 'category', inverse: true, data: weights.map((row) => row.center) },
      series: [
        {
          type: 'bar',
          barMaxWidth: 18,
          data: weights.map((row) => row.used / 10),
          label: { show: true, position: 'right', formatter: ({ dataIndex }: { readonly dataIndex: number }) => scoreText(weights[dataIndex]?.used ?? 0) },
          ...(score === null ? {} : { markLine: { symbol: 'none', data: [{ xAxis: score / 10, label: { position: 'start', formatter: `${t('institutions.compositeLine')} ${scoreText(score)}` } }] } }),
        },
      ],
    }),
    [weights, score, t],
  )
  if (weights.length === 0) return <EmptyHint text={t('institutions.ratingsNone')} hint={t('institutions.ratingsHint')} />
  return (
    <div className="stack-tight">
      <div className="strip">
        <Figure label={t('institutions.composite')}><GradeCell grade={composite} /></Figure>
        <Figure label={t('institutions.reference')}>{composite.reference === null ? '–' : scoreText(composite.reference)}</Figure>
      </div>
      {composite.flags.map((flag) => <div key={flag} className="warn-text">⚑ {term('flag', flag)}: {term('flagHint', flag)}</div>)}
      <Chart option={option} height={Math.max(110, 40 + weights.length * 30)} label={t('institutions.compositeChart', { score: score === null ? '–' : scoreText(score) })} />
      <table className="plain-table" aria-label={t('institutions.weights')}>
        <thead><tr><th>{t('institutions.center')}</th><th>{t('institutions.used')}</th><th>{t('institutions.weight')}</th></tr></thead>
        <tbody>{weights.map((row) => <tr key={row.center}><td>{row.center}</td><td className="num">{scoreText(row.used)}</td><td className="num">{total > 0 ? `${scoreText(Math.round((row.weight * 1000) / total))} %` : '–'}</td></tr>)}</tbody>
      </table>
    </div>
  )
}
