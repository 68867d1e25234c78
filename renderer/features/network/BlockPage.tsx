import { useQuery } from '@tanstack/react-query'
import { Button, Descriptions, Space, Table, Tag } from 'antd'
import { Link, useParams } from 'react-router'
import { api } from '../../api/client.ts'
import { Hash, Uscc } from '../../ui/Code.tsx'
import { Block, Page } from '../../ui/Page.tsx'
import { EmptyHint, Wait } from '../../ui/Wait.tsx'
import { When } from '../../ui/When.tsx'
import { useWords } from '../../words/use-words.ts'
import { Signers } from './Blocks.tsx'

/** One block: header, certificate and records. */
export function BlockPage() {
  const { t, term, problem, field } = useWords()
  const height = Number(useParams()['height'])
  const query = useQuery(api.network.block.queryOptions({ input: { height } }))
  return (
    <Page
      testId="block"
      title={t('network.block', { height })}
      note={<Link to="/network">← {t('network.back')}</Link>}
      actions={<Space><Link to={`/network/blocks/${Math.max(1, height - 1)}`}><Button disabled={height <= 1}>{t('network.prev')}</Button></Link><Link to={`/network/blocks/${height + 1}`}><Button>{t('network.next')}</Button></Link></Space>}
    >
      <Wait query={query}>
        {(block) => (
          <>
            <Descriptions
              size="small"
              bordered
              column={3}
              items={[
                { key: 'id', label: t('network.blockId'), children: <Hash hex={block.blockId} length={20} />, span: 2 },
                { key: 'time', label: t('network.time'), children: <When ms={block.time} /> },
                { key: 'root', label: t('network.stateRoot'), children: <Hash hex={block.stateRoot} length={20} />, span: 2 },
                { key: 'log', label: t('network.logSize'), children: block.logSize },
                { key: 'certificate', label: t('network.certificate'), children: <Signers block={block} />, span: 2 },
                { key: 'proposer', label: t('network.proposer'), children: <>{block.proposer} · {t('network.view')} {block.view} · {t('network.epoch')} {block.epoch}</> },
              ]}
            />
            <Block flush title={`${t('network.records')} (${block.items.length})`}>
              <Table
                size="small"
                rowKey="recordId"
                dataSource={block.items}
                pagination={{ pageSize: 100, hideOnSinglePage: true, showSizeChanger: false }}
                scroll={{ x: 'max-content' }}
                locale={{ emptyText: <EmptyHint text={t('network.emptyBlock')} hint={t('network.emptyBlockHint')} /> }}
                columns={[
                  { title: t('network.index'), dataIndex: 'index', align: 'right' },
                  { title: t('network.kind'), dataIndex: 'kind', render: (kind: string) => term('kind', kind) },
                  { title: t('network.subject'), dataIndex: 'title', render: (title: string, row) => <Link to={`/network/records/${row.recordId}`}>{title || row.recordId.slice(0, 10)}</Link> },
                  { title: field('uscc'), dataIndex: 'uscc', render: (uscc: string | null) => uscc && <Link to={`/institutions/${uscc}`}><Uscc code={uscc} /></Link> },
                  { title: t('network.author'), dataIndex: 'author', render: (id: string) => <Tag>{id}</Tag> },
                  { title: t('network.result'), dataIndex: 'void', render: (reason: typeof block.items[number]['void']) => (reason ? <span className="bad-text">✕ {t('terms.word.void')}: {problem(reason).cause}</span> : <span className="good-text">✓ {t('network.effective')}</span>) },
                ]}
              />
            </Block>
          </>
        )}
      </Wait>
    </Page>
  )
}
