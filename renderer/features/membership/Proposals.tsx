import { Progress, Table, Tag } from 'antd'
import { useState } from 'react'
import type { ProposalRow } from '../../../shared/contract/membership.ts'
import { EmptyHint } from '../../ui/Wait.tsx'
import { When } from '../../ui/When.tsx'
import { useWords } from '../../words/use-words.ts'
import { ProposalDetail } from './ProposalDetail.tsx'
import { whyNot } from './why-not.ts'

const colors: Readonly<Record<ProposalRow['status'], string>> = { OPEN: 'blue', PASSED: 'green', REJECTED: 'red', FAILED: 'red', WITHDRAWN: 'default', EXPIRED: 'default' }

/** What is before the members, with how many votes it has of those it needs; a row opens to vote. */
export function Proposals({ rows, changed }: { readonly rows: readonly ProposalRow[]; readonly changed: () => void }) {
  const { t, term, name } = useWords()
  /** What the person opened or closed; what waits for their vote is open unless they closed it. */
  const [open, setOpen] = useState<Readonly<Record<string, boolean>>>({})
  const toggle = (id: string, isOpen: boolean): void => setOpen((old) => ({ ...old, [id]: isOpen }))
  const isOpen = (row: ProposalRow): boolean => open[row.id] ?? whyNot(row.permissions, 'vote') === null
  return (
    <Table<ProposalRow>
      size="small"
      rowKey="id"
      dataSource={rows}
      scroll={{ x: 'max-content' }}
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      onRow={(row) => ({ 'data-testid': 'proposal', 'data-status': row.status, 'data-matter': row.matter }) as object}
      expandable={{ expandRowByClick: true, expandedRowKeys: rows.filter(isOpen).map(({ id }) => id), onExpand: (opened, { id }) => toggle(id, opened), expandedRowRender: (row) => <ProposalDetail row={row} changed={() => { toggle(row.id, true); changed() }} /> }}
      locale={{ emptyText: <EmptyHint text={t('membership.noProposals')} hint={t('membership.noProposalsHint')} /> }}
      columns={[
        { title: t('membership.matter'), dataIndex: 'matter', render: (matter: string) => term('governanceMatter', matter) },
        { title: t('membership.about'), key: 'about', render: (_, row) => <span><span className="mono">{row.member}</span> {name(row)}</span> },
        { title: t('membership.status'), dataIndex: 'status', render: (status: ProposalRow['status']) => <Tag color={colors[status]}>{term('proposalStatus', status)}</Tag> },
        {
          title: t('membership.tally'),
          key: 'tally',
          render: (_, row) => (
            <span className="nowrap">
              <Progress steps={Math.min(row.needed, 20)} size="small" showInfo={false} percent={row.needed === 0 ? 0 : (100 * Math.min(row.inFavour, row.needed)) / row.needed} aria-hidden />{' '}
              {t('membership.tallyText', { inFavour: row.inFavour, needed: row.needed, base: row.base })}
            </span>
          ),
        },
        { title: t('membership.deadline'), dataIndex: 'deadline', render: (day: string) => <span className="num">{day}</span> },
        { title: t('membership.proposer'), key: 'proposer', render: (_, row) => <span><span className="mono">{row.proposer}</span> <When ms={row.proposedAt} /></span> },
      ]}
    />
  )
}
