import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePorts } from '../../../electron/peer/demo/prepare.ts'
import { openFolder } from '../../../electron/peer/folder/open.ts'
import type { NetworkFile } from '../../../electron/peer/folder/types.ts'
import { readNetwork } from '../../../electron/peer/folder/network-file.ts'
import { folderPaths } from '../../../electron/peer/folder/paths.ts'
import { writeFolder } from '../../../electron/peer/folder/write.ts'
import { MemberProcess, type MemberKeys } from '../../fixtures/net/member-process.ts'
import type { NodeStatus } from '../../../electron/peer/node/types.ts'
import { foundFolders, PASSPHRASE, until } from '../../fixtures/net/processes.ts'

/** Six founding centers and a seventh, each a process with files and sockets of its own; who votes changes while they run. */
let net: Awaited<ReturnType<typeof foundFolders>>
const running = new Map<string, MemberProcess>()
const keys = new Map<string, MemberKeys>()

async function start(id: string): Promise<MemberProcess> {
  const peer = await MemberProcess.start(path.join(net.root, id))
  running.set(id, peer)
  return peer
}
async function kill(id: string): Promise<void> {
  await running.get(id)!.kill('SIGKILL')
  running.delete(id)
}
const peer = (id: string): MemberProcess => running.get(id)!
const statuses = (): Promise<NodeStatus[]> => Promise.all([...running.values()].map((one) => one.status()))
const all = (test: (status: NodeStatus) => boolean): Promise<void> => until(async () => (await statuses()).every(test))
/** Every running peer is at the same state, in this epoch, with nothing left to do. */
const agreed = (epoch: number, n: number): Promise<void> =>
  until(async () => {
    const now = await statuses()
    return now.every((status) => status.epoch === epoch && status.quorum.n === n && status.pending === 0 && status.stateRoot === now[0]!.stateRoot)
  })

/** A member admitted later: its folder, with keys of its own, in the network that is there already. */
async function newcomer(id: string): Promise<void> {
  const founder = folderPaths(path.join(net.root, net.ids[0]!))
  const network = readNetwork(founder.network)
  const genesis = new Uint8Array(readFileSync(founder.genesis))
  const [port] = await freePorts(1)
  const address = `127.0.0.1:${port}`
  const seed = (): Uint8Array => crypto.getRandomValues(new Uint8Array(32))
  const me = { id, nameZh: id, nameEn: id, tier: 'MEMBER', regionCode: '110000', address }
  await writeFolder(path.join(net.root, id), {
    network: { ...network, me: id, listen: address, members: [...network.members, me], staff: [] },
    genesis,
    seeds: { vote: seed(), peer: seed(), id: seed(), staff: [] },
    grants: [],
  }, { passphrase: PASSPHRASE, cost: { N: 1024, r: 8, p: 1 } })
}
const entry = (id: string, standing: 'voter' | 'observer', voteKey: Uint8Array | null = keys.get(id)!.voteKey) => ({
  idKey: keys.get(id)!.idKey, voteKey, peers: [keys.get(id)!.peerId], standing,
})

beforeAll(async () => {
  net = await foundFolders(6)
  await Promise.all(net.ids.map(start))
  for (const id of net.ids) keys.set(id, await peer(id).keys())
})
afterAll(async () => {
  await Promise.all([...running.values()].map((one) => one.kill('SIGKILL')))
  net.remove()
})

describe('a network whose members change', () => {
  it('lets a member in that nobody knew: it connects, verifies everything, and votes from the next epoch', async () => {
    const [a] = net.ids as [string]
    await agreed(0, 6)
    await newcomer('XZ')
    const seventh = await start('XZ')
    keys.set('XZ', await seventh.keys())
    expect((await seventh.status()).seat).toBe(false)
    await peer(a).setMember('XZ', entry('XZ', 'observer', null))
    await agreed(0, 6)
    expect(await seventh.status()).toMatchObject({ seat: true, voter: false, epoch: 0 })
    await peer(a).setMember('XZ', entry('XZ', 'voter'))
    await agreed(1, 7)
    expect(await seventh.status()).toMatchObject({ voter: true, quorum: { n: 7, q: 5 } })
  })

  it('dials it where it listens now, also while it knows nobody itself', async () => {
    const [a] = net.ids as [string]
    const change = (to: (network: NetworkFile) => NetworkFile): void => {
      const folder = openFolder(path.join(net.root, 'XZ'))
      folder.saveNetwork(to(folder.network))
      folder.close()
    }
    const [port] = await freePorts(1)
    await kill('XZ')
    change((network) => ({ ...network, listen: `127.0.0.1:${port}` }))
    await start('XZ')
    await all(({ quorum }) => quorum.online === 7)
    await kill('XZ')
    // Whoever is found from here on was found by the others: they were told its address by itself, and keep it.
    change((network) => ({ ...network, members: network.members.map((member) => ({ ...member, address: '' })) }))
    rmSync(folderPaths(path.join(net.root, 'XZ')).addresses)
    await start('XZ')
    await all(({ quorum }) => quorum.online === 7)
    await kill('XZ')
    await kill(a)
    rmSync(folderPaths(path.join(net.root, 'XZ')).addresses)
    await Promise.all([start('XZ'), start(a)])
    await all(({ quorum }) => quorum.online === 7)
    expect(JSON.parse(readFileSync(folderPaths(path.join(net.root, a)).addresses, 'utf8'))).toMatchObject({ v: 1 })
  })

  it('cannot do without its vote once five of seven are left', async () => {
    const [, , , , e, f] = net.ids as [string, string, string, string, string, string]
    await Promise.all([kill(e), kill(f)])
    await peer('XZ').note('by the seventh')
    await agreed(1, 7)
    expect(running.size).toBe(5)
  })

  it('takes a new vote key of a member, which votes at once with a clean memory; the old private key is gone', async () => {
    const [a, b] = net.ids as [string, string]
    const before = JSON.parse(readFileSync(path.join(net.root, b, 'keys', 'vote.json'), 'utf8')) as { publicKey: string; secret: { seed: string } }
    const fresh = await peer(b).newVoteKey()
    await peer(a).setMember(b, entry(b, 'voter', fresh))
    await agreed(2, 7)
    keys.set(b, { ...keys.get(b)!, voteKey: fresh })
    expect((await peer(b).keys()).voteKey).toEqual(fresh)
    expect(readFileSync(path.join(net.root, b, 'keys', 'vote.json'), 'utf8')).not.toContain(before.secret.seed)
    // Five of seven are here: without the vote of the new key nothing is final.
    await peer(a).note('after the change of keys')
    await agreed(2, 7)
    expect(await peer(b).status()).toMatchObject({ voter: true, epoch: 2 })
  })

  it('puts an absent voter on standby, and needs it no more', async () => {
    const [a, b, c, , , f] = net.ids as [string, string, string, string, string, string]
    await peer(a).setMember(f, entry(f, 'observer'))
    await agreed(3, 6)
    await peer(c).setMember(b, entry(b, 'voter', await peer(b).newVoteKey()))
    await agreed(4, 6)
    await kill(a)
    await peer(c).note('four of six')
    await agreed(4, 6)
  })

  it('takes back members that slept over three epochs: a voter, and one that is none any more', async () => {
    const [a, , c, , e, f] = net.ids as [string, string, string, string, string, string]
    await Promise.all([start(a), start(e), start(f)])
    await agreed(4, 6)
    expect(await peer(e).status()).toMatchObject({ voter: true, epoch: 4 })
    expect(await peer(f).status()).toMatchObject({ voter: false, seat: true, epoch: 4 })
    await all(({ health }) => health.every(({ level }) => level === 'info'))
    // Two others away: the voter that slept is needed.
    await Promise.all([kill(a), kill('XZ')])
    await peer(c).note('with the one that slept')
    await agreed(4, 6)
    expect(new Set((await statuses()).map(({ stateRoot }) => stateRoot)).size).toBe(1)
  })
})
