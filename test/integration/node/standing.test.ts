import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { NodeStatus } from '../../../electron/peer/node/types.ts'
import { MemberProcess, type MemberKeys } from '../../fixtures/net/member-process.ts'
import { foundFolders, until } from '../../fixtures/net/processes.ts'

/** Six members as processes, of whom one is suspended and then gone. */
let net: Awaited<ReturnType<typeof foundFolders>>
let last: MemberProcess
let lastKeys: MemberKeys
let others: MemberProcess[]

const states = (): Promise<NodeStatus[]> => Promise.all(others.map((one) => one.status()))
const settled = (epoch: number, records: number): Promise<void> => until(async () => (await states()).every((status) => status.epoch === epoch && status.records === records && status.pending === 0))
const setLast = (standing: 'suspended' | 'left'): Promise<void> =>
  others[0]!.setMember(net.ids[5]!, { idKey: lastKeys.idKey, voteKey: lastKeys.voteKey, peers: [lastKeys.peerId], standing })
const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 3_000))

beforeAll(async () => {
  net = await foundFolders(6)
  const all = await Promise.all(net.ids.map((id) => MemberProcess.start(path.join(net.root, id))))
  others = all.slice(0, 5)
  last = all[5]!
  lastKeys = await last.keys()
  await until(async () => (await Promise.all(all.map((one) => one.status()))).every(({ pending, quorum, records }) => pending === 0 && quorum.online === 6 && records > 0))
})
afterAll(async () => {
  await Promise.all([...others, last].map((one) => one.kill('SIGKILL')))
  net.remove()
})

describe('a member that lost its rights', () => {
  it('suspended: it reads on, votes no more, and nothing that it signs reaches the others', async () => {
    const { records } = (await states())[0]!
    await setLast('suspended')
    await settled(1, records + 1)
    await others[1]!.note('after the suspension')
    await settled(1, records + 2)
    await until(async () => (await last.status()).records === records + 2)
    expect(await last.status()).toMatchObject({ epoch: 1, voter: false, quorum: { n: 5 } })
    await last.note('by the suspended')
    await quiet()
    expect((await last.status()).pending).toBe(1)
    for (const status of await states()) expect(status).toMatchObject({ records: records + 2, pending: 0, quorum: { n: 5, online: 5 } })
  })

  it('gone: no connection is left, and it learns nothing more', async () => {
    const { records } = (await states())[0]!
    await setLast('left')
    await settled(1, records + 1)
    await until(async () => (await last.status()).peers.every(({ online }) => !online))
    for (const status of await states()) expect(status.peers.map(({ id }) => id)).not.toContain(net.ids[5])
    await others[1]!.note('without it')
    await settled(1, records + 2)
    await quiet()
    expect((await last.status()).records).toBeLessThan(records + 2)
    expect((await last.status()).peers.every(({ online }) => !online)).toBe(true)
  })
})
