import { useQuery } from '@tanstack/react-query'
import { App } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { GuardedButton } from '../../ui/GuardedButton.tsx'
import { Block, Page } from '../../ui/Page.tsx'
import { Wait } from '../../ui/Wait.tsx'
import { useWords } from '../../words/use-words.ts'
import { ImportRequest } from './ImportRequest.tsx'
import { InviteDialog } from './InviteDialog.tsx'
import { Proposals } from './Proposals.tsx'
import { ProposeDialog } from './ProposeDialog.tsx'
import { Requests } from './Requests.tsx'
import { Standing } from './Standing.tsx'
import { whyNot } from './why-not.ts'

/** Who belongs to the network and who is to: this center's own standing, requests to join, and what the members decide. */
export function Membership() {
  const { t } = useWords()
  const [open, setOpen] = useState<'invite' | 'propose' | null>(null)
  const standing = useQuery({ ...api.membership.myStanding.queryOptions(), refetchInterval: 10_000 })
  const requests = useQuery({ ...api.membership.joinRequests.queryOptions(), refetchInterval: 10_000 })
  const proposals = useQuery({ ...api.membership.proposals.queryOptions(), refetchInterval: 10_000 })
  const { message } = App.useApp()
  /** What was signed shows in the lists once it is final. */
  const changed = (): void => {
    void message.success(t('membership.signed'))
    for (const query of [standing, requests, proposals]) void query.refetch()
  }
  return (
    <Page
      testId="membership"
      title={t('membership.title')}
      note={t('membership.lead')}
      actions={
        <>
          <GuardedButton data-testid="invite" why={whyNot(standing.data?.permissions, 'invite')} onClick={() => setOpen('invite')}>{t('membership.invite')}</GuardedButton>
          <GuardedButton data-testid="propose" type="primary" why={whyNot(standing.data?.permissions, 'propose')} onClick={() => setOpen('propose')}>{t('membership.propose')}</GuardedButton>
        </>
      }
    >
      <Block title={t('membership.mine')}><Wait query={standing}>{(data) => <Standing standing={data} changed={changed} />}</Wait></Block>
      <Block title={t('membership.proposals')} flush><Wait query={proposals}>{(rows) => <Proposals rows={rows} changed={changed} />}</Wait></Block>
      <Block title={t('membership.requests')} flush extra={<ImportRequest done={() => void requests.refetch()} />}>
        <Wait query={requests}>{(rows) => <Requests rows={rows} permissions={standing.data?.permissions ?? []} changed={changed} dismissed={() => void requests.refetch()} />}</Wait>
      </Block>
      {open === 'invite' && <InviteDialog close={() => setOpen(null)} />}
      {open === 'propose' && <ProposeDialog close={(signed) => {
        setOpen(null)
        if (signed) changed()
      }} />}
    </Page>
  )
}
