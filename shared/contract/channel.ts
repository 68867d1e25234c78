/**
 * How a page reaches the contract. Two channels: `host` (welcome screen, demonstration) and `peer` (everything else).
 * Browser mode: WebSocket at `/rpc/<channel>` of the page's own origin. Electron: the page asks its preload with
 * `window.zxl.open(channel)`; the preload makes a MessageChannel, sends one port through main to the peer process and
 * posts the other to the page as `{ type: PORT_MESSAGE, channel }` with the port attached.
 */
export const CHANNELS = ['host', 'peer'] as const
export type Channel = (typeof CHANNELS)[number]

export const isChannel = (value: unknown): value is Channel => CHANNELS.includes(value as Channel)

/** IPC message from preload to main, and `type` of the message that main posts to the peer process. */
export const OPEN_CHANNEL = 'zxl:open'
/** `type` of the window message that hands the page its port. */
export const PORT_MESSAGE = 'zxl:port'

/** What the preload puts on `window`. Nothing else of Electron reaches the page. */
export interface DesktopBridge {
  readonly platform: string
  open(channel: Channel): void
}
