import { Button, Table, Tag } from 'antd'
import type { ReactNode } from 'react'
import type { ImportPreview, RowFinding } from '../../../shared/contract/imports.ts'
import { Block, Figure } from '../../ui/Page.tsx'
import { useWords } from '../../words/use-words.ts'

interface Props {
  readonly preview: ImportPreview
  readonly onReport: () => void
  readonly children: ReactNode
}

/** The dry run: counts, columns, every finding with row and remedy, and the first rows as understood. */
export function Preview({ preview, onReport, children }: Props) {
  const { t, term, field, problem } = useWords()
  const headers = preview.columns.map((column) => column.header)
  return (
    <Block title={t('imports.result')} extra={children} testId="import-preview">
      <div className="stack">
        <div className="strip">
          <Figure label={t('imports.rows')}>{preview.rows}</Figure>
          <Figure label={t('imports.ready')}><span className="good-text" data-testid="import-ready">{preview.ready}</span></Figure>
          <Figure label={t('imports.known')}>{preview.known}</Figure>
          <Figure label={t('imports.rejected')}><span className={preview.rejected > 0 ? 'bad-text' : ''} data-testid="import-rejected">{preview.rejected}</span></Figure>
          <Figure label={t('imports.encoding')}>{preview.encoding.toUpperCase()}</Figure>
        </div>
        {preview.missing.length > 0 && <div className="bad-text">✕ {t('imports.missing', { columns: preview.missing.join(', ') })}</div>}
        <div className="row">
          <span className="quiet">{t('imports.columns')}</span>
          {preview.columns.map((column) => <Tag key={column.header} color={column.field ? 'default' : 'orange'}>{column.header}{column.field ? ` → ${field(column.field)}` : ` · ${t('imports.unusedColumn')}`}</Tag>)}
        </div>
        <div className="row">
          <strong>{t('imports.findings', { n: preview.findingsTotal })}</strong>
          {preview.findingsTotal > preview.findings.length && <span className="quiet">{t('imports.findingsCut', { shown: preview.findings.length })}</span>}
          {preview.findingsTotal > 0 && <Button size="small" data-testid="import-report" onClick={onReport}>{t('imports.report')}</Button>}
        </div>
        {preview.findings.length === 0 ? (
          <span className="good-text">✓ {t('imports.noFindings')}</span>
        ) : (
          <Table<RowFinding>
            size="small"
            rowKey={(row) => `${row.row} ${row.column} ${row.problem.code} ${row.value}`}
            dataSource={preview.findings}
            pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
            columns={[
              { title: t('imports.row'), dataIndex: 'row', width: 64, align: 'right' },
              { title: t('imports.severity'), dataIndex: 'severity', width: 84, render: (severity: RowFinding['severity']) => <span className={severity === 'error' ? 'bad-text' : 'warn-text'}>{severity === 'error' ? '✕' : '▲'} {term('severity', severity)}</span> },
              { title: t('imports.column'), dataIndex: 'column', width: 150 },
              { title: t('imports.value'), dataIndex: 'value', width: 200, render: (value: string) => <span className="mono pre-wrap">{value}</span> },
              { title: t('imports.problem'), dataIndex: 'problem', render: (found: RowFinding['problem']) => { const words = problem(found); return <>{words.cause} <span className="quiet">{words.next}</span></> } },
            ]}
          />
        )}
        <strong>{t('imports.sample')}</strong>
        <Table<Record<string, string>>
          size="small"
          rowKey={(row) => headers.map((header) => row[header]).join('\u001f')}
          dataSource={preview.sample}
          pagination={false}
          scroll={{ x: 'max-content' }}
          columns={headers.map((header) => ({ title: header, dataIndex: header, key: header }))}
        />
      </div>
    </Block>
  )
}
