import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { frame } from '../../electron/peer/net/framing.ts'
import { recordTopic } from '../../electron/peer/net/gossip.ts'
import { CONS_PROTOCOL, consHello } from '../../electron/peer/net/protocols/cons/protocol.ts'
import { PENDING_PROTOCOL } from '../../electron/peer/net/protocols/pending/protocol.ts'
import type { NodeStatus } from '../../electron/peer/node/types.ts'
import { FINALIZE, leaderOf, NOTARIZE, NULLIFY, sha256, ZERO_HASH } from '../../shared/ledger/index.ts'
import { ChildPeer } from '../fixtures/net/child.ts'
import { foundFolders, until } from '../fixtures/net/processes.ts'
import { Villain, type Address } from '../fixtures/net/villain.ts'

/** Resident memory of a peer under attack, MiB: an idle one has about 150. */
const MEMORY_CAP = 320

/** Three honest peers in processes of their own, and a fourth member gone bad that leads the next slot. */
let net: Awaited<ReturnType<typeof foundFolders>>
let honest: ChildPeer[]
let villain: Villain
let addresses: Address[]

beforeEach(async () => {
  net = await foundFolders(4)
  const all = net.ids.map((id) => new ChildPeer(path.join(net.root, id)))
  let states: NodeStatus[] = []
  await until(async () => {
    states = (await Promise.all(all.map((peer) => peer.status()))) as NodeStatus[]
    return states.every(({ height, pending }) => height > 0 && height === states[0]!.height && pending === 0)
  })
  const leader = await (async () => {
    // Whoever leads the next slot: known to everybody from the voter list.
    await all[3]!.stop()
    const probe = await Villain.rise(net.root, net.ids[3]!)
    const { voters, order } = probe.engine.electorate()
    const { id } = voters.members[leaderOf(order, probe.height, 0)]!
    await probe.fall()
    return net.ids.indexOf(id)
  })()
  if (leader !== 3) {
    await all[leader]!.stop()
    all[3] = new ChildPeer(path.join(net.root, net.ids[3]!))
    await all[3].ready
  }
  honest = all.filter((_, i) => i !== leader)
  const members = net.ids.filter((_, i) => i !== leader)
  villain = await Villain.rise(net.root, net.ids[leader]!)
  addresses = members.map((id) => villain.address(id))
})
afterEach(async () => {
  await villain.fall()
  await Promise.all(honest.map((peer) => peer.kill()))
  net.remove()
})

const states = async (): Promise<NodeStatus[]> => (await Promise.all(honest.map((peer) => peer.status()))) as NodeStatus[]
const said = (text: string): boolean => honest.some((peer) => peer.log.some((line) => line.includes(text) && line.includes(`"${villain.id}"`)))

/** An honest member's record becomes final with all three, on one chain, and their memory is in bounds. */
async function expectLife(): Promise<void> {
  const before = (await states())[0]!.records
  await honest[0]!.ask({ do: 'submit', count: 2 })
  await until(async () => (await states()).every(({ records, pending }) => records >= before + 2 && pending === 0))
  const after = await states()
  expect(new Set(after.map(({ stateRoot }) => stateRoot)).size).toBe(1)
  for (const peer of honest) expect(peer.rss()).toBeLessThan(MEMORY_CAP)
}

describe('a member that cheats in the consensus', () => {
  it('equivocator: two blocks for one view, each shown to others; it is seen by name, and the chain stays one', async () => {
    const [one, two] = [await villain.block(0), await villain.block(0)]
    await villain.say(addresses[0]!, villain.proposal(one, 0))
    for (const address of addresses.slice(1)) await villain.say(address, villain.proposal(two, 0))
    // And once more to everybody, so that each has both in hand.
    for (const address of addresses) await villain.say(address, villain.votes(villain.vote(NOTARIZE, 0, one.blockId), villain.vote(NOTARIZE, 0, two.blockId)))
    await until(() => said('consensus.double-vote'))
    await expectLife()
  })

  it('double voter: nullify and finalize of one view', async () => {
    const block = await villain.block(0)
    for (const address of addresses) {
      await villain.say(address, villain.proposal(block, 0))
      await villain.say(address, villain.votes(villain.vote(NULLIFY, 0, ZERO_HASH), villain.vote(FINALIZE, 0, block.blockId)))
    }
    await until(() => said('consensus.double-vote'))
    await expectLife()
  })

  it('withholder: proposes, and gives the content to nobody', async () => {
    const block = await villain.block(0)
    for (const address of addresses) await villain.say(address, villain.proposal(block, 0, false))
    await expectLife()
  })

  it('unjustified proposer: fresh blocks for later views without the certificates that would allow them', async () => {
    for (const view of [4, 8]) {
      const block = await villain.block(view)
      for (const address of addresses) await villain.say(address, villain.proposal(block, view))
    }
    const before = (await states())[0]!.height
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    expect((await states()).map(({ height }) => height)).toEqual([before, before, before])
    await expectLife()
  })
})

describe('a member that abuses the line', () => {
  const dial = (protocol: string): ReturnType<Villain['host']['dialProtocol']> => villain.host.dialProtocol(addresses[0]!, protocol)

  it('slow-loris: many requests, a byte a second; they are closed, and nobody waits for them', async () => {
    const streams = (await Promise.allSettled(Array.from({ length: 12 }, () => dial(PENDING_PROTOCOL)))).flatMap((dialled) => (dialled.status === 'fulfilled' ? [dialled.value] : []))
    const drip = setInterval(() => {
      for (const stream of streams) if (stream.status === 'open') stream.send(Uint8Array.of(0))
    }, 1_000)
    await expectLife()
    await until(() => streams.every((stream) => stream.status !== 'open'))
    clearInterval(drip)
    await expectLife()
  })

  it('endless stream: frames without end and without sense; it is put out, by name', async () => {
    const stream = await dial(CONS_PROTOCOL)
    stream.send(frame(consHello(villain.G)))
    const rubbish = frame(new Uint8Array(20_000))
    const flood = async (): Promise<void> => {
      while (stream.status === 'open') if (!stream.send(rubbish)) await stream.onDrain()
    }
    await flood().catch(() => undefined)
    await until(() => said('net.banned'))
    await expectLife()
  })

  it('gossip flood: thousands of messages that are no records; it is put out, by name', async () => {
    await villain.host.dial(addresses[0]!)
    await until(() => villain.host.services.pubsub.getSubscribers(recordTopic(villain.G)).length > 0)
    for (let i = 0; i < 3_000; i++) {
      await villain.host.services.pubsub.publish(recordTopic(villain.G), crypto.getRandomValues(new Uint8Array(1_000))).catch(() => undefined)
    }
    await until(() => said('net.banned'))
    await expectLife()
  })

  it('votes of another network: refused by name, and without effect', async () => {
    const vote = villain.vote(NOTARIZE, 0, sha256(Uint8Array.of(1)))
    const foreign = { ...vote, sig: villain.vote(NOTARIZE, 1, sha256(Uint8Array.of(2))).sig }
    await villain.say(addresses[0]!, villain.votes(foreign))
    await until(() => said('VOTE_SIGNATURE'))
    await expectLife()
  })
})
