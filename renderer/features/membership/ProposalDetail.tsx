import { Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { ProposalRow } from '../../../shared/contract/membership.ts'
import { peer } from '../../api/client.ts'
import { Fields } from '../../ui/Fields.tsx'
import { GuardedButton } from '../../ui/GuardedButton.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { StateTag } from '../../ui/StateTag.tsx'
import { useAct } from '../../ui/use-act.ts'
import { When } from '../../ui/When.tsx'
import { useWords } from '../../words/use-words.ts'
import { SignDialog } from './SignDialog.tsx'
import { whyNot } from './why-not.ts'

const CHOICES = ['FOR', 'AGAINST', 'ABSTAIN'] as const

/** One matter in full: what it would change, why, who voted how, who still can; and the own vote. */
export function ProposalDetail({ row, changed }: { readonly row: ProposalRow; readonly changed: () => void }) {
  const { t, term } = useWords()
  const act = useAct()
  const [withdrawing, setWithdrawing] = useState(false)
  const vote = async (choice: (typeof CHOICES)[number]): Promise<void> => {
    if (await act(() => peer.membership.vote({ proposal: row.id, choice }))) changed()
  }
  const { role, member: _, ...details } = row.details
  const why = whyNot(row.permissions, 'vote')
  return (
    <div className="stack" data-testid="proposal-detail">
      {Object.keys(details).length > 0 && <Fields content={details} order={['member', 'nameZh', 'nameEn', 'tier', 'into', 'until']} columns={2} />}
      <div className="pre-wrap">{t('membership.reason')}: {row.reason}</div>
      <div className="row">
        <span>{term('governanceThreshold', row.threshold)}</span>
        {(role === 'VOTER' || role === 'OBSERVER') && <span>{t('membership.comesAs', { standing: t(`membership.standings.${role === 'VOTER' ? 'voter' : 'observer'}`) })}</span>}
        {row.record && <StateTag state={row.record} />}
        <Link to={`/network/records/${row.id}`}>{t('membership.record')}</Link>
      </div>
      {row.failure && <ProblemAlert problem={row.failure} severity="warning" />}
      <div className="row">
        {row.votes.map((cast) => <span key={cast.member}><span className="mono">{cast.member}</span> {term('governanceChoice', cast.choice)} <span className="quiet"><When ms={cast.at} /></span></span>)}
        {row.pending.length > 0 && <span className="quiet">{t('membership.stillToVote', { members: row.pending.join(' ') })}</span>}
      </div>
      {row.status === 'OPEN' && (
        <div className="row">
          {CHOICES.map((choice) =>
            why ? (
              <GuardedButton key={choice} why={why} data-testid={`vote-${choice}`}>{term('governanceChoice', choice)}</GuardedButton>
            ) : (
              <Popconfirm key={choice} title={t('membership.voteOnce')} okText={t('membership.sign')} cancelText={t('app.cancel')} okButtonProps={{ 'data-testid': 'confirm-vote' }} onConfirm={() => void vote(choice)}>
                <Button type={choice === 'FOR' ? 'primary' : 'default'} data-testid={`vote-${choice}`}>{term('governanceChoice', choice)}</Button>
              </Popconfirm>
            ),
          )}
          <GuardedButton why={whyNot(row.permissions, 'withdraw')} onClick={() => setWithdrawing(true)}>{t('membership.withdraw')}</GuardedButton>
        </div>
      )}
      {withdrawing && (
        <SignDialog
          title={t('membership.withdraw')}
          effect={t('membership.withdrawEffect')}
          asksReason
          offersRoot={false}
          sign={({ reason }) => peer.membership.withdraw({ proposal: row.id, reason })}
          close={(signed) => {
            setWithdrawing(false)
            if (signed) changed()
          }}
        />
      )}
    </div>
  )
}
