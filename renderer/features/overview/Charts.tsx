import { useMemo } from 'react'
import type { Overview } from '../../../shared/contract/overview.ts'
import { Chart } from '../../ui/Chart.tsx'
import { EmptyHint } from '../../ui/Wait.tsx'
import { useWords } from '../../words/use-words.ts'

const grid = { left: 36, right: 12, top: 10, bottom: 22 }

/** Records made final per day. */
export function Activity({ days }: { readonly days: Overview['activity'] }) {
  const { t } = useWords()
  const option = useMemo(
    () => ({
      grid,
      tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', data: days.map((day) => day.date.slice(5)) },
      yAxis: { type: 'value', minInterval: 1, splitNumber: 3 },
      series: [{ type: 'bar', barMaxWidth: 26, data: days.map((day) => day.records) }],
    }),
    [days],
  )
  if (days.length === 0) return <EmptyHint text={t('overview.activityNone')} />
  return <Chart option={option} height={150} label={t('overview.chartLabel', { n: days.length, total: days.reduce((sum, day) => sum + day.records, 0) })} />
}

const order = ['AAA', 'AA', 'A', 'BBB', 'BB', 'B', 'CCC', 'CC', 'C', 'D', 'M', 'NR', 'WD']

/** How many agencies stand at which composite grade. */
export function Grades({ counts }: { readonly counts: Overview['gradeCounts'] }) {
  const { t } = useWords()
  const option = useMemo(() => {
    const sorted = counts.toSorted((a, b) => order.indexOf(a.grade) - order.indexOf(b.grade))
    return {
      grid,
      tooltip: { trigger: 'axis' },
      xAxis: { type: 'category', data: sorted.map((row) => row.grade) },
      yAxis: { type: 'value', minInterval: 1, splitNumber: 3 },
      series: [{ type: 'bar', barMaxWidth: 34, data: sorted.map((row) => row.count), label: { show: true, position: 'top' } }],
    }
  }, [counts])
  if (counts.length === 0) return <EmptyHint text={t('overview.gradesNone')} hint={t('overview.gradesHint')} />
  return <Chart option={option} height={150} label={counts.map((row) => t('overview.gradeLabel', { grade: row.grade, n: row.count })).join(', ')} />
}
