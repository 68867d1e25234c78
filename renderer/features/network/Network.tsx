import { Button } from 'antd'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { HistoryNote } from '../../parts/HistoryNote.tsx'
import { Block, Page } from '../../ui/Page.tsx'
import { Wait } from '../../ui/Wait.tsx'
import { useWords } from '../../words/use-words.ts'
import { Audit } from './Audit.tsx'
import { Blocks } from './Blocks.tsx'
import { Evidence } from './Evidence.tsx'
import { Members } from './Members.tsx'
import { TakeAway } from './TakeAway.tsx'
import { VerifyProof } from './VerifyProof.tsx'

/** Who takes part, what they made final together, and whether a proof holds. */
export function Network() {
  const { t } = useWords()
  const [before, setBefore] = useState<number | undefined>(undefined)
  const members = useQuery({ ...api.network.members.queryOptions(), refetchInterval: 10_000 })
  const blocks = useQuery({ ...api.network.blocks.queryOptions({ input: { before, limit: 20 } }), placeholderData: keepPreviousData })
  const standing = useQuery(api.membership.myStanding.queryOptions())
  const evidence = useQuery(api.evidence.list.queryOptions())
  const contradictions = <Block title={t('evidence.title')} flush testId="evidence"><Wait query={evidence}>{(rows) => <Evidence rows={rows} changed={() => void evidence.refetch()} />}</Wait></Block>
  /** Nobody should have to look for them below the blocks. */
  const seen = (evidence.data?.length ?? 0) > 0
  const oldest = blocks.data?.items.at(-1)?.height
  return (
    <Page
      testId="network"
      title={t('network.title')}
      note={standing.data && <span data-testid="next-epoch" data-epoch={standing.data.epoch}>{t('network.nextEpoch', { epoch: standing.data.epoch, n: standing.data.n, q: standing.data.q })}</span>}
      actions={<TakeAway />}
    >
      <HistoryNote />
      <Block title={t('network.members')} flush><Wait query={members}>{(rows) => <Members rows={rows} />}</Wait></Block>
      {seen && contradictions}
      <div className="grid">
        <Block
          className="col-8"
          title={t('network.blocks')}
          flush
          extra={
            <>
              {before !== undefined && <Button size="small" type="link" onClick={() => setBefore(undefined)}>{t('network.newest')}</Button>}
              <Button size="small" type="link" disabled={oldest === undefined || oldest <= 1} onClick={() => setBefore(oldest)}>{t('network.older')}</Button>
            </>
          }
        >
          <Wait query={blocks}>{(data) => <Blocks rows={data.items} />}</Wait>
        </Block>
        <div className="col-4 stack">
          <Block title={t('network.verify')}><VerifyProof /></Block>
          <Block title={t('network.audit.title')}><Audit /></Block>
        </div>
      </div>
      {!seen && contradictions}
    </Page>
  )
}
