import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Radio, Table } from 'antd'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { OutboxItem } from '../../../shared/contract/outbox.ts'
import { api } from '../../api/client.ts'
import { Uscc } from '../../ui/Code.tsx'
import { Page } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { StateTag } from '../../ui/StateTag.tsx'
import { EmptyHint } from '../../ui/Wait.tsx'
import { When } from '../../ui/When.tsx'
import { useWords } from '../../words/use-words.ts'

const SIZE = 50
const WORDS = ['saved', 'sent', 'witnessed', 'final', 'void'] as const
type Word = (typeof WORDS)[number]

/** What this center signed, each with one of the four words; a void one with its reason. */
export function Outbox() {
  const { t, term, problem, field } = useWords()
  const [params, setParams] = useSearchParams()
  const [page, setPage] = useState(1)
  const word = WORDS.find((known) => known === params.get('word'))
  const query = useQuery({ ...api.outbox.list.queryOptions({ input: { word, limit: SIZE, offset: (page - 1) * SIZE } }), placeholderData: keepPreviousData, refetchInterval: 5000 })
  const choose = (next: string): void => {
    setPage(1)
    setParams(next === 'all' ? {} : { word: next }, { replace: true })
  }
  return (
    <Page testId="outbox" title={t('outbox.title')} note={t('outbox.lead')}>
      <div className="row">
        <Radio.Group
          optionType="button"
          size="small"
          value={word ?? 'all'}
          onChange={(event) => choose(String(event.target.value))}
          options={[{ value: 'all', label: t('outbox.all') }, ...WORDS.map((value: Word) => ({ value, label: t(`terms.word.${value}`) }))]}
        />
        <span className="quiet">{(['saved', 'sent', 'witnessed', 'final'] as const).map((one) => t(`outbox.explain.${one}`)).join(' · ')}</span>
      </div>
      {query.isError && <ProblemAlert problem={query.error} onRetry={() => void query.refetch()} />}
      <Table<OutboxItem>
        size="small"
        rowKey="recordId"
        loading={query.isPending}
        dataSource={query.data?.items ?? []}
        scroll={{ x: 'max-content' }}
        onRow={(row) => ({ 'data-testid': 'outbox-row', 'data-record': row.recordId, 'data-word': row.state.void ? 'void' : row.state.word }) as object}
        pagination={{ current: page, pageSize: SIZE, total: query.data?.total ?? 0, onChange: setPage, showSizeChanger: false, hideOnSinglePage: true, showTotal: (n) => t('app.total', { n }) }}
        locale={{ emptyText: <EmptyHint text={t('outbox.none')} hint={t('outbox.noneHint')} /> }}
        columns={[
          { title: t('outbox.state'), dataIndex: 'state', render: (state: OutboxItem['state']) => <StateTag state={state} /> },
          { title: t('outbox.subject'), dataIndex: 'title', render: (title: string, row) => <Link className="title-cell" title={title} to={`/network/records/${row.recordId}`}>{title}</Link> },
          { title: t('outbox.kind'), dataIndex: 'kind', render: (kind: string) => term('kind', kind) },
          { title: field('uscc'), dataIndex: 'uscc', render: (uscc: string | null) => uscc && <Link to={`/institutions/${uscc}`}><Uscc code={uscc} /></Link> },
          { title: t('outbox.staff'), dataIndex: 'staffId', render: (id: string) => <span className="mono">{id}</span> },
          { title: t('outbox.time'), dataIndex: 'savedAt', render: (ms: number) => <When ms={ms} /> },
          {
            title: t('outbox.finalAt'),
            dataIndex: 'finalAt',
            render: (ms: number | null, row) =>
              row.state.void ? <span className="bad-text wrap-cell">{t('outbox.voidWhy')}: {problem(row.state.void).cause}</span> : ms !== null && <span><When ms={ms} /> <span className="quiet">{t('outbox.took', { s: Math.max(0, Math.round((ms - row.savedAt) / 100)) / 10 })}</span></span>,
          },
          { title: '', key: 'draft', render: (_, row) => row.draftId && <Link to={row.kind === 'rating.publish' ? `/ratings/draft/${row.draftId}` : `/drafts/${row.draftId}`}>{t('outbox.draft')}</Link> },
        ]}
      />
    </Page>
  )
}
