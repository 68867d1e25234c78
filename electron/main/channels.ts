import { ipcMain } from 'electron'
import { isChannel, OPEN_CHANNEL } from '../../shared/contract/channel.ts'
import { isOwnPage } from './urls.ts'
import type { PeerSupervisor } from './supervisor.ts'

/** The one message the page can send to main: open a channel. Anybody else, or anything else, gets a closed port. */
export function brokerChannels(supervisor: PeerSupervisor): void {
  ipcMain.on(OPEN_CHANNEL, (event, channel: unknown) => {
    const [port] = event.ports
    if (!port) return
    const isMainFrame = event.senderFrame !== null && event.senderFrame === event.sender.mainFrame
    if (!isMainFrame || !isOwnPage(event.senderFrame.url) || !isChannel(channel)) return port.close()
    supervisor.open(channel, port)
  })
}
