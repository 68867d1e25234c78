import { Descriptions, Tag } from 'antd'
import { useState } from 'react'
import type { MyStanding } from '../../../shared/contract/membership.ts'
import { peer } from '../../api/client.ts'
import { GuardedButton } from '../../ui/GuardedButton.tsx'
import { useWords } from '../../words/use-words.ts'
import { Computers } from './Computers.tsx'
import { JoinSteps } from './JoinSteps.tsx'
import { rootOnly, SignDialog, type Signing } from './SignDialog.tsx'
import { whyNot } from './why-not.ts'

const ACTIONS = ['ready', 'rotate', 'standby', 'leave'] as const
type Action = (typeof ACTIONS)[number]

const sign: { readonly [A in Action]: (signing: Signing) => Promise<unknown> } = {
  ready: (signing) => peer.membership.ready(rootOnly(signing)),
  rotate: (signing) => peer.membership.rotate(rootOnly(signing)),
  standby: (signing) => peer.membership.standby(signing),
  leave: (signing) => peer.membership.leave(signing),
}

/** How this center stands towards the network, and what it can change about it. */
export function Standing({ standing, changed }: { readonly standing: MyStanding; readonly changed: () => void }) {
  const { t, term } = useWords()
  const [open, setOpen] = useState<Action | null>(null)
  const [listed, setListed] = useState(false)
  const { member, n, q, epoch, isSeat, votes, peers, peerId, joining, permissions } = standing
  const shown = ACTIONS.filter((action) => (action === 'ready') !== votes)
  return (
    <div className="stack">
      <Descriptions
        size="small"
        column={3}
        items={[
          { key: 'member', label: t('membership.member'), children: <span className="mono">{member}</span> },
          { key: 'standing', label: t('membership.standing'), children: <Tag color={standing.standing === 'voter' ? 'green' : 'gold'} data-testid="standing">{standing.standing ? t(`membership.standings.${standing.standing}`) : t('membership.unknown')}</Tag> },
          { key: 'tier', label: t('network.tier'), children: standing.tier ? term('tier', standing.tier) : '–' },
          { key: 'epoch', label: t('membership.epoch'), children: t('membership.epochText', { epoch, n, q }) },
          { key: 'seat', label: t('membership.seat'), children: isSeat ? t(votes ? 'membership.seatVotes' : 'membership.seatSilent') : t('membership.notSeat') },
          { key: 'peers', label: t('membership.computers'), children: <button type="button" className="link-button" aria-expanded={listed} data-testid="computers" onClick={() => setListed(!listed)}>{t('membership.computersText', { n: peers.length, own: peerId.slice(-8) })} {listed ? '▴' : '▾'}</button> },
        ]}
      />
      {listed && <Computers standing={standing} changed={changed} />}
      {joining && <JoinSteps joining={joining} />}
      <div className="row">
        {shown.map((action) => (
          <GuardedButton key={action} data-testid={`standing-${action}`} danger={action === 'leave'} type={action === 'ready' ? 'primary' : 'default'} why={whyNot(permissions, action)} onClick={() => setOpen(action)}>
            {t(`membership.act.${action}`)}
          </GuardedButton>
        ))}
      </div>
      {open && (
        <SignDialog
          title={t(`membership.act.${open}`)}
          effect={t(`membership.effect.${open}`)}
          asksReason={open === 'standby' || open === 'leave'}
          danger={open === 'leave'}
          sign={sign[open]}
          close={(signed) => {
            setOpen(null)
            if (signed) changed()
          }}
        />
      )}
    </div>
  )
}
