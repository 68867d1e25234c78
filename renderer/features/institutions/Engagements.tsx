import { Table, Tag } from 'antd'
import { Link } from 'react-router'
import type { z } from 'zod'
import type { engagementView } from '../../../shared/contract/institutions.ts'
import { Fields } from '../../ui/Fields.tsx'
import { fenToWan } from '../../ui/money.ts'
import { StateTag } from '../../ui/StateTag.tsx'
import { Correct, Redress, Standing } from './Redress.tsx'
import { textOf } from '../../ui/text-of.ts'
import { EmptyHint } from '../../ui/Wait.tsx'
import { useWords } from '../../words/use-words.ts'

type Row = z.infer<typeof engagementView>
const text = (row: Row, key: string): string => textOf(row.content, key)

/** Services rendered, the newest contract first. */
export function Engagements({ records, uscc, me }: { readonly records: readonly Row[]; readonly uscc: string; readonly me: string | undefined }) {
  const { t, term } = useWords()
  return (
    <Table<Row>
      size="small"
      rowKey={(row) => row.origin.recordId}
      dataSource={records.toSorted((a, b) => (text(a, 'signedOn') < text(b, 'signedOn') ? 1 : -1))}
      pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: <EmptyHint text={t('institutions.engagementsNone')} hint={t('institutions.engagementsHint')} /> }}
      expandable={{ expandedRowRender: (row) => <Fields content={row.content} /> }}
      columns={[
        { title: t('institutions.client'), key: 'client', render: (_, row) => <Link to={`/network/records/${row.origin.recordId}`}>{text(row, 'clientName')}</Link> },
        { title: t('institutions.service'), key: 'service', render: (_, row) => term('serviceKind', text(row, 'serviceKind')) },
        { title: t('institutions.center'), key: 'center', render: (_, row) => <Tag>{text(row, 'center') || row.origin.author}</Tag> },
        { title: t('institutions.signed'), key: 'signed', render: (_, row) => <span className="num nowrap">{text(row, 'signedOn')}</span> },
        { title: t('institutions.status'), key: 'status', render: (_, row) => (row.current ? <><Standing row={row} /> {term('engagementState', text(row, 'state'))}</> : t('institutions.superseded')) },
        { title: t('institutions.accepted'), key: 'accepted', render: (_, row) => <span className="num nowrap">{text(row, 'acceptedOn') || '–'}</span> },
        { title: t('institutions.financing'), key: 'money', align: 'right', render: (_, row) => (typeof row.content['financingAmountFen'] === 'number' ? t('common.money.wan', { amount: fenToWan(row.content['financingAmountFen']) }) : '–') },
        { title: t('institutions.state'), key: 'state', render: (_, row) => <StateTag state={row.origin.state} /> },
        { key: 'act', render: (_, row) => <><Correct kind="engagement.record" row={row} uscc={uscc} me={me} /><Redress row={row} uscc={uscc} me={me} repairable={false} /></> },
      ]}
    />
  )
}
