import { WebSocket } from 'ws'
import { GATEWAY } from './limits.ts'
import type { Frame, Wire } from './wire.ts'

const bytesOf = (data: Buffer | ArrayBuffer | Buffer[]): Uint8Array =>
  Array.isArray(data) ? new Uint8Array(Buffer.concat(data)) : data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data)

/** A WebSocket as a wire, on either side. Frames sent while it is connecting are kept in order. */
export function socketWire(socket: WebSocket): Wire {
  const early: Frame[] = []
  const closers: (() => void)[] = []
  let isClosed = false
  const closed = (): void => {
    if (isClosed) return
    isClosed = true
    for (const closer of closers) closer()
  }
  socket.on('open', () => {
    for (const frame of early.splice(0)) socket.send(frame)
  })
  socket.on('close', closed)
  // Every error is followed by `close`; without a listener it would end the process.
  socket.on('error', () => undefined)
  return {
    send(frame) {
      if (socket.readyState === WebSocket.CONNECTING) early.push(frame)
      else if (socket.readyState === WebSocket.OPEN) {
        if (socket.bufferedAmount > GATEWAY.maxBuffered) socket.terminate()
        else socket.send(frame)
      }
    },
    onFrame(listener) {
      socket.on('message', (data, isBinary) => listener(isBinary ? bytesOf(data) : Buffer.from(bytesOf(data)).toString('utf8')))
    },
    onClose(listener) {
      if (isClosed) listener()
      else closers.push(listener)
    },
    close() {
      socket.close()
    },
  }
}

/** Ends sockets whose other side vanished without a word. Returns how to stop watching. */
export function watchAlive(sockets: ReadonlySet<WebSocket>): () => void {
  const silent = new WeakSet<WebSocket>()
  const timer = setInterval(() => {
    for (const socket of sockets) {
      if (silent.has(socket)) socket.terminate()
      else {
        silent.add(socket)
        socket.once('pong', () => silent.delete(socket))
        socket.ping()
      }
    }
  }, GATEWAY.pingEvery)
  timer.unref()
  return () => clearInterval(timer)
}
