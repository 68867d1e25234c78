import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import type { ClientLink, ClientContext } from '@orpc/client'
import { PORT_MESSAGE, type Channel, type DesktopBridge } from '../../shared/contract/channel.ts'
import { takeToken } from './token.ts'

/** One open channel to the peer or the host. */
export interface Transport {
  readonly link: ClientLink<ClientContext>
  onClose(listener: () => void): void
  close(): void
}

declare global {
  interface Window {
    readonly zxl?: DesktopBridge
  }
}

export const inDesktop = (): boolean => window.zxl !== undefined

/** Opens a channel by whatever the page runs in; rejects when it can't be opened. */
export function openTransport(channel: Channel): Promise<Transport> {
  return window.zxl ? openPort(channel, window.zxl) : openSocket(channel)
}

function openSocket(channel: Channel): Promise<Transport> {
  const url = new URL(`/rpc/${channel}`, window.location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  url.hash = ''
  const token = takeToken()
  if (token) url.searchParams.set('token', token)
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url)
    const link = new SocketLink({ websocket: quiet(socket) })
    socket.addEventListener('open', () =>
      resolve({
        link,
        onClose: (listener) => socket.addEventListener('close', listener),
        close: () => socket.close(),
      }),
    )
    socket.addEventListener('close', () => reject(new Error(`the ${channel} channel was closed`)))
    socket.addEventListener('error', () => reject(new Error(`the ${channel} channel was refused`)))
  })
}

/**
 * The socket as the link sees it. Cancelling a call sends a message too, and the link throws that where nobody listens
 * when the socket has just gone; the close event that follows ends every waiting call anyway.
 */
const quiet = (socket: WebSocket): Pick<WebSocket, 'addEventListener' | 'removeEventListener' | 'send' | 'readyState'> => ({
  addEventListener: socket.addEventListener.bind(socket) as WebSocket['addEventListener'],
  removeEventListener: socket.removeEventListener.bind(socket) as WebSocket['removeEventListener'],
  send: (data) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(data)
  },
  get readyState() {
    return socket.readyState === WebSocket.CONNECTING ? WebSocket.CONNECTING : WebSocket.OPEN
  },
})

const PORT_TIMEOUT = 5000

function openPort(channel: Channel, bridge: DesktopBridge): Promise<Transport> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      window.removeEventListener('message', listen)
      reject(new Error(`no port for the ${channel} channel`))
    }, PORT_TIMEOUT)
    function listen(event: MessageEvent<unknown>): void {
      const data = event.data as { type?: unknown; channel?: unknown } | null
      const port = event.ports[0]
      if (event.source !== window || data?.type !== PORT_MESSAGE || data.channel !== channel || !port) return
      clearTimeout(timer)
      window.removeEventListener('message', listen)
      const link = new PortLink({ port })
      port.start()
      resolve({ link, onClose: (listener) => port.addEventListener('close', listener), close: () => port.close() })
    }
    window.addEventListener('message', listen)
    bridge.open(channel)
  })
}
