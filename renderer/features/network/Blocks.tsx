import { Table, Tag } from 'antd'
import { Link } from 'react-router'
import type { BlockRow } from '../../../shared/contract/network.ts'
import { Hash } from '../../ui/Code.tsx'
import { EmptyHint } from '../../ui/Wait.tsx'
import { When } from '../../ui/When.tsx'
import { useWords } from '../../words/use-words.ts'

/** Final blocks, newest first. */
export function Blocks({ rows }: { readonly rows: readonly BlockRow[] }) {
  const { t } = useWords()
  return (
    <Table<BlockRow>
      size="small"
      rowKey="height"
      dataSource={rows}
      pagination={false}
      scroll={{ x: 'max-content' }}
      onRow={(row) => ({ 'data-testid': `block-${row.height}` }) as object}
      locale={{ emptyText: <EmptyHint text={t('network.noBlocks')} hint={t('network.noBlocksHint')} /> }}
      columns={[
        { title: t('network.height'), dataIndex: 'height', render: (height: number) => <Link to={`/network/blocks/${height}`}>{height}</Link> },
        { title: t('network.time'), dataIndex: 'time', render: (ms: number) => <When ms={ms} /> },
        { title: t('network.records'), dataIndex: 'records', align: 'right' },
        { title: t('network.proposer'), dataIndex: 'proposer', render: (id: string) => <Tag>{id}</Tag> },
        { title: t('network.signers'), key: 'signers', render: (_, row) => <Signers block={row} /> },
        { title: t('network.blockId'), dataIndex: 'blockId', render: (hex: string) => <Hash hex={hex} length={8} /> },
      ]}
    />
  )
}

/** Who signed the certificate of a block. */
export function Signers({ block }: { readonly block: BlockRow }) {
  const { t } = useWords()
  if (!block.certificate) return <span className="quiet">{t('network.certificateGone')}</span>
  const { signers, n, q } = block.certificate
  return <span title={t('network.signed', { k: signers.length, n, q })}><span className="num">{signers.length}/{n}</span> <span className="quiet">{signers.join(' ')}</span></span>
}
