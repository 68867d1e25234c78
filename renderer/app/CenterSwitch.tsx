import { CaretRightOutlined, PoweroffOutlined } from '@ant-design/icons'
import { Button, Select, Tag, Tooltip } from 'antd'
import type { HostState } from '../../shared/contract/host.ts'
import type { Overview } from '../../shared/contract/overview.ts'
import { host } from '../api/client.ts'
import { useHost } from '../api/host-state.ts'
import { useAct } from '../ui/use-act.ts'
import { useWords } from '../words/use-words.ts'

interface Props {
  readonly me: Overview['me'] | null
  readonly demo: HostState['demo']
}

/** The center's name; in the demonstration also the way to the other centers' desktops, and to stopping one of them. */
export function CenterSwitch({ me, demo }: Props) {
  const { t, name, term } = useWords()
  const act = useAct()
  const follow = (call: Promise<HostState>): void => void act(async () => useHost.getState().set(await call))
  if (!demo) {
    return (
      <span className="header-center" data-testid="center">
        {me && <>{name(me)} <Tag>{me.id}</Tag><span className="quiet wide-only">{term('tier', me.tier)}</span></>}
      </span>
    )
  }
  return (
    <Tooltip title={t('app.header.lookAs')} placement="bottomLeft">
      <Select
        className="header-center"
        data-testid="look-as"
        aria-label={t('app.header.lookAs')}
        value={demo.current}
        popupMatchSelectWidth={380}
        onChange={(id) => follow(host.lookAs({ id }))}
        options={demo.peers.map((peer) => ({ value: peer.id, label: `${name(peer)} (${peer.id})`, peer }))}
        optionRender={({ data: { peer } }) => (
          <span className="peer-option" data-testid={`look-as-${peer.id}`}>
            <span className="ellipsis">{name(peer)}</span>
            <Tag>{peer.id}</Tag>
            <Tooltip title={t(peer.running ? 'app.header.stopPeer' : 'app.header.startPeer')}>
                <Button
                  size="small"
                  danger={peer.running}
                  icon={peer.running ? <PoweroffOutlined /> : <CaretRightOutlined />}
                  aria-label={t(peer.running ? 'app.header.stopPeer' : 'app.header.startPeer')}
                  data-testid={`${peer.running ? 'stop' : 'start'}-${peer.id}`}
                  onClick={(event) => {
                    event.stopPropagation()
                    follow(peer.running ? host.stopPeer({ id: peer.id }) : host.startPeer({ id: peer.id }))
                  }}
                />
              </Tooltip>
          </span>
        )}
      />
    </Tooltip>
  )
}
