import { LoadingOutlined } from '@ant-design/icons'
import { useHost } from '../api/host-state.ts'
import type { ConnectionState } from '../api/connection.ts'
import { useWords } from '../words/use-words.ts'
import { CenterSwitch } from './CenterSwitch.tsx'

/** Before there is anything to show. */
export function Connecting({ link }: { readonly link: ConnectionState }) {
  const { t } = useWords()
  const demo = useHost((host) => host.state?.demo ?? null)
  return (
    <main className="center-screen" data-testid="connecting">
      <div role="status">
        <LoadingOutlined aria-hidden /> {link.phase === 'lost' ? t('app.link.lost', { attempt: link.attempt }) : t('app.link.connecting')}
        {demo && link.phase === 'lost' && <div><CenterSwitch me={null} demo={demo} /></div>}
      </div>
    </main>
  )
}
