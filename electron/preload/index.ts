import { contextBridge, ipcRenderer } from 'electron'
import { isChannel, OPEN_CHANNEL, PORT_MESSAGE, type DesktopBridge } from '../../shared/contract/channel.ts'

const bridge: DesktopBridge = {
  platform: process.platform,
  open(channel) {
    if (!isChannel(channel)) return
    const { port1, port2 } = new MessageChannel()
    ipcRenderer.postMessage(OPEN_CHANNEL, channel, [port1])
    window.postMessage({ type: PORT_MESSAGE, channel }, window.location.origin, [port2])
  },
}

contextBridge.exposeInMainWorld('zxl', bridge)
