import path from 'node:path'
import { fork, type ChildProcess } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { NodeStatus } from '../../../electron/peer/node/types.ts'
import { foundFolders, PeerProcess, until } from '../../fixtures/net/processes.ts'

/** Four real processes with real files and sockets. */
let net: Awaited<ReturnType<typeof foundFolders>>
const running = new Map<string, PeerProcess>()

async function start(id: string): Promise<void> {
  const peer = new PeerProcess(path.join(net.root, id))
  running.set(id, peer)
  await peer.ready
}
const statuses = (): Promise<NodeStatus[]> => Promise.all([...running.values()].map((peer) => peer.status()))
const agreed = async (atLeast: number): Promise<boolean> => {
  const all = await statuses()
  return all.every(({ records, pending, stateRoot }) => records >= atLeast && pending === 0 && stateRoot === all[0]!.stateRoot)
}

beforeAll(async () => {
  net = await foundFolders(4)
  await Promise.all(net.ids.map(start))
})
afterAll(async () => {
  await Promise.all([...running.values()].map((peer) => peer.kill('SIGKILL')))
  net.remove()
})

describe('four peers, four processes', () => {
  it('make the founding grants of all final, with equal states', async () => {
    await until(() => agreed(1))
    const all = await statuses()
    expect(new Set(all.map(({ stateRoot }) => stateRoot)).size).toBe(1)
    expect(all[0]!.records).toBeGreaterThanOrEqual(4)
    expect(all.map(({ quorum }) => quorum)).toEqual(all.map(() => ({ n: 4, q: 3, online: 4 })))
  })

  it('go on without one that is killed, and take it back in', async () => {
    const victim = net.ids[3]!
    const before = (await statuses())[0]!.records
    expect(await running.get(victim)!.kill('SIGKILL')).toBeNull()
    running.delete(victim)
    // A fifth process can't write for a member that runs; a member that is stopped and started as a writer can.
    const writer = net.ids[0]!
    expect(await running.get(writer)!.kill('SIGTERM')).toBe(0)
    running.delete(writer)
    const child = await writerProcess(path.join(net.root, writer))
    const { times } = await ask<{ times: number[] }>(child, { do: 'grants', count: 5, spacingMs: 50 })
    expect(times).toHaveLength(5)
    await until(async () => (await statuses()).every(({ records }) => records === before + 5))
    await start(victim)
    await until(() => agreed(before + 5))
    const writerStatus = await ask<NodeStatus>(child, { do: 'status' })
    const all = await statuses()
    expect(new Set([writerStatus, ...all].map(({ stateRoot }) => stateRoot)).size).toBe(1)
    child.send({ do: 'stop' })
    await new Promise((resolve) => child.once('exit', resolve))
  })

  it('refuse a second process on the same folder, in words', async () => {
    const second = new PeerProcess(path.join(net.root, net.ids[1]!))
    await expect(second.ready).rejects.toThrow('DATA_FOLDER_IN_USE')
  })

  it('stop cleanly when asked to', async () => {
    for (const [id, peer] of running) {
      expect(await peer.kill('SIGTERM')).toBe(0)
      running.delete(id)
    }
  })
})

function writerProcess(folder: string): Promise<ChildProcess> {
  const child = fork(path.resolve(import.meta.dirname, '../../fixtures/net/peer-child.ts'), ['--data', folder], { execArgv: [] })
  return new Promise((resolve) => child.once('message', () => resolve(child)))
}

function ask<T>(child: ChildProcess, command: unknown): Promise<T> {
  return new Promise((resolve) => {
    child.once('message', (answer) => resolve(answer as T))
    child.send(command as object)
  })
}
