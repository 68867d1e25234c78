import type { Frame, Wire } from '../gateway/wire.ts'

/** What a MessagePort of Electron's utility process offers, and the one of Node's worker threads too. */
export interface PortLike {
  postMessage(message: Frame): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

/** A page's MessagePort as a wire. Without transfer lists oRPC sends text (or bytes) over ports, as over WebSockets. */
export function portWire(port: PortLike): Wire {
  const closers: (() => void)[] = []
  let isClosed = false
  const closed = (): void => {
    if (isClosed) return
    isClosed = true
    for (const closer of closers) closer()
  }
  port.on('close', closed)
  return {
    send(frame) {
      if (!isClosed) port.postMessage(frame)
    },
    onFrame(listener) {
      port.on('message', ({ data }) => {
        if (typeof data === 'string' || data instanceof Uint8Array) listener(data)
        else if (data instanceof ArrayBuffer) listener(new Uint8Array(data))
        else port.close()
      })
      port.start()
    },
    onClose(listener) {
      if (isClosed) listener()
      else closers.push(listener)
    },
    close() {
      port.close()
      closed()
    },
  }
}
