import { LoadingOutlined } from '@ant-design/icons'
import type { ConnectionState } from '../api/connection.ts'
import { useWords } from '../words/use-words.ts'

/** Before there is anything to show. */
export function Connecting({ link }: { readonly link: ConnectionState }) {
  const { t } = useWords()
  return (
    <main className="center-screen" data-testid="connecting">
      <div role="status">
        <LoadingOutlined aria-hidden /> {link.phase === 'lost' ? t('app.link.lost', { attempt: link.attempt }) : t('app.link.connecting')}
      </div>
    </main>
  )
}
