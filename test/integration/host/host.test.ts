import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { HostState } from '../../../shared/contract/host.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import { readNetwork } from '../../../electron/peer/folder/network-file.ts'
import type { Wire } from '../../../electron/peer/gateway/wire.ts'
import { createHost, type Host } from '../../../electron/peer/host/host.ts'
import type { OpenPeer } from '../../../electron/peer/host/member-peer.ts'
import { readLast, writeLast } from '../../../electron/peer/host/settings.ts'

const folders: string[] = []
const userData = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'zxl-host-'))
  folders.push(folder)
  return folder
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** Stands for a peer: knows whose folder it was given, and that it was stopped. */
function recorder(): { openPeer: OpenPeer; opened: string[]; stopped: string[] } {
  const opened: string[] = []
  const stopped: string[] = []
  const openPeer: OpenPeer = async (folder) => {
    const { me } = readNetwork(path.join(folder, 'network.json'))
    opened.push(me)
    return { memberId: me, serve: () => undefined, rest: null, resumed: () => undefined, stop: async () => void stopped.push(me) }
  }
  return { openPeer, opened, stopped }
}

const hostOf = (folder: string, openPeer: OpenPeer): Host =>
  createHost({
    runtime: 'browser',
    appVersion: '0',
    userData: folder,
    spawner: { spawn: () => { throw new Error('nothing is spawned here') } },
    openPeer,
    osWrap: null,
    log: () => undefined,
  })

const until = async (host: Host, mode: HostState['mode']): Promise<HostState> => {
  for await (const state of host.watch()) if (state.mode === mode) return state
  throw new Error('never')
}
const codeOf = (work: () => Promise<unknown>): Promise<string> =>
  work().then(
    () => 'no refusal',
    (error: unknown) => (error instanceof CodedError ? error.code : String(error)),
  )

const plan = {
  name: 'test-network',
  me: 'BJ',
  members: [
    { id: 'SZSE', tier: 'OPERATOR' as const, address: '' },
    { id: 'BJ', tier: 'COUNCIL' as const, address: '127.0.0.1:4101' },
    { id: 'SH', tier: 'COUNCIL' as const, address: '127.0.0.1:4102' },
    { id: 'JS', tier: 'MEMBER' as const, address: '' },
  ],
  packagePassphrase: 'package passphrase',
  staffPassphrase: 'staff passphrase',
}

describe('founding and joining', () => {
  it('gives every other member a sealed package, opens the own folder, and the next start opens it again', async () => {
    const folder = userData()
    const peers = recorder()
    const host = hostOf(folder, peers.openPeer)
    expect(host.state().mode).toBe('welcome')
    const { packages } = await host.found(plan)
    expect(packages.map((one) => one.id).sort()).toEqual(['JS', 'SH', 'SZSE'])
    await until(host, 'network')
    expect(peers.opened).toEqual(['BJ'])
    expect(await codeOf(() => host.found(plan))).toBe('HOST_NETWORK_OPEN')
    await host.stop()
    expect(peers.stopped).toEqual(['BJ'])

    const again = recorder()
    const next = hostOf(folder, again.openPeer)
    await next.resume()
    expect(next.state().mode).toBe('network')
    expect(again.opened).toEqual(['BJ'])

    const text = packages.find((one) => one.id === 'SH')?.text ?? ''
    expect(text).not.toContain('passphrase')
    const theirs = userData()
    const joining = recorder()
    const other = hostOf(theirs, joining.openPeer)
    const preview = await other.previewPackage(text)
    expect(preview.me.code).toBe('SH')
    expect(preview.members).toHaveLength(4)
    const join = { text, packagePassphrase: 'not the passphrase', staffPassphrase: 'staff passphrase' }
    expect(await codeOf(() => other.join(join))).toBe('PACKAGE_PASSPHRASE')
    expect(other.state().mode).toBe('welcome')
    expect((await other.join({ ...join, packagePassphrase: plan.packagePassphrase })).mode).toBe('network')
    expect(joining.opened).toEqual(['SH'])
  })
  it.each([
    ['a plan without oneself', { ...plan, me: 'ZJ' }, 'FOUND_ME'],
    ['an unknown center', { ...plan, members: [...plan.members, { id: 'XX', tier: 'MEMBER' as const, address: '' }] }, 'FOUND_MEMBER_UNKNOWN'],
    ['a center twice', { ...plan, members: [...plan.members, plan.members[1]!] }, 'FOUND_MEMBER_TWICE'],
    ['an address that is none', { ...plan, members: [{ id: 'ZJ', tier: 'MEMBER' as const, address: 'http://x' }, ...plan.members] }, 'FOUND_ADDRESS'],
  ])('refuses %s and writes nothing', async (_name, input, code) => {
    const folder = userData()
    const host = hostOf(folder, recorder().openPeer)
    expect(await codeOf(() => host.found(input))).toBe(code)
    expect(existsSync(path.join(folder, 'networks'))).toBe(false)
    expect(host.state().mode).toBe('welcome')
  })
  it('refuses a package that is none', async () => {
    const host = hostOf(userData(), recorder().openPeer)
    expect(await codeOf(() => host.previewPackage('nonsense'))).toBe('PACKAGE_UNREADABLE')
  })
})

describe('a network that cannot be opened', () => {
  it('is a state with a problem, and the application goes on', async () => {
    const folder = userData()
    writeLast(folder, { kind: 'network', folder: 'networks/none' })
    const host = hostOf(folder, async () => {
      throw new CodedError('FOLDER_UNKNOWN')
    })
    await host.resume()
    expect(host.state()).toMatchObject({ mode: 'failed', problem: { code: 'FOLDER_UNKNOWN' } })
    let closed = false
    const wire: Wire = { send: () => undefined, onFrame: () => undefined, onClose: () => undefined, close: () => void (closed = true) }
    host.peerChannel(wire)
    expect(closed).toBe(true)
  })
})

describe('the demonstration switch', () => {
  it('refuses what needs a running demonstration', async () => {
    const host = hostOf(userData(), recorder().openPeer)
    for (const work of [() => host.lookAs('BJ'), () => host.stopPeer('BJ'), () => host.startPeer('BJ'), () => host.leaveDemo()]) {
      expect(await codeOf(work)).toBe('HOST_NO_DEMO')
    }
  })
})

describe('the settings file', () => {
  it('leads nowhere outside the user data folder, and is no obstacle when damaged', () => {
    const folder = userData()
    expect(readLast(folder)).toBeNull()
    writeLast(folder, { kind: 'demo' })
    expect(readLast(folder)).toEqual({ kind: 'demo' })
    for (const bad of ['{', '{}', '{"v":2,"last":null}', '{"v":1,"last":{"kind":"network","folder":"../../etc"}}', '{"v":1,"last":{"kind":"network","folder":"/etc"}}']) {
      writeFileSync(path.join(folder, 'settings.json'), bad)
      expect(readLast(folder)).toBeNull()
    }
    expect(readFileSync(path.join(folder, 'settings.json'), 'utf8')).toContain('/etc')
  })
})
