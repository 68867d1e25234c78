import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEMO_PASSPHRASE } from '../../../electron/peer/demo/members.ts'
import { connectHost, connectPeer, type Connection, type HostClient, type PeerClient } from '../../../electron/peer/gateway/client.ts'
import { startGateway, type Gateway } from '../../../electron/peer/gateway/server.ts'
import { createHost, type Host } from '../../../electron/peer/host/host.ts'
import { openPeer } from '../../../electron/peer/host/open-peer.ts'
import { hostChannel } from '../../../electron/peer/host/router.ts'
import { nodeSpawner } from '../../../electron/peer/host/spawn-node.ts'
import type { HostState } from '../../../shared/contract/host.ts'
import { root } from '../cli/helpers.ts'

const userData = mkdtempSync(path.join(tmpdir(), 'zxl-demo-'))
const log = () => undefined

interface Desktop {
  readonly host: Host
  readonly gateway: Gateway
  readonly page: Connection<HostClient>
}
const open: Desktop[] = []
/** The application as `npm run demo` starts it, with a page connected. */
async function start(): Promise<Desktop> {
  const host = createHost({
    runtime: 'browser',
    appVersion: '0',
    userData,
    spawner: nodeSpawner(path.join(root, 'electron/peer/host/entry-node.ts')),
    openPeer: openPeer({ osWrap: null }),
    osWrap: null,
    log,
  })
  const gateway = await startGateway({ pageRoot: null, channels: { host: hostChannel(host, log), peer: host.peerChannel } })
  const desktop = { host, gateway, page: await connectHost(gateway) }
  open.push(desktop)
  return desktop
}
async function stop({ host, gateway, page }: Desktop): Promise<void> {
  page.close()
  await host.stop()
  await gateway.close()
}
async function untilDemo(page: HostClient, steps = new Set<string>()): Promise<HostState> {
  for await (const state of await page.watch()) {
    if (state.progress) steps.add(state.progress.step)
    if (state.mode === 'demo') return state
    if (state.mode === 'failed') throw new Error(JSON.stringify(state.problem))
  }
  throw new Error('the host went away')
}
const look = async (desktop: Desktop): Promise<PeerClient> => (await connectPeer(desktop.gateway)).client

let desktop: Desktop
const steps = new Set<string>()
beforeAll(async () => {
  desktop = await start()
  await desktop.page.client.startDemo()
  await untilDemo(desktop.page.client, steps)
}, 240_000)
afterAll(async () => {
  for (const one of open) await stop(one)
  rmSync(userData, { recursive: true, force: true })
}, 60_000)

describe('the interactive demonstration', () => {
  it('tells what it does, and shows six running centers and its passphrase', async () => {
    expect([...steps]).toEqual(expect.arrayContaining(['demo.start', 'demo.institutions', 'demo.conduct', 'demo.ratings']))
    const state = await desktop.page.client.state()
    expect(state.demoPassphrase).toBe(DEMO_PASSPHRASE)
    expect(state.demo?.peers.map((peer) => [peer.id, peer.running])).toEqual(['SZSE', 'BJ', 'SH', 'JS', 'ZJ', 'SZX'].map((id) => [id, true]))
  })
  it('has final records of every kind, nothing void, different grades, and something waiting on every desk', async () => {
    const overview = await (await look(desktop)).overview.get()
    expect(overview.network.demo).toBe(true)
    expect(overview.counts.institutions).toBeGreaterThan(40)
    expect(overview.counts.ratings).toBeGreaterThan(30)
    expect(overview.outbox).toMatchObject({ saved: 0, sent: 0, witnessed: 0, void: 0 })
    expect(overview.gradeCounts.length).toBeGreaterThan(5)
    const todo = async (role: string) => {
      const client = await look(desktop)
      await client.session.signIn({ staffId: `${overview.me.id}-${role}`, passphrase: DEMO_PASSPHRASE })
      return (await client.overview.get()).todo
    }
    expect(await todo('CL-01')).toMatchObject({ drafts: 1, returned: 1 })
    expect((await todo('RV-01'))?.toReview).toBeGreaterThan(2)
    expect((await todo('AP-01'))?.toApprove).toBeGreaterThan(1)
    expect((await todo('CM-01'))?.toVote).toBeGreaterThan(0)
  })
  it('looks through another center, and survives one that is killed', async () => {
    const { client } = desktop.page
    const before = await connectPeer(desktop.gateway)
    expect((await before.client.overview.get()).me.id).toBe('BJ')
    await client.lookAs({ id: 'SH' })
    // The page's old channel ends, so it can't go on showing one center under the name of another.
    await before.closed
    const there = await connectPeer(desktop.gateway)
    expect((await there.client.overview.get()).me.id).toBe('SH')
    const down = await client.stopPeer({ id: 'SH' })
    expect(down.demo?.peers.find((peer) => peer.id === 'SH')).toMatchObject({ running: false, pid: null })
    await there.closed
    await client.startPeer({ id: 'SH' })
    expect((await (await look(desktop)).overview.get()).counts.ratings).toBeGreaterThan(30)
  })
  it('is there again after a restart as it was left', async () => {
    const before = await (await look(desktop)).overview.get()
    await stop(open.splice(0)[0]!)
    desktop = await start()
    await desktop.host.resume()
    expect(desktop.host.state().mode).toBe('demo')
    const after = await (await look(desktop)).overview.get()
    expect(after.network.genesis).toBe(before.network.genesis)
    expect(after.counts).toEqual(before.counts)
    const left = await desktop.page.client.leaveDemo()
    expect(left).toMatchObject({ mode: 'welcome', demo: null, demoPassphrase: null })
  }, 60_000)
})
