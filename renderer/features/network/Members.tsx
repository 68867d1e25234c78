import { Table, Tag } from 'antd'
import type { MemberRow } from '../../../shared/contract/network.ts'
import { Age } from '../../ui/When.tsx'
import { useWide } from '../../ui/use-wide.ts'
import { useWords } from '../../words/use-words.ts'

const standings: Readonly<Record<MemberRow['standing'], string>> = { voter: 'green', observer: 'gold', suspended: 'red', left: 'default' }

/** Every member and its seat: online or since when not, how far it is, and its root key. */
export function Members({ rows }: { readonly rows: readonly MemberRow[] }) {
  const { t, term, name } = useWords()
  const wide = useWide()
  return (
    <Table<MemberRow>
      size="small"
      rowKey="id"
      dataSource={rows}
      pagination={false}
      scroll={{ x: 'max-content' }}
      onRow={(row) => ({ 'data-testid': `member-${row.id}`, 'data-online': row.online, 'data-standing': row.standing }) as object}
      columns={[
        { title: t('network.code'), dataIndex: 'id', render: (id: string) => <span className="mono">{id}</span> },
        { title: t('network.member'), key: 'member', render: (_, row) => <span className="wrap-cell member-name">{name(row)} {row.isMe && <Tag color="blue">{t('network.thisOne')}</Tag>}</span> },
        { title: t('network.tier'), dataIndex: 'tier', render: (tier: string) => term('tier', tier) },
        { title: t('membership.standing'), dataIndex: 'standing', render: (standing: MemberRow['standing']) => <Tag color={standings[standing]} data-testid="member-standing" data-standing={standing}>{t(`membership.standings.${standing}`)}</Tag> },
        { title: t('network.seat'), key: 'online', render: (_, row) => (row.online ? <span className="good-text nowrap">● {t('network.online')}</span> : <span className="bad-text nowrap">○ {t('network.offline')}</span>) },
        { title: t('network.height'), dataIndex: 'height', align: 'right', render: (height: number | null) => height ?? '–' },
        { title: t('network.rtt'), dataIndex: 'rttMs', align: 'right', className: 'nowrap', hidden: !wide, render: (n: number | null) => (n === null ? '–' : t('network.ms', { n })) },
        { title: t('network.lastSeen'), dataIndex: 'lastSeen', render: (ms: number | null, row) => (row.isMe ? '–' : ms === null ? t('network.never') : <Age ms={ms} />) },
        { title: t('network.address'), dataIndex: 'address', hidden: !wide, render: (address: string | null) => <span className="mono">{address ?? '–'}</span> },
        { title: t('network.version'), dataIndex: 'appVersion', hidden: !wide, render: (version: string | null) => version ?? '–' },
        { title: t('network.fingerprint'), dataIndex: 'keyFingerprint', render: (text: string) => <span className="mono nowrap">{text}</span> },
      ]}
    />
  )
}
