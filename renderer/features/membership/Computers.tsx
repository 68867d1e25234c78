import { Tag } from 'antd'
import { useState } from 'react'
import type { MyStanding } from '../../../shared/contract/membership.ts'
import { peer } from '../../api/client.ts'
import { GuardedButton } from '../../ui/GuardedButton.tsx'
import { useWords } from '../../words/use-words.ts'
import { rootOnly, SignDialog } from './SignDialog.tsx'
import { whyNot } from './why-not.ts'

/** The computers that connect in this member's name; all but the seat can be unbound, e.g. one that was lost. */
export function Computers({ standing, changed }: { readonly standing: MyStanding; readonly changed: () => void }) {
  const { t } = useWords()
  const [leaving, setLeaving] = useState<string | null>(null)
  return (
    <>
      <ul className="list-plain">
        {standing.peers.map((id, i) => (
          <li key={id} className="row" data-testid="computer">
            <span className="mono select-all">{id}</span>
            {i === 0 && <Tag>{t('membership.isSeat')}</Tag>}
            {id === standing.peerId && <Tag color="blue">{t('network.thisOne')}</Tag>}
            {i > 0 && <GuardedButton size="small" danger why={whyNot(standing.permissions, 'peers')} onClick={() => setLeaving(id)}>{t('membership.unbind')}</GuardedButton>}
          </li>
        ))}
      </ul>
      {leaving !== null && (
        <SignDialog
          title={t('membership.unbind')}
          effect={t('membership.unbindEffect', { id: leaving.slice(-8) })}
          danger
          sign={(signing) => peer.membership.peers({ bind: [], unbind: [leaving], ...rootOnly(signing) })}
          close={(signed) => {
            setLeaving(null)
            if (signed) changed()
          }}
        />
      )}
    </>
  )
}
