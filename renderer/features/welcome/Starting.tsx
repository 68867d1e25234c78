import { Progress } from 'antd'
import { useTranslation } from 'react-i18next'
import type { HostState } from '../../../shared/contract/host.ts'
import { useNow } from '../../ui/When.tsx'
import { minutesAndSeconds } from '../../ui/time.ts'
import { useWords } from '../../words/use-words.ts'
import { useState } from 'react'

/** What is being started, how far it is, and for how long. */
export function Starting({ progress }: { readonly progress: HostState['progress'] }) {
  const { t } = useWords()
  const { i18n } = useTranslation()
  const [since] = useState(() => Date.now())
  const now = useNow()
  const key = `welcome.step.${progress?.step ?? ''}`
  const words = progress ? (i18n.exists(key) ? (i18n.t as unknown as (key: string) => string)(key) : progress.step) : t('welcome.starting')
  const percent = progress && progress.total > 0 ? Math.floor((progress.done / progress.total) * 100) : 0
  return (
    <section className="stack" role="status" aria-live="polite" data-testid="starting">
      <h1>{t('welcome.starting')}</h1>
      <Progress percent={percent} status="active" format={() => (progress ? `${progress.done}/${progress.total}` : '')} />
      <div className="row">
        <strong>{words}</strong>
        <span className="quiet num">{minutesAndSeconds(Math.max(0, now - since))}</span>
      </div>
      <div className="quiet">{t('welcome.startingHint')}</div>
    </section>
  )
}
