import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Select, Table, Tag } from 'antd'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { DraftRow } from '../../../shared/contract/drafts.ts'
import { api } from '../../api/client.ts'
import { Uscc } from '../../ui/Code.tsx'
import { Block, Page } from '../../ui/Page.tsx'
import { EmptyHint, Wait } from '../../ui/Wait.tsx'
import { When } from '../../ui/When.tsx'
import { useWords } from '../../words/use-words.ts'

/** Which agency, and what is already under way. */
export function RatingStart() {
  const { t, term, field } = useWords()
  const navigate = useNavigate()
  const [q, setQ] = useState('')
  const found = useQuery({ ...api.institutions.search.queryOptions({ input: { q: q.normalize('NFKC').trim(), limit: 20 } }), placeholderData: keepPreviousData })
  const drafts = useQuery(api.drafts.list.queryOptions({ input: { box: 'open', kind: 'rating.publish', limit: 100 } }))
  return (
    <Page testId="ratings" title={t('ratings.title')}>
      <Block title={t('ratings.choose')}>
        <div className="stack-tight">
          <Select
            autoFocus
            showSearch={{ filterOption: false, onSearch: setQ }}
            data-testid="rating-institution"
            aria-label={t('ratings.choose')}
            placeholder={t('institutions.search')}
            style={{ width: 'min(640px, 100%)' }}
            loading={found.isFetching}
            notFoundContent={t('institutions.none')}
            value={null}
            onChange={(uscc: string | null) => { if (uscc) void navigate(`/ratings/${uscc}`) }}
            options={(found.data?.items ?? []).map((row) => ({ value: row.uscc, label: row.nameZh, row }))}
            optionRender={({ data: { row } }) => <span>{row.nameZh} <Uscc code={row.uscc} /> <span className="quiet">{term('type', row.type)} · {row.home}</span></span>}
          />
          <span className="quiet">{t('ratings.chooseHint')}</span>
        </div>
      </Block>
      <Block title={t('ratings.pending')} flush>
        <Wait query={drafts}>
          {(data) => (
            <Table<DraftRow>
              size="small"
              rowKey="id"
              dataSource={data.items}
              pagination={false}
              locale={{ emptyText: <EmptyHint text={t('ratings.pendingNone')} hint={t('ratings.pendingHint')} /> }}
              columns={[
                { title: t('drafts.subject'), dataIndex: 'title', render: (title: string, row) => <Link to={`/ratings/draft/${row.id}`} data-testid={`rating-draft-${row.id}`}>{title || t('drafts.untitled')}</Link> },
                { title: field('uscc'), dataIndex: 'uscc', render: (code: string | null) => code && <Uscc code={code} /> },
                { title: t('drafts.state'), dataIndex: 'state', render: (state: string) => <Tag>{term('draftState', state)}</Tag> },
                { title: t('drafts.due'), key: 'due', render: (_, row) => row.due && `${term('role', row.due.role)} · ${term('step', row.due.step)} ${row.due.votesNeeded > 1 ? `${row.due.votes}/${row.due.votesNeeded}` : ''}` },
                { title: t('drafts.updated'), dataIndex: 'updatedAt', render: (ms: number) => <When ms={ms} /> },
              ]}
            />
          )}
        </Wait>
      </Block>
    </Page>
  )
}
