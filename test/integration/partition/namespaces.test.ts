import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFolder } from '../../../electron/peer/folder/open.ts'
import type { NodeStatus } from '../../../electron/peer/node/types.ts'
import { CHILD_PROGRAM, ChildPeer } from '../../fixtures/net/child.ts'
import { Hosts, whyNoNamespaces } from '../../fixtures/net/namespaces.ts'
import { foundFolders, until } from '../../fixtures/net/processes.ts'

const CENTERS = 6
const SEED = 20_261
const CLEAR = { groups: [[0, 1, 2, 3, 4, 5]], delay: 0, loss: 0 }

/** Six centers as six processes on six hosts, in network namespaces, with real TCP between them. */
const reason = whyNoNamespaces()
if (reason) console.log(`partition test skipped: ${reason}`)

describe.skipIf(reason !== null)(`six centers on six hosts (seed ${SEED})${reason ? `: ${reason}` : ''}`, () => {
  const hosts = new Hosts(CENTERS, SEED)
  const peers: ChildPeer[] = []
  let net: Awaited<ReturnType<typeof foundFolders>>
  let written = 0

  const status = async (host: number): Promise<NodeStatus> => (await peers[host]!.status())!
  const all = (): Promise<NodeStatus[]> => Promise.all(peers.map((_, host) => status(host)))
  /** Records are handed in and not waited for: whether they become final is the question. */
  const write = async (host: number, count: number): Promise<void> => {
    await peers[host]!.ask({ do: 'submit', count })
    written += count
  }
  const agreed = async (): Promise<boolean> => {
    const states = await all()
    return states.every(({ records, pending, stateRoot }) => records === written && pending === 0 && stateRoot === states[0]!.stateRoot)
  }

  beforeAll(async () => {
    net = await foundFolders(CENTERS)
    const addresses = new Map(net.ids.map((id, host) => [id, `${hosts.address(host)}:4101`]))
    for (const id of net.ids) {
      const folder = openFolder(path.join(net.root, id))
      const { network } = folder
      folder.saveNetwork({ ...network, listen: addresses.get(id)!, members: network.members.map((member) => ({ ...member, address: addresses.get(member.id)! })) })
      folder.close()
    }
    await hosts.open()
    hosts.weather(CLEAR)
    for (const [host, id] of net.ids.entries()) {
      const folder = path.join(net.root, id)
      peers.push(new ChildPeer(folder, hosts.start(host, CHILD_PROGRAM, ['--data', folder])))
    }
    await Promise.all(peers.map((peer) => peer.ready))
    await until(async () => {
      const states = await all()
      written = states[0]!.records
      return written > 0 && states.every(({ records, pending }) => records === written && pending === 0)
    })
  })
  afterAll(async () => {
    await Promise.all(peers.map((peer) => peer.kill()))
    hosts.close()
    net.remove()
  })

  it('split 3|3: nothing becomes final on either side; healed, everything does', async () => {
    const before = written
    hosts.weather({ groups: [[0, 1, 2], [3, 4, 5]], delay: 0, loss: 0 })
    await write(0, 3)
    await write(4, 3)
    await new Promise((resolve) => setTimeout(resolve, 5_000))
    expect((await all()).map(({ records }) => records)).toEqual(Array.from({ length: CENTERS }, () => before))
    hosts.weather(CLEAR)
    await until(agreed)
  })

  it('split 4|2: the four go on, nothing becomes final with the two; healed, everything does', async () => {
    const before = written
    hosts.weather({ groups: [[0, 1, 2, 3], [4, 5]], delay: 0, loss: 0 })
    await write(1, 3)
    await write(5, 3)
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    await until(async () => (await Promise.all([0, 1, 2, 3].map(status))).every(({ records }) => records === before + 3))
    expect((await Promise.all([4, 5].map(status))).map(({ records }) => records)).toEqual([before, before])
    hosts.weather(CLEAR)
    await until(agreed)
  })

  it('a line that flaps, with 200 ms each way and 5 % of packets lost: everything becomes final', async () => {
    for (let turn = 0; turn < 6; turn++) {
      const groups = turn % 2 === 0 ? [[0, 1, 2, 3, 4, 5]] : [[0, 2, 4], [1, 3, 5]]
      hosts.weather({ groups, delay: 0.2, loss: 0.05 })
      await write(turn % CENTERS, 2)
      await new Promise((resolve) => setTimeout(resolve, 2_000))
    }
    hosts.weather({ groups: [[0, 1, 2, 3, 4, 5]], delay: 0.2, loss: 0.05 })
    await until(agreed)
  })
}, 300_000)
