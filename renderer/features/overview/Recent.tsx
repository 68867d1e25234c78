import { Button, Table, Tag } from 'antd'
import { Link } from 'react-router'
import type { Overview } from '../../../shared/contract/overview.ts'
import { Uscc } from '../../ui/Code.tsx'
import { StateTag } from '../../ui/StateTag.tsx'
import { EmptyHint } from '../../ui/Wait.tsx'
import { When } from '../../ui/When.tsx'
import { useWords } from '../../words/use-words.ts'

type Row = Overview['recent'][number]

/** The newest records of the network. */
export function Recent({ rows }: { readonly rows: readonly Row[] }) {
  const { t, term, field } = useWords()
  return (
    <Table<Row>
      size="small"
      rowKey="recordId"
      dataSource={rows}
      pagination={false}
      scroll={{ x: 'max-content' }}
      locale={{
        emptyText: <EmptyHint text={t('overview.recentNone')} hint={t('overview.recentHint')} action={<Link to="/imports"><Button size="small">{t('overview.import')}</Button></Link>} />,
      }}
      columns={[
        { title: t('overview.time'), dataIndex: 'time', render: (time: number) => <When ms={time} /> },
        { title: t('overview.kind'), dataIndex: 'kind', render: (kind: string) => term('kind', kind) },
        { title: t('overview.subject'), dataIndex: 'title', render: (title: string, row) => <Link className="title-cell" title={title} to={`/network/records/${row.recordId}`}>{title}</Link> },
        { title: field('uscc'), dataIndex: 'uscc', render: (uscc: string | null) => uscc && <Link to={`/institutions/${uscc}`}><Uscc code={uscc} /></Link> },
        { title: t('overview.author'), dataIndex: 'author', render: (author: string) => <Tag>{author}</Tag> },
        { title: t('overview.state'), dataIndex: 'state', render: (state: Row['state']) => <StateTag state={state} /> },
      ]}
    />
  )
}
