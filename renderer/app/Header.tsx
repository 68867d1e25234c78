import { ApiOutlined, DisconnectOutlined, GlobalOutlined, LoadingOutlined, MoonOutlined, SunOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Layout, Tooltip } from 'antd'
import { useStore } from 'zustand'
import type { Overview } from '../../shared/contract/overview.ts'
import { api, peerConnection } from '../api/client.ts'
import { useHost } from '../api/host-state.ts'
import { syncPercent } from '../parts/SyncProgress.tsx'
import { useSettings } from '../words/settings.ts'
import { useWords } from '../words/use-words.ts'
import { CenterSwitch } from './CenterSwitch.tsx'
import { PersonMenu } from './PersonMenu.tsx'

/** Whose desktop this is, who sits at it, and how things stand with the network and the peer. */
export function Header() {
  const { t } = useWords()
  const { language, dark, setLanguage, setDark } = useSettings()
  const { data } = useQuery(api.overview.get.queryOptions())
  const demo = useHost((host) => host.state?.demo ?? null)
  return (
    <Layout.Header className="header">
      <strong className="header-name">{t('app.name')}</strong>
      <CenterSwitch me={data?.me ?? null} demo={demo} />
      <span className="header-space" />
      <NetworkState overview={data} />
      <LinkState />
      <PersonMenu />
      <Button
        type="text"
        icon={<GlobalOutlined />}
        data-testid="language"
        aria-label={t('app.header.language')}
        onClick={() => setLanguage(language === 'en' ? 'zh-CN' : 'en')}
      >
        {language === 'en' ? '中文' : 'EN'}
      </Button>
      <Button
        type="text"
        icon={dark ? <SunOutlined /> : <MoonOutlined />}
        data-testid="theme"
        aria-label={dark ? t('app.header.light') : t('app.header.dark')}
        onClick={() => setDark(!dark)}
      />
    </Layout.Header>
  )
}

/** The network in words. */
function NetworkState({ overview }: { readonly overview: Overview | undefined }) {
  const { t } = useWords()
  const phase = useStore(peerConnection.store, (state) => state.phase)
  if (!overview) return <span className="quiet" data-testid="network-state">{t('app.net.unknown')}</span>
  const { quorum, sync } = overview
  const fetching = sync.progress?.phase ?? 'idle'
  const percent = syncPercent(sync)
  const syncText = fetching === 'idle' ? null : `${t(`overview.sync.phase.${fetching}`)}${percent === null ? '' : ` ${percent} %`}`
  const [level, text] =
    phase !== 'open'
      ? (['busy', t('app.net.lastKnown', sync)] as const)
      : sync.state === 'alone'
      ? (['bad', t('app.net.alone')] as const)
      : quorum.online < quorum.q
        ? (['bad', t('app.net.noQuorum', quorum)] as const)
        : sync.state === 'catchingUp'
          ? (['busy', syncText ?? t('app.net.catchingUp', sync)] as const)
          : (['good', t('app.net.current', sync)] as const)
  return (
    <span className={`signal ${level}`} data-testid="network-state" data-level={level}>
      {text}
      {level === 'good' && syncText && <span className="quiet wide-only"> · {syncText}</span>}
      {level !== 'bad' && <span className="quiet wide-only"> · {t('app.header.members', quorum)}</span>}
    </span>
  )
}

const linkIcons = { open: <ApiOutlined />, connecting: <LoadingOutlined />, idle: <LoadingOutlined />, lost: <DisconnectOutlined /> }

function LinkState() {
  const { t } = useWords()
  const { phase, attempt } = useStore(peerConnection.store)
  const shown = phase === 'idle' ? 'connecting' : phase
  return (
    <Tooltip title={t(`app.link.${shown}`, { attempt })}>
      <span className={`link-state ${shown}`} role="status" data-testid="link-state" data-phase={shown}>
        {linkIcons[phase]} {t(`app.link.short.${shown}`)}
      </span>
    </Tooltip>
  )
}
