import { Button, Popconfirm, Table, Tag } from 'antd'
import { useState } from 'react'
import type { Permission } from '../../../shared/contract/base.ts'
import type { JoinRequestRow } from '../../../shared/contract/membership.ts'
import { peer } from '../../api/client.ts'
import { download } from '../../ui/files.ts'
import { GuardedButton } from '../../ui/GuardedButton.tsx'
import { useAct } from '../../ui/use-act.ts'
import { EmptyHint } from '../../ui/Wait.tsx'
import { When } from '../../ui/When.tsx'
import { useWords } from '../../words/use-words.ts'
import { PutForward } from './PutForward.tsx'
import { rootOnly, SignDialog } from './SignDialog.tsx'
import { whyNot } from './why-not.ts'

interface Props {
  readonly rows: readonly JoinRequestRow[]
  readonly permissions: readonly Permission[]
  /** Something was signed. */
  readonly changed: () => void
  readonly dismissed: () => void
}

/** Candidates that showed an invitation. Their fingerprints are compared by telephone before they are put forward. */
export function Requests({ rows, permissions, changed, dismissed }: Props) {
  const { t, name } = useWords()
  const act = useAct()
  const [chosen, setChosen] = useState<JoinRequestRow | null>(null)
  const dismiss = async (token: string): Promise<void> => {
    if (await act(() => peer.membership.dismissRequest({ token }))) dismissed()
  }
  const save = async (token: string): Promise<void> => {
    const file = await act(() => peer.membership.exportRequest({ token }))
    if (file) download(file.fileName, file.text)
  }
  const close = (done: boolean): void => {
    setChosen(null)
    if (done) changed()
  }
  return (
    <>
      <Table<JoinRequestRow>
        size="small"
        rowKey="token"
        dataSource={rows}
        pagination={false}
        scroll={{ x: 'max-content' }}
        onRow={(row) => ({ 'data-testid': 'join-request', 'data-member': row.member }) as object}
        locale={{ emptyText: <EmptyHint text={t('membership.noRequests')} hint={t('membership.noRequestsHint')} /> }}
        columns={[
          { title: t('membership.candidate'), key: 'candidate', render: (_, row) => <span><span className="mono">{row.member}</span> {name(row)} {row.isMine && <Tag>{t('membership.byUs')}</Tag>}</span> },
          { title: t('membership.wants'), dataIndex: 'wants', render: (wants: JoinRequestRow['wants']) => t(`membership.want.${wants}`) },
          { title: t('membership.fingerprint'), dataIndex: 'fingerprint', render: (text: string) => <b className="mono nowrap">{text}</b> },
          { title: t('membership.inviter'), dataIndex: 'inviter', render: (id: string) => <span className="mono">{id}</span> },
          { title: t('membership.received'), dataIndex: 'receivedAt', render: (ms: number) => <When ms={ms} /> },
          { title: t('membership.inviteEnds'), dataIndex: 'expiresAt', render: (ms: number) => <When ms={ms} /> },
          {
            title: '',
            key: 'actions',
            render: (_, row) =>
              row.done ? <Tag color="green">{t('membership.isIn')}</Tag>
              : row.dismissed ? <Tag>{t('membership.dismissed')}</Tag>
              : (
                <span className="row">
                  {row.proposals.length > 0 ? <Tag color="blue">{t('membership.isProposed')}</Tag> : row.wants === 'desktop' ? <GuardedButton size="small" type="primary" data-testid="bind" why={whyNot(permissions, 'peers')} onClick={() => setChosen(row)}>{t('membership.bind')}</GuardedButton> : <GuardedButton size="small" type="primary" data-testid="put-forward" why={whyNot(permissions, 'propose')} onClick={() => setChosen(row)}>{t('membership.putForward')}</GuardedButton>}
                  <Button size="small" onClick={() => void save(row.token)}>{t('membership.save')}</Button>
                  <Popconfirm title={t('membership.dismissEffect')} okText={t('membership.dismiss')} cancelText={t('app.cancel')} onConfirm={() => void dismiss(row.token)}>
                    <Button size="small" danger>{t('membership.dismiss')}</Button>
                  </Popconfirm>
                </span>
              ),
          },
        ]}
      />
      {chosen && (chosen.wants === 'desktop' ? <BindDialog row={chosen} close={close} /> : <PutForward row={chosen} close={close} />)}
    </>
  )
}

/** One more computer of this member: no vote is needed, but its fingerprint is compared all the same. */
function BindDialog({ row, close }: { readonly row: JoinRequestRow; readonly close: (done: boolean) => void }) {
  const { t } = useWords()
  return (
    <SignDialog
      title={t('membership.bind')}
      effect={<>{t('membership.bindEffect')} <b className="mono">{row.fingerprint}</b></>}
      sign={(signing) => peer.membership.peers({ bind: [row.peerId], unbind: [], ...rootOnly(signing) })}
      close={close}
    />
  )
}
