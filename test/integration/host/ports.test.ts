import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { implement } from '@orpc/server'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSocket } from '../../../electron/peer/gateway/client.ts'
import { startGateway, type Gateway } from '../../../electron/peer/gateway/server.ts'
import { socketWire } from '../../../electron/peer/gateway/socket.ts'
import { pipe, routerServer } from '../../../electron/peer/gateway/wire.ts'
import { portWire, type PortLike } from '../../../electron/peer/host/port-wire.ts'
import { hostContract } from '../../../shared/contract/index.ts'
import type { HostState } from '../../../shared/contract/host.ts'

const state: HostState = { mode: 'welcome', appVersion: '0', runtime: 'electron', problem: null, progress: null, demo: null, demoPassphrase: null }
const os = implement({ centers: hostContract.centers, watch: hostContract.watch })
const router = os.router({
  centers: os.centers.handler(() => [{ code: 'BJ', nameZh: '北京', nameEn: 'Beijing', regionCode: '110000' }]),
  watch: os.watch.handler(async function* () {
    for (const mode of ['welcome', 'starting', 'demo'] as const) yield { ...state, mode }
  }),
})
const serve = routerServer(router as never, () => ({}))

/** Electron's port hands its listener an event; Node's hands it the data. */
const electronLike = (port: MessagePort): PortLike => ({
  postMessage: (message) => port.postMessage(message),
  on: (event: 'message' | 'close', listener: (event: { data: unknown }) => void) => port.on(event, (data: unknown) => listener({ data })),
  start: () => port.start(),
  close: () => port.close(),
})

type Client = ContractRouterClient<{ centers: typeof hostContract.centers; watch: typeof hostContract.watch }>
const page = (port: MessagePort): Client => {
  const link = new RPCLink({ port: port as unknown as globalThis.MessagePort })
  port.start()
  return createORPCClient(link) as Client
}

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway({ pageRoot: null, channels: { peer: serve } })
})
afterAll(() => gateway.close())

describe('a page behind a MessagePort', () => {
  it('is answered by a router in this process', async () => {
    const { port1, port2 } = new MessageChannel()
    serve(portWire(electronLike(port2)))
    expect(await page(port1).centers()).toHaveLength(1)
    port1.close()
  })
  it("is answered by another process's peer through its WebSocket: the frames are the same", async () => {
    const { port1, port2 } = new MessageChannel()
    pipe(portWire(electronLike(port2)), socketWire(openSocket(gateway, 'peer')))
    const client = page(port1)
    expect((await client.centers())[0]?.nameZh).toBe('北京')
    const modes: string[] = []
    for await (const one of await client.watch()) modes.push(one.mode)
    expect(modes).toEqual(['welcome', 'starting', 'demo'])
    port1.close()
  })
  it('loses its port when the peer behind it goes', async () => {
    const other = await startGateway({ pageRoot: null, channels: { peer: serve } })
    const { port1, port2 } = new MessageChannel()
    pipe(portWire(electronLike(port2)), socketWire(openSocket(other, 'peer')))
    await page(port1).centers()
    const closed = new Promise((resolve) => port1.on('close', () => resolve('closed')))
    await other.close()
    expect(await closed).toBe('closed')
  })
  it('is hung up on when it sends something else than text', async () => {
    const { port1, port2 } = new MessageChannel()
    serve(portWire(electronLike(port2)))
    const closed = new Promise((resolve) => port1.on('close', () => resolve('closed')))
    port1.postMessage({ i: 1, p: { u: '/centers' } })
    expect(await closed).toBe('closed')
  })
})
