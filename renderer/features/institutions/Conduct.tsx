import { Table, Tag } from 'antd'
import { Link } from 'react-router'
import type { z } from 'zod'
import type { conductView } from '../../../shared/contract/institutions.ts'
import { Fields } from '../../ui/Fields.tsx'
import { StateTag } from '../../ui/StateTag.tsx'
import { Correct, Redress, Standing } from './Redress.tsx'
import { textOf } from '../../ui/text-of.ts'
import { EmptyHint } from '../../ui/Wait.tsx'
import { useWords } from '../../words/use-words.ts'

type Row = z.infer<typeof conductView>
const text = (row: Row, key: string): string => textOf(row.content, key)

/** Facts about conduct, the newest effect first; each row opens to all its fields. A center corrects what it recorded itself. */
export function Conduct({ records, uscc, me }: { readonly records: readonly Row[]; readonly uscc: string; readonly me: string | undefined }) {
  const { t, term, field } = useWords()
  return (
    <Table<Row>
      size="small"
      rowKey={(row) => row.origin.recordId}
      dataSource={records.toSorted((a, b) => (text(a, 'effectiveDate') < text(b, 'effectiveDate') ? 1 : -1))}
      pagination={false}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: <EmptyHint text={t('institutions.conductNone')} hint={t('institutions.conductHint')} /> }}
      expandable={{ expandedRowRender: (row) => <Fields content={row.content} /> }}
      columns={[
        { title: field('polarity'), key: 'polarity', render: (_, row) => <Tag color={text(row, 'polarity') === 'NEGATIVE' ? 'red' : text(row, 'polarity') === 'POSITIVE' ? 'green' : 'default'}>{text(row, 'polarity') === 'NEGATIVE' ? '－' : text(row, 'polarity') === 'POSITIVE' ? '＋' : ''} {term('polarity', text(row, 'polarity'))}</Tag> },
        { title: t('institutions.facts'), key: 'title', render: (_, row) => <span className="wrap-cell matter"><Link to={`/network/records/${row.origin.recordId}`}>{text(row, 'title')}</Link> <span className="mono quiet">{text(row, 'indicatorCode')}</span></span> },
        { title: t('institutions.authority'), key: 'authority', render: (_, row) => `${text(row, 'authorityName')} ${text(row, 'authorityLevel')}` },
        { title: field('documentNo'), key: 'no', render: (_, row) => text(row, 'documentNo') },
        { title: t('institutions.effective'), key: 'effective', render: (_, row) => <span className="num nowrap">{text(row, 'effectiveDate')}</span> },
        { title: t('institutions.status'), key: 'marks', render: (_, row) => <Marks row={row} /> },
        { title: t('institutions.state'), key: 'state', render: (_, row) => <StateTag state={row.origin.state} /> },
        { key: 'act', render: (_, row) => <><Correct kind="conduct.record" row={row} uscc={uscc} me={me} /><Redress row={row} uscc={uscc} me={me} repairable={text(row, 'polarity') === 'NEGATIVE'} /></> },
      ]}
    />
  )
}

function Marks({ row }: { readonly row: Row }) {
  const { t } = useWords()
  if (!row.current) return <span className="quiet">{t('institutions.superseded')}</span>
  if (row.status !== 'EFFECTIVE') return <Standing row={row} />
  if (row.expired) return <span className="quiet">{t('institutions.expired')}</span>
  return (
    <span>
      <Standing row={row} />
      {row.evidenced ? t('institutions.evidenced') : <span className="warn-text">▲ {t('institutions.notEvidenced')}</span>}
      {row.expiresOn && <div className="quiet num">{t('institutions.expiresOn', { date: row.expiresOn })}</div>}
    </span>
  )
}
