import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button, Select, Table, Tag } from 'antd'
import type { InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { CENTERS, BIZ_STATUSES, INSTITUTION_TYPES } from '../../../shared/credit/index.ts'
import type { InstitutionRow } from '../../../shared/contract/institutions.ts'
import { api } from '../../api/client.ts'
import { Uscc } from '../../ui/Code.tsx'
import { GradeCell } from '../../ui/Grade.tsx'
import { ImeInput } from '../../ui/ImeInput.tsx'
import { Page } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { EmptyHint } from '../../ui/Wait.tsx'
import { useWide } from '../../ui/use-wide.ts'
import { useWords } from '../../words/use-words.ts'
import { useRowKeys } from './use-row-keys.ts'

const SIZE = 50
const CLASSES = ['A', 'B', 'C', 'D', 'M']

/** Search, filters and the list; every condition stands in the address, so that going back finds them again. */
export function Institutions() {
  const { t, term, zh, field } = useWords()
  const wide = useWide()
  const navigate = useNavigate()
  const [params, setParams] = useSearchParams()
  const [page, setPage] = useState(1)
  const search = useRef<InputRef>(null)
  const get = (key: string): string | undefined => params.get(key) ?? undefined
  const put = (key: string, value: string | undefined): void => {
    setPage(1)
    setParams((old) => {
      const next = new URLSearchParams(old)
      if (value) next.set(key, value)
      else next.delete(key)
      return next
    }, { replace: true })
  }
  const sort = (get('sort') ?? 'recent') as 'name' | 'score' | 'recent'
  const input = {
    q: (get('q') ?? '').normalize('NFKC').trim(), type: get('type'), home: get('home'), bizStatus: get('status'), class: get('class'),
    sort, descending: sort !== 'name', limit: SIZE, offset: (page - 1) * SIZE,
  }
  const query = useQuery({ ...api.institutions.search.queryOptions({ input }), placeholderData: keepPreviousData })
  const rows = query.data?.items ?? []
  const open = (row: InstitutionRow): void => void navigate(`/institutions/${row.uscc}`)
  const { chosen, setChosen, onKeyDown } = useRowKeys(rows, open)
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const element = event.target as HTMLElement
      if (event.key !== '/' || event.isComposing || element.matches('input, textarea, [contenteditable]')) return
      event.preventDefault()
      search.current?.focus()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  const filter = (key: string, label: string, options: { value: string; label: string }[], width: number) => (
    <Select allowClear placeholder={label} aria-label={label} value={get(key)} onChange={(value) => put(key, value)} options={options} style={{ width }} popupMatchSelectWidth={false} data-testid={`filter-${key}`} showSearch={{ optionFilterProp: 'label' }} />
  )
  const filtered = ['q', 'type', 'home', 'status', 'class'].some((key) => params.has(key))
  return (
    <Page
      testId="institutions"
      title={t('institutions.title')}
      note={query.data && t('institutions.took', { n: query.data.total, ms: (query.data.tookMicros / 1000).toFixed(1) })}
      actions={<Link to="/drafts/new/institution.register"><Button type="primary" data-testid="institutions-register">{t('institutions.register')}</Button></Link>}
    >
      <div className="filters" onKeyDown={onKeyDown}>
        <ImeInput
          ref={search}
          autoFocus
          allowClear
          value={get('q') ?? ''}
          onCommit={(value) => put('q', value)}
          onEnter={() => { const row = rows[chosen]; if (row) open(row) }}
          delay={120}
          placeholder={t('institutions.search')}
          aria-label={t('institutions.searchLabel')}
          data-testid="institutions-search"
          style={{ width: 330 }}
        />
        {filter('type', t('institutions.type'), INSTITUTION_TYPES.map((code) => ({ value: code, label: term('type', code) })), 130)}
        {filter('home', t('institutions.home'), CENTERS.map((center) => ({ value: center.code, label: `${center.code} ${zh ? center.shortZh : center.regionEn}` })), 120)}
        {filter('status', t('institutions.status'), BIZ_STATUSES.map((code) => ({ value: code, label: term('bizStatus', code) })), 100)}
        {filter('class', t('institutions.class'), CLASSES.map((code) => ({ value: code, label: term('class', code) })), 110)}
        <Select aria-label={t('institutions.sort')} value={sort} onChange={(value) => put('sort', value)} style={{ width: 120 }} options={(['recent', 'name', 'score'] as const).map((value) => ({ value, label: t(`institutions.sorts.${value}`) }))} />
        {filtered && <Button type="link" onClick={() => setParams({}, { replace: true })}>{t('institutions.clear')}</Button>}
        <span className="quiet">{t('institutions.searchHint')}</span>
      </div>
      {query.isError && <ProblemAlert problem={query.error} onRetry={() => void query.refetch()} />}
      <div onKeyDown={onKeyDown} className="clickable">
        <Table<InstitutionRow>
          size="small"
          rowKey="uscc"
          loading={query.isPending}
          dataSource={rows}
          scroll={{ x: 'max-content' }}
          pagination={{ current: page, pageSize: SIZE, total: query.data?.total ?? 0, onChange: setPage, showSizeChanger: false, hideOnSinglePage: true, showTotal: (n) => t('app.total', { n }) }}
          rowClassName={(_, index) => (index === chosen ? 'chosen' : '')}
          onRow={(row, index) => ({ onClick: () => open(row), onMouseEnter: () => setChosen(index ?? 0), 'data-testid': `institution-${row.uscc}` })}
          locale={{ emptyText: <EmptyHint text={t('institutions.none')} hint={t('institutions.noneHint')} action={<Link to="/imports"><Button size="small">{t('app.menu.imports')}</Button></Link>} /> }}
          columns={[
            { title: t('institutions.name'), dataIndex: 'nameZh', render: (name: string, row) => <Link className="title-cell" title={name} to={`/institutions/${row.uscc}`} onClick={(event) => event.stopPropagation()}>{name}</Link> },
            { title: field('uscc'), dataIndex: 'uscc', render: (code: string) => <Uscc code={code} /> },
            { title: t('institutions.grade'), dataIndex: 'composite', render: (grade: InstitutionRow['composite']) => <GradeCell grade={grade} /> },
            { title: t('institutions.conduct'), key: 'conduct', align: 'right', className: 'nowrap', render: (_, row) => <span className="num nowrap">+{row.conductPositive} / <span className={row.conductNegative > 0 ? 'bad-text' : ''}>−{row.conductNegative}</span></span> },
            { title: t('institutions.engagements'), dataIndex: 'engagements', align: 'right' },
            { title: t('institutions.type'), dataIndex: 'type', render: (code: string) => term('type', code) },
            { title: t('institutions.status'), dataIndex: 'bizStatus', render: (code: string) => <span className={code === 'ACTIVE' ? 'nowrap' : 'warn-text nowrap'}>{code === 'ACTIVE' ? '' : '▲ '}{term('bizStatus', code)}</span> },
            { title: t('institutions.home'), dataIndex: 'home', render: (code: string, row) => <span className="nowrap"><Tag>{code}</Tag> <span className="quiet wide-col">{term('region', row.regionCode.slice(0, 2))}</span></span> },
            { title: t('institutions.height'), dataIndex: 'height', align: 'right', hidden: !wide },
          ]}
        />
      </div>
    </Page>
  )
}
