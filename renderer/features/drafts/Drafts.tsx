import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Badge, Button, Dropdown, Select, Table, Tabs, Tag } from 'antd'
import { DownOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import type { DraftKind, DraftRow } from '../../../shared/contract/drafts.ts'
import { api } from '../../api/client.ts'
import { Uscc } from '../../ui/Code.tsx'
import { Page } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { StateTag } from '../../ui/StateTag.tsx'
import { EmptyHint } from '../../ui/Wait.tsx'
import { Age, When } from '../../ui/When.tsx'
import { useWide } from '../../ui/use-wide.ts'
import { usePerson } from '../../words/use-person.ts'
import { useWords } from '../../words/use-words.ts'
import { Batch } from './Batch.tsx'

const BOXES = ['todo', 'mine', 'returned', 'open', 'published', 'discarded'] as const
type Box = (typeof BOXES)[number]
const KINDS: readonly DraftKind[] = [
  'institution.register', 'institution.update', 'engagement.record', 'conduct.record', 'rating.publish', 'objection.file', 'objection.decide', 'repair.grant', 'record.withdraw',
]
/** About a record of the ledger: rarer, so behind the menu. */
const REDRESS = ['objection.file', 'objection.decide', 'repair.grant', 'record.withdraw'] as const
const STARTABLE = ['institution.register', 'engagement.record', 'conduct.record'] as const
const SIZE = 50
const colors: Readonly<Record<DraftRow['state'], string>> = { draft: 'default', submitted: 'blue', returned: 'orange', reviewed: 'cyan', voted: 'geekblue', published: 'green', discarded: 'default' }

/** Boxes of drafts: what waits for me, what is mine, what came back, and where each one stands. */
export function Drafts() {
  const { t, term, field } = useWords()
  const wide = useWide()
  const navigate = useNavigate()
  const [params, setParams] = useSearchParams()
  const box = (BOXES as readonly string[]).includes(params.get('box') ?? '') ? (params.get('box') as Box) : 'todo'
  const kind = (params.get('kind') ?? undefined) as DraftKind | undefined
  const batchId = params.get('batch') ?? undefined
  const [page, setPage] = useState(1)
  const [selected, setSelected] = useState<readonly string[]>([])
  const query = useQuery({ ...api.drafts.list.queryOptions({ input: { box, kind, batchId, limit: SIZE, offset: (page - 1) * SIZE } }), placeholderData: keepPreviousData })
  const overview = useQuery(api.overview.get.queryOptions())
  const todo = overview.data?.todo
  const badges: Partial<Record<Box, number>> = todo ? { todo: todo.toReview + todo.toVote + todo.toApprove, returned: todo.returned } : {}
  const { nameOf } = usePerson()
  const put = (key: string, value: string | undefined): void => {
    setPage(1)
    setSelected([])
    setParams((old) => {
      const next = new URLSearchParams(old)
      if (value) next.set(key, value)
      else next.delete(key)
      return next
    }, { replace: true })
  }
  const rows = query.data?.items ?? []
  const chosen = rows.filter((row) => selected.includes(row.id))
  const path = (row: DraftRow): string => (row.kind === 'rating.publish' ? `/ratings/draft/${row.id}` : `/drafts/${row.id}`)
  return (
    <Page
      testId="drafts"
      title={t('drafts.title')}
      actions={
        <>
          <Select allowClear placeholder={t('drafts.kindFilter')} aria-label={t('drafts.kindFilter')} value={kind} onChange={(value) => put('kind', value)} style={{ width: 150 }} options={KINDS.map((value) => ({ value, label: term('kind', value) }))} />
          {STARTABLE.map((value) => <Button key={value} data-testid={`drafts-new-${value}`} onClick={() => void navigate(`/drafts/new/${value}`)}>{t('drafts.new')}: {term('kind', value)}</Button>)}
          <Dropdown menu={{ items: [{ key: 'update', label: <Link to="/institutions">{term('kind', 'institution.update')}</Link> }, { key: 'rating', label: <Link to="/ratings">{term('kind', 'rating.publish')}</Link> }, ...REDRESS.map((value) => ({ key: value, label: <Link to={`/drafts/new/${value}`}>{term('kind', value)}</Link> })), { key: 'import', label: <Link to="/imports">{t('app.menu.imports')}</Link> }] }}>
            <Button icon={<DownOutlined />} aria-label={t('drafts.new')} />
          </Dropdown>
        </>
      }
    >
      <Tabs
        size="small"
        activeKey={box}
        onChange={(value) => put('box', value)}
        items={BOXES.map((value) => ({ key: value, label: <span data-testid={`box-${value}`}>{t(`drafts.boxes.${value}`)} {(badges[value] ?? 0) > 0 && <Badge count={badges[value]} size="small" />}</span> }))}
      />
      {batchId && <Tag closable onClose={() => put('batch', undefined)}>{t('drafts.batchFilter', { id: batchId })}</Tag>}
      {query.isError && <ProblemAlert problem={query.error} onRetry={() => void query.refetch()} />}
      {chosen.length > 0 && <Batch rows={chosen} onDone={() => setSelected([])} />}
      <Table<DraftRow>
        size="small"
        rowKey="id"
        loading={query.isPending}
        dataSource={rows}
        scroll={{ x: 'max-content' }}
        rowSelection={box === 'published' || box === 'discarded' ? undefined : { selectedRowKeys: [...selected], onChange: (keys) => setSelected(keys.map(String)) }}
        onRow={(row) => ({ 'data-testid': `draft-row-${row.id}`, 'data-kind': row.kind, 'data-state': row.state }) as object}
        pagination={{ current: page, pageSize: SIZE, total: query.data?.total ?? 0, onChange: setPage, showSizeChanger: false, hideOnSinglePage: true, showTotal: (n) => t('app.total', { n }) }}
        locale={{ emptyText: <EmptyHint text={t(`drafts.empty.${box}`)} hint={t('drafts.emptyHint')} /> }}
        columns={[
          { title: t('drafts.subject'), dataIndex: 'title', render: (title: string, row) => <Link className="title-cell" to={path(row)} data-testid={`draft-open-${row.id}`}>{title || t('drafts.untitled')}</Link> },
          { title: t('drafts.kind'), dataIndex: 'kind', render: (value: string) => <span className="nowrap">{term('kind', value)}</span> },
          { title: field('uscc'), dataIndex: 'uscc', hidden: !wide, render: (code: string | null) => code && <Uscc code={code} /> },
          { title: t('drafts.state'), dataIndex: 'state', render: (state: DraftRow['state']) => <Tag color={colors[state]}>{term('draftState', state)}</Tag> },
          { title: t('drafts.due'), key: 'due', render: (_, row) => row.due && <Due due={row.due} /> },
          { title: t('drafts.signedBy'), key: 'steps', render: (_, row) => <span className="wrap-cell signed-cell">{row.steps.map((step) => `${term('step', step.step)} ${nameOf(step.staffId)}`).join(' → ') || nameOf(row.creator)}</span> },
          { title: t('drafts.problems'), dataIndex: 'problems', align: 'right', render: (n: number) => (n > 0 ? <span className="bad-text">✕ {n}</span> : <span className="good-text">✓</span>) },
          { title: t('drafts.updated'), dataIndex: 'updatedAt', hidden: !wide && box === 'open', render: (ms: number) => <When ms={ms} /> },
          { title: t('drafts.record'), dataIndex: 'record', hidden: box !== 'published', render: (state: DraftRow['record'], row) => state && row.recordId && <Link to={`/network/records/${row.recordId}`}><StateTag state={state} /></Link> },
        ]}
      />
    </Page>
  )
}

function Due({ due }: { readonly due: NonNullable<DraftRow['due']> }) {
  const { t, term } = useWords()
  const words = { role: term('role', due.role), step: term('step', due.step), votes: due.votes, needed: due.votesNeeded }
  return (
    <span className="nowrap">
      {due.votesNeeded > 1 ? t('drafts.dueVotes', words) : t('drafts.dueText', words)} <span className="quiet">· <Age ms={due.since} /></span>
    </span>
  )
}
