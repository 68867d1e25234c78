import { Alert, Layout } from 'antd'
import { useEffect, useState } from 'react'
import { Outlet, useLocation, useNavigate } from 'react-router'
import { useStore } from 'zustand'
import { peerConnection } from '../api/client.ts'
import { useWords } from '../words/use-words.ts'
import { Alarm } from './Alarm.tsx'
import { Header } from './Header.tsx'
import { SideMenu } from './SideMenu.tsx'
import { screens } from './screens.tsx'

/** Menu on the left, state on top, one screen in the middle. Alt+1 to Alt+8 change the screen. */
export function Shell() {
  const { t } = useWords()
  const navigate = useNavigate()
  const location = useLocation()
  const link = useStore(peerConnection.store)
  const [narrow, setNarrow] = useState(false)
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return
      const screen = screens[Number(event.code.replace('Digit', '')) - 1]
      if (!screen) return
      event.preventDefault()
      void navigate(screen.path)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [navigate])
  useEffect(() => {
    document.getElementById('content')?.scrollTo(0, 0)
  }, [location.pathname])
  return (
    <Layout className="shell" data-testid="shell">
      <a className="skip" href="#content" onClick={(event) => {
        event.preventDefault()
        document.getElementById('content')?.focus()
      }}>{t('app.header.skip')}</a>
      <Header />
      <Layout className="shell-body">
        <Layout.Sider width={196} breakpoint="md" collapsedWidth={52} collapsed={narrow} onBreakpoint={setNarrow} trigger={null} theme="light">
          <SideMenu />
        </Layout.Sider>
        <Layout.Content id="content" tabIndex={-1} className="shell-content">
          {link.phase === 'lost' && (
            <Alert type="warning" banner showIcon data-testid="link-lost" title={t('app.link.lost', { attempt: link.attempt })} description={t('app.link.lostDetail')} />
          )}
          <Alarm />
          <Outlet />
        </Layout.Content>
      </Layout>
    </Layout>
  )
}
