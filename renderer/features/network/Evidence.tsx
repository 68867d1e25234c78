import { Button, Popconfirm, Table, Tag } from 'antd'
import { Link } from 'react-router'
import type { EvidenceRow } from '../../../shared/contract/evidence.ts'
import { peer } from '../../api/client.ts'
import { download } from '../../ui/files.ts'
import { GuardedButton } from '../../ui/GuardedButton.tsx'
import { useAct } from '../../ui/use-act.ts'
import { EmptyHint } from '../../ui/Wait.tsx'
import { When } from '../../ui/When.tsx'
import { useWords } from '../../words/use-words.ts'

const colors = { STANDBY: 'gold', FLAGGED: 'red', RECORDED: 'default' } as const

/** Contradicting signatures: what was seen and where, as a file to take away and as a record. Nobody is accused. */
export function Evidence({ rows, changed }: { readonly rows: readonly EvidenceRow[]; readonly changed: () => void }) {
  const { t, term } = useWords()
  const act = useAct()
  const save = async (name: string): Promise<void> => {
    const file = await act(() => peer.evidence.export({ name }))
    if (file) download(file.fileName, file.text)
  }
  const submit = async (name: string): Promise<void> => {
    if (await act(() => peer.evidence.submit({ name }))) changed()
  }
  if (rows.length === 0) return <EmptyHint text={t('evidence.none')} hint={t('evidence.noneHint')} />
  return (
    <Table<EvidenceRow>
      size="small"
      rowKey="name"
      dataSource={rows}
      scroll={{ x: 'max-content' }}
      pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
      onRow={(row) => ({ 'data-testid': 'evidence-row', 'data-code': row.code }) as object}
      columns={[
        { title: t('evidence.what'), dataIndex: 'code', render: (code: EvidenceRow['code']) => <span className="wrap-cell">{t(`evidence.rule.${code}`)} <span className="quiet mono">{code}</span></span> },
        { title: t('evidence.member'), dataIndex: 'member', render: (member: string | null) => <span className="mono">{member ?? '–'}</span> },
        { title: t('evidence.place'), key: 'place', render: (_, row) => (row.height === null ? '–' : t('evidence.placeText', { height: row.height, view: row.view ?? '–', epoch: row.epoch ?? '–' })) },
        { title: t('evidence.found'), key: 'found', render: (_, row) => (row.foundAt === null ? <span className="quiet">{t('evidence.fromLedger')}</span> : <When ms={row.foundAt} />) },
        { title: t('evidence.onLedger'), key: 'recorded', render: (_, { recorded }) => (recorded ? <Link to={`/network/records/${recorded.recordId}`}><Tag color={colors[recorded.effect]}>{term('doubleVoteEffect', recorded.effect)}</Tag>{recorded.submitter}</Link> : '–') },
        {
          title: '',
          key: 'actions',
          render: (_, row) => {
            const why = (action: string) => row.permissions.find((permission) => permission.action === action)?.why ?? null
            return (
              <span className="row">
                <GuardedButton size="small" data-testid="evidence-export" why={why('export')} onClick={() => void save(row.name)}>{t('evidence.export')}</GuardedButton>
                {row.recorded ? null : why('submit') ? (
                  <GuardedButton size="small" why={why('submit')}>{t('evidence.submit')}</GuardedButton>
                ) : (
                  <Popconfirm title={t('evidence.submitEffect')} okText={t('membership.sign')} cancelText={t('app.cancel')} okButtonProps={{ 'data-testid': 'confirm-evidence' }} onConfirm={() => void submit(row.name)}>
                    <Button size="small" data-testid="evidence-submit">{t('evidence.submit')}</Button>
                  </Popconfirm>
                )}
              </span>
            )
          },
        },
      ]}
    />
  )
}
