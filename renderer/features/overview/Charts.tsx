import { theme } from 'antd'
import { useMemo } from 'react'
import type { Overview } from '../../../shared/contract/overview.ts'
import { Chart } from '../../ui/Chart.tsx'
import { gradeBars } from '../../ui/grade-order.ts'
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

/** How many agencies stand at which composite grade, best first; the colour only repeats the class. */
export function Grades({ counts }: { readonly counts: Overview['gradeCounts'] }) {
  const { t } = useWords()
  const { token } = theme.useToken()
  const option = useMemo(() => {
    const bars = gradeBars(counts)
    const colors: Readonly<Record<string, string>> = { A: token.colorSuccess, B: token.blue, C: token.colorWarning, D: token.colorError }
    return {
      grid: { ...grid, top: 18 },
      tooltip: { trigger: 'axis', formatter: ([bar]: readonly { readonly dataIndex: number }[]) => bars[bar?.dataIndex ?? 0]?.parts.map((part) => t('overview.gradeLabel', { grade: part.notation, n: part.count })).join('\n') ?? '' },
      xAxis: { type: 'category', data: bars.map((bar) => bar.grade), axisLabel: { interval: 0, fontSize: 11 }, axisTick: { show: false } },
      yAxis: { type: 'value', minInterval: 1, splitNumber: 3 },
      series: [{ type: 'bar', barMaxWidth: 34, data: bars.map((bar) => ({ value: bar.count, itemStyle: { color: colors[bar.class] ?? token.colorTextTertiary }, label: { show: bar.count > 0 } })), label: { show: true, position: 'top' } }],
    }
  }, [counts, t, token])
  if (counts.length === 0) return <EmptyHint text={t('overview.gradesNone')} hint={t('overview.gradesHint')} />
  const label = gradeBars(counts).flatMap((bar) => bar.parts).map((part) => t('overview.gradeLabel', { grade: part.notation, n: part.count })).join(', ')
  return <Chart option={option} height={150} label={label} />
}
