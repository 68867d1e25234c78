import type { Context, Router } from '@orpc/server'
import { RPCHandler } from '@orpc/server/websocket'

/** One oRPC message. Text mostly; bytes where a message carries a file. The same over MessagePort and WebSocket. */
export type Frame = string | Uint8Array

/** One side of a page's channel, whatever carries it. Listeners are set once, before the first frame arrives. */
export interface Wire {
  send(frame: Frame): void
  onFrame(listener: (frame: Frame) => void): void
  onClose(listener: () => void): void
  close(): void
}

/** Serves one kind of channel: is handed every new wire of it. */
export type ChannelServer = (wire: Wire) => void

/**
 * Serves an oRPC router on wires. `context` makes the initial context of one wire: what belongs to one channel (a signed-in
 * person) lives there and ends with it. A frame that isn't oRPC closes the wire.
 */
export function routerServer<T extends Context>(router: Router<never, T>, context: (wire: Wire) => T): ChannelServer {
  const handler = new RPCHandler<T>(router as Router<never, T>)
  return (wire) => {
    const own = context(wire)
    // The adapter knows its peers by this object and uses nothing but `send` of it.
    const peer = { send: (frame: Frame) => wire.send(frame) } as unknown as WebSocket
    wire.onFrame((frame) => {
      handler.message(peer, frame as string, { context: own } as never).catch(() => wire.close())
    })
    wire.onClose(() => handler.close(peer))
  }
}

/**
 * Joins two wires frame by frame, so that a page speaks to a peer in another process. What arrives before `to` is open is
 * kept by `to`. When one side ends, so does the other.
 */
export function pipe(from: Wire, to: Wire): void {
  from.onFrame((frame) => to.send(frame))
  to.onFrame((frame) => from.send(frame))
  from.onClose(() => to.close())
  to.onClose(() => from.close())
}
