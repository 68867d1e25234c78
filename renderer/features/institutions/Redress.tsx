import { Button, Dropdown, Tag } from 'antd'
import { MoreOutlined } from '@ant-design/icons'
import { Link } from 'react-router'
import type { z } from 'zod'
import type { engagementView } from '../../../shared/contract/institutions.ts'
import { useWords } from '../../words/use-words.ts'

interface Props {
  readonly row: Pick<z.infer<typeof engagementView>, 'objectId' | 'current' | 'status' | 'disputed' | 'origin'>
  readonly uscc: string
  readonly me: string | undefined
}

/** A center corrects what it recorded itself, unless it took it back. */
export function Correct({ kind, row, uscc, me }: Props & { readonly kind: 'engagement.record' | 'conduct.record' }) {
  const { t } = useWords()
  if (!row.current || row.origin.author !== me || row.status === 'REVOKED') return null
  return <Link to={`/drafts/new/${kind}?uscc=${uscc}&replaces=${row.objectId}`}><Button size="small" type="link" data-testid={`correct-${row.objectId}`}>{t('institutions.correct')}</Button></Link>
}

/** What can be done about a record: anybody objects; its author repairs what is negative, and takes back what should not stand. */
export function Redress({ row, uscc, me, repairable }: Props & { readonly repairable: boolean }) {
  const { term } = useWords()
  if (!row.current || row.status === 'REVOKED') return null
  const own = row.origin.author === me
  const kinds = ['objection.file', ...(own && repairable && row.status === 'EFFECTIVE' ? ['repair.grant'] : []), ...(own ? ['record.withdraw'] : [])]
  const items = kinds.map((kind) => ({ key: kind, label: <Link to={`/drafts/new/${kind}?uscc=${uscc}&record=${row.origin.recordId}`}>{term('kind', kind)}</Link> }))
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button size="small" type="text" icon={<MoreOutlined />} aria-label={kinds.map((kind) => term('kind', kind)).join(' / ')} data-testid={`redress-${row.objectId}`} />
    </Dropdown>
  )
}

/** How a record has to be read today: disputed, repaired or withdrawn; nothing where it is simply in force. */
export function Standing({ row }: { readonly row: Props['row'] }) {
  const { t, term } = useWords()
  return (
    <>
      {row.status !== 'EFFECTIVE' && <Tag data-testid={`status-${row.objectId}`}>{term('recordStatus', row.status)}</Tag>}
      {row.disputed && <Tag color="orange" data-testid={`disputed-${row.objectId}`}>{t('institutions.disputed')}</Tag>}
    </>
  )
}
