import { implement } from '@orpc/server'
import { request } from 'node:http'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { connectHost } from '../../../electron/peer/gateway/client.ts'
import { GATEWAY } from '../../../electron/peer/gateway/limits.ts'
import { startGateway, type Gateway } from '../../../electron/peer/gateway/server.ts'
import { pipe, routerServer, type ChannelServer } from '../../../electron/peer/gateway/wire.ts'
import { socketWire } from '../../../electron/peer/gateway/socket.ts'
import { openSocket } from '../../../electron/peer/gateway/client.ts'
import { hostContract } from '../../../shared/contract/index.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'zxl-gateway-'))
const pageRoot = path.join(folder, 'page')

const os = implement({ centers: hostContract.centers })
const router = os.router({ centers: os.centers.handler(() => [{ code: 'BJ', nameZh: '北京', nameEn: 'Beijing', regionCode: '110000' }]) })
const host: ChannelServer = routerServer(router as never, () => ({}))

let gateway: Gateway
let relay: Gateway
beforeAll(async () => {
  mkdirSync(path.join(pageRoot, 'assets'), { recursive: true })
  writeFileSync(path.join(folder, 'secret.txt'), 'secret')
  writeFileSync(path.join(pageRoot, 'index.html'), '<meta property="csp-nonce" nonce="__CSP_NONCE__"><script nonce="__CSP_NONCE__"></script>')
  writeFileSync(path.join(pageRoot, 'assets', 'a.js'), 'export {}')
  gateway = await startGateway({ pageRoot, channels: { host } })
  // The way a page reaches a demonstration peer: through the host's gateway to another one.
  relay = await startGateway({ pageRoot: null, channels: { host: (wire) => pipe(wire, socketWire(openSocket(gateway, 'host'))) } })
})
afterAll(async () => {
  await relay.close()
  await gateway.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Answer {
  readonly status: number
  readonly headers: NodeJS.Dict<string | string[]>
  readonly body: string
}
const ask = (target: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port: gateway.port, path: target, method, headers }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (body += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    call.on('error', reject)
    call.end()
  })

/** 'open', or the status with which the socket was refused. */
const dial = (target: string, options: { origin?: string; headers?: Record<string, string> } = {}): Promise<string> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}${target}`, options)
    socket.on('open', () => {
      socket.close()
      resolve('open')
    })
    socket.on('unexpected-response', (_request, response) => resolve(String(response.statusCode)))
    socket.on('error', () => undefined)
  })

const cookie = async (): Promise<string> => {
  const first = await ask(`/?token=${gateway.token}`)
  return String(first.headers['set-cookie']).split(';')[0] ?? ''
}
const own = (): string => `http://127.0.0.1:${gateway.port}`

describe('the page', () => {
  it('is given to nobody without the token', async () => {
    expect((await ask('/')).status).toBe(401)
    expect((await ask('/assets/a.js')).status).toBe(401)
  })
  it('takes the token out of the address and sets a cookie that scripts and other sites cannot use', async () => {
    const first = await ask(`/?token=${gateway.token}`)
    expect(first.status).toBe(303)
    expect(first.headers.location).toBe('/')
    expect(String(first.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict/)
    expect(String(first.headers['set-cookie'])).not.toContain(gateway.token)
  })
  it('carries a fresh nonce and a policy that names it', async () => {
    const [one, two] = [await ask('/', { cookie: await cookie() }), await ask('/overview', { cookie: await cookie() })]
    expect([one.status, two.status]).toEqual([200, 200])
    const nonce = /nonce="([^"]+)"/.exec(one.body)?.[1] ?? ''
    expect(nonce.length).toBeGreaterThan(16)
    expect(one.headers['content-security-policy']).toContain(`'nonce-${nonce}'`)
    expect(one.headers['content-security-policy']).toContain("default-src 'none'")
    expect(one.headers['content-security-policy']).not.toContain('unsafe')
    expect(one.headers['x-content-type-options']).toBe('nosniff')
    expect(two.body).not.toContain(nonce)
    expect(one.body).not.toContain('__CSP_NONCE__')
  })
  it.each(['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/assets/../../secret.txt', '/assets/%2e%2e%2f%2e%2e%2fsecret.txt', '/..%5csecret.txt', '/%00.txt', '/%zz.txt', '//etc/passwd.txt'])(
    'does not leave its folder: %s',
    async (target) => {
      const answer = await ask(target, { cookie: await cookie() })
      expect(answer.status).toBe(404)
      expect(answer.body).not.toContain('secret')
    },
  )
  it('refuses other names of the machine (DNS rebinding), other pages and other methods', async () => {
    const known = await cookie()
    expect((await ask('/', { host: `evil.example:${gateway.port}`, cookie: known })).status).toBe(421)
    expect((await ask('/', { host: '127.0.0.1', cookie: known })).status).toBe(421)
    expect((await ask('/', { origin: 'https://evil.example', cookie: known })).status).toBe(403)
    expect((await ask('/', { cookie: known }, 'POST')).status).toBe(405)
  })
})

describe('the channels', () => {
  it('answer whoever shows the token, and our own page with its cookie', async () => {
    expect(await dial('/rpc/host', { headers: { authorization: `Bearer ${gateway.token}` } })).toBe('open')
    expect(await dial(`/rpc/host?token=${gateway.token}`, { origin: own() })).toBe('open')
    expect(await dial('/rpc/host', { origin: own(), headers: { cookie: await cookie() } })).toBe('open')
  })
  it.each([
    ['no token', () => ({}), '401'],
    ['a wrong token', () => ({ headers: { authorization: `Bearer ${'0'.repeat(64)}` } }), '401'],
    ['a foreign page that knows the token', () => ({ origin: 'https://evil.example', headers: { authorization: `Bearer ${gateway.token}` } }), '403'],
    ['a sandboxed page', () => ({ origin: 'null', headers: { authorization: `Bearer ${gateway.token}` } }), '403'],
    ['a page of another port', () => ({ origin: 'http://127.0.0.1:1', headers: { authorization: `Bearer ${gateway.token}` } }), '403'],
    ['a rebound name', () => ({ headers: { host: 'evil.example', authorization: `Bearer ${gateway.token}` } }), '421'],
  ])('refuse %s', async (_name, options, status) => {
    expect(await dial('/rpc/host', options())).toBe(status)
  })
  it('refuse a cookie without an origin, and channels that do not exist', async () => {
    expect(await dial('/rpc/host', { headers: { cookie: await cookie() } })).toBe('401')
    expect(await dial('/rpc/peer', { headers: { authorization: `Bearer ${gateway.token}` } })).toBe('404')
    expect(await dial('/rpc/other', { headers: { authorization: `Bearer ${gateway.token}` } })).toBe('404')
  })
  it('close on an oversized frame and on frames that are not ours, and go on for others', async () => {
    for (const bad of ['x'.repeat(GATEWAY.maxFrame + 1), 'not json', '[]', '{}', '{"i":1,"p":{"u":7}}', new Uint8Array(64)]) {
      const socket = openSocket(gateway, 'host')
      const code = await new Promise<number>((resolve) => {
        socket.on('open', () => socket.send(bad))
        socket.on('error', () => undefined)
        socket.on('close', resolve)
      })
      expect(code).toBeGreaterThan(0)
    }
    const good = await connectHost(gateway)
    expect(await good.client.centers()).toHaveLength(1)
    good.close()
  })
  it('can be piped through another gateway, frame by frame', async () => {
    const far = await connectHost(relay)
    expect((await far.client.centers())[0]?.nameZh).toBe('北京')
    far.close()
    await far.closed
  })
})

describe('wrong tokens', () => {
  it('are answered 429 after a while; the right one still works', async () => {
    let last = 0
    for (let i = 0; i <= GATEWAY.badTokensPerMinute; i++) last = (await ask(`/?token=${i}`)).status
    expect(last).toBe(429)
    expect((await ask(`/?token=${gateway.token}`)).status).toBe(303)
  })
})
