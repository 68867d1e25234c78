import { ExperimentOutlined, GlobalOutlined, PartitionOutlined, SafetyCertificateOutlined } from '@ant-design/icons'
import { Button, Tag } from 'antd'
import { useState, type ReactNode } from 'react'
import type { HostState } from '../../../shared/contract/host.ts'
import { host } from '../../api/client.ts'
import { useHost } from '../../api/host-state.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { useAct } from '../../ui/use-act.ts'
import { useSettings } from '../../words/settings.ts'
import { useWords } from '../../words/use-words.ts'
import { Found } from './Found.tsx'
import { Join } from './Join.tsx'
import { Starting } from './Starting.tsx'

/** The first screen: three ways to begin, the numbers while something starts, and words where it failed. */
export function Welcome({ state }: { readonly state: HostState }) {
  const { t } = useWords()
  const { language, setLanguage } = useSettings()
  const [way, setWay] = useState<'choose' | 'join' | 'found'>('choose')
  const [asked, setAsked] = useState(false)
  const act = useAct()
  const startDemo = async (): Promise<void> => {
    setAsked(true)
    await act(async () => useHost.getState().set(await host.startDemo()))
    setAsked(false)
  }
  return (
    <main className="center-screen" data-testid="welcome">
      <div className="welcome stack">
        <header className="head-row">
          <SafetyCertificateOutlined className="choice-icon" aria-hidden />
          <div>
            <h1>{t('app.name')}</h1>
            <div className="quiet">{t('app.subtitle')} · {t('welcome.version', { version: state.appVersion })}</div>
          </div>
          <span className="header-space" />
          <Button icon={<GlobalOutlined />} data-testid="language" onClick={() => setLanguage(language === 'en' ? 'zh-CN' : 'en')}>
            {language === 'en' ? '中文' : 'English'}
          </Button>
        </header>
        {state.mode === 'starting' ? (
          <Starting progress={state.progress} />
        ) : (
          <>
            {state.problem && <ProblemAlert problem={state.problem} />}
            {way === 'choose' && (
              <>
                <div className="quiet">{t('welcome.lead')}</div>
                <div className="grid">
                  <Choice way="demo" icon={<ExperimentOutlined />} busy={asked} onClick={() => void startDemo()} note={<Tag color="gold">{t('welcome.demo.note')}</Tag>} />
                  <Choice way="join" icon={<PartitionOutlined />} onClick={() => setWay('join')} />
                  <Choice way="found" icon={<SafetyCertificateOutlined />} onClick={() => setWay('found')} />
                </div>
              </>
            )}
            {way === 'join' && <Join onBack={() => setWay('choose')} />}
            {way === 'found' && <Found onBack={() => setWay('choose')} />}
          </>
        )}
      </div>
    </main>
  )
}

interface ChoiceProps {
  readonly way: 'demo' | 'join' | 'found'
  readonly icon: ReactNode
  readonly onClick: () => void
  readonly busy?: boolean
  readonly note?: ReactNode
}

function Choice({ way, icon, onClick, busy, note }: ChoiceProps) {
  const { t } = useWords()
  return (
    <div className="col-4">
      <button type="button" className="choice" onClick={onClick} disabled={busy} data-testid={`welcome-${way}`}>
        <span className="choice-icon" aria-hidden>{icon}</span>
        <strong>{t(`welcome.${way}.title`)}</strong>
        <span className="quiet">{t(`welcome.${way}.text`)}</span>
        {note && <span>{note}</span>}
        <span>{t(`welcome.${way}.start`)} →</span>
      </button>
    </div>
  )
}
