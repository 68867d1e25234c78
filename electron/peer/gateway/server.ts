import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Channel } from '../../../shared/contract/channel.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import { createAccess, pathOf, queryOf, type Access } from './access.ts'
import { GATEWAY } from './limits.ts'
import { freshNonce, guardHeaders, servePage } from './page.ts'
import { socketWire, watchAlive } from './socket.ts'
import type { ChannelServer } from './wire.ts'

/** Answers REST requests below /api/; false where it knows no such path. */
export type RestServer = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>

export interface GatewayOptions {
  /** 0 = any free port. */
  readonly port?: number
  /** Folder of the built page; null where no page is served. */
  readonly pageRoot: string | null
  readonly channels: Partial<Record<Channel, ChannelServer>>
  readonly rest?: RestServer | null
  /** Fixed token, for tests; otherwise 256 fresh random bits. */
  readonly token?: string
}
export interface Gateway {
  readonly port: number
  readonly token: string
  /** Address to open in a browser once: it carries the token. */
  readonly url: string
  close(): Promise<void>
}

/**
 * Starts the loopback gateway: the page, its two channels and REST, on 127.0.0.1 only. Nothing is answered without the
 * token or the cookie of an earlier visit. Throws CodedError GATEWAY_PORT_TAKEN {port}, GATEWAY_LISTEN {reason}.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const server = createServer({ maxHeaderSize: GATEWAY.maxHeaderBytes, headersTimeout: GATEWAY.headersTimeout, requestTimeout: 60_000 })
  const port = await listen(server, options.port ?? 0)
  const access = createAccess(port, options.token)
  const sockets = new Set<WebSocket>()
  const upgrader = new WebSocketServer({ noServer: true, maxPayload: GATEWAY.maxFrame, perMessageDeflate: false, clientTracking: false })

  server.on('request', (request, response) => {
    answer(request, response, access, port, options).catch(() => {
      if (!response.headersSent) plain(response, 500, port)
      else response.destroy()
    })
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => undefined)
    const path = pathOf(request)
    const serve = path === '/rpc/host' ? options.channels.host : path === '/rpc/peer' ? options.channels.peer : undefined
    const status = sockets.size >= GATEWAY.maxSockets ? 503 : serve ? refusal(request, access) : 404
    if (status || !serve) return refuseUpgrade(socket, status || 404)
    upgrader.handleUpgrade(request, socket, head, (ws) => {
      sockets.add(ws)
      ws.on('close', () => sockets.delete(ws))
      serve(socketWire(ws))
    })
  })
  const stopWatching = watchAlive(sockets)

  return {
    port,
    token: access.token,
    url: `http://127.0.0.1:${port}/?token=${access.token}`,
    close: () =>
      new Promise((resolve) => {
        stopWatching()
        for (const socket of sockets) socket.terminate()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new CodedError('GATEWAY_PORT_TAKEN', { port }) : new CodedError('GATEWAY_LISTEN', { reason: String(error.code) }, { cause: error })),
    )
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

/** Status with which a socket is refused, 0 where it may come in. A browser always names its origin, so a cookie counts only with ours. */
function refusal(request: IncomingMessage, access: Access): number {
  if (!access.isOwnHost(request)) return 421
  const origin = access.origin(request)
  if (origin === 'foreign') return 403
  const shown = access.credentials(request)
  if (shown === 'token' || (shown === 'cookie' && origin === 'own')) return 0
  return shown === 'wrong' && access.tooMany() ? 429 : 401
}

function refuseUpgrade(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

async function answer(request: IncomingMessage, response: ServerResponse, access: Access, port: number, options: GatewayOptions): Promise<void> {
  if (!access.isOwnHost(request)) return plain(response, 421, port)
  if (access.origin(request) === 'foreign') return plain(response, 403, port)
  const shown = access.credentials(request)
  if (shown === 'wrong') return plain(response, access.tooMany() ? 429 : 401, port)
  if (shown === 'none') return plain(response, 401, port)

  const path = pathOf(request)
  if (path === '/api' || path.startsWith('/api/')) {
    // A bearer token only: a page of another origin can make a browser send cookies, never this header.
    if (!options.rest || !request.headers.authorization) return plain(response, options.rest ? 401 : 404, port)
    for (const [name, value] of Object.entries(guardHeaders(freshNonce(), port))) response.setHeader(name, value)
    response.setHeader('cache-control', 'no-store')
    if (!(await options.rest(request, response))) plain(response, 404, port)
    return
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(response, 405, port)
  if (!options.pageRoot) return plain(response, 404, port)
  if (shown === 'token' && queryOf(request).has('token')) {
    // The token leaves the address bar and the history at once.
    response.writeHead(303, { ...guardHeaders(freshNonce(), port), 'set-cookie': access.cookieHeader(), location: '/', 'cache-control': 'no-store' }).end()
    return
  }
  return servePage(path, options.pageRoot, port, response, request.method === 'HEAD')
}

const WORDS: Readonly<Record<number, string>> = {
  401: '请使用启动时显示的完整地址（含 token）打开。\nPlease open the complete address that was shown at the start (with its token).',
  429: '错误的访问令牌过多，请稍后再试。\nToo many wrong tokens; please try again later.',
}

function plain(response: ServerResponse, status: number, port: number): void {
  response.writeHead(status, { ...guardHeaders(freshNonce(), port), 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(`${status} ${STATUS_CODES[status] ?? ''}\n${WORDS[status] ?? ''}\n`)
}
