import { Checkbox, Table } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Computation } from '../../../shared/contract/ratings.ts'
import { signed } from '../../ui/money.ts'
import { Block } from '../../ui/Page.tsx'
import { EmptyHint } from '../../ui/Wait.tsx'
import { useWords } from '../../words/use-words.ts'

type Line = Computation['lines'][number]

/** A factor in permille as a decimal, without floats: 1500 -> `1.5`. */
export function permille(value: number): string {
  const whole = (value - (value % 1000)) / 1000
  const rest = String(value % 1000).padStart(3, '0').replace(/0+$/, '')
  return rest === '' ? String(whole) : `${whole}.${rest}`
}

/** Every line of the computation with its points and the reason why it counts as it does. */
export function Lines({ lines }: { readonly lines: readonly Line[] }) {
  const { t, name, term, reason: why } = useWords()
  const [all, setAll] = useState(false)
  const shown = all ? lines : lines.filter((line) => line.applied !== 0)
  return (
    <Block flush title={t('ratings.lines', { n: shown.length })} extra={<Checkbox checked={all} onChange={(event) => setAll(event.target.checked)}>{t('ratings.linesAll')}</Checkbox>} testId="rating-lines">
      <Table<Line>
        size="small"
        rowKey={(line) => `${line.indicator} ${line.recordId ?? line.metric?.name ?? ''}`}
        dataSource={shown}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <EmptyHint text={t('ratings.linesNone')} /> }}
        columns={[
          { title: t('ratings.indicator'), key: 'indicator', render: (_, line) => <span className="wrap-cell" title={term('dimension', line.dimension)}><span className="mono quiet">{line.indicator}</span> {name(line)}</span> },
          {
            title: t('ratings.record'),
            key: 'record',
            render: (_, line) =>
              line.recordId ? <span className="wrap-cell"><Link to={`/network/records/${line.recordId}`}>{line.title ?? line.recordId.slice(0, 10)}</Link> <span className="quiet num">{line.effectiveDate}</span></span> : line.metric && <span className="quiet">{t('ratings.metric', { name: term('metric', line.metric.name), value: line.metric.value })}</span>,
          },
          { title: t('ratings.points'), dataIndex: 'points', align: 'right', render: (points: number) => <span className="num">{signed(points)}</span> },
          { title: t('ratings.factors'), key: 'factors', render: (_, line) => <span className="quiet nowrap">{(['recidivism', 'subject', 'decay'] as const).filter((key) => line[key] !== null && line[key] !== 1000).map((key) => t(`ratings.factor.${key}`, { x: permille(line[key] ?? 1000) })).join(' · ')}</span> },
          { title: t('ratings.applied'), dataIndex: 'applied', align: 'right', render: (points: number) => <strong className={points > 0 ? 'good-text num' : points < 0 ? 'bad-text num' : 'quiet num'}>{signed(points)}</strong> },
          { title: t('ratings.reason'), dataIndex: 'reason', render: (reason: Line['reason']) => <span className="wrap-cell">{why(reason)}</span> },
        ]}
      />
    </Block>
  )
}
