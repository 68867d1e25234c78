import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Node } from '../../../electron/peer/node/types.ts'
import { leaderOf, NOTARIZE } from '../../../shared/ledger/index.ts'
import { grantRecords } from '../../fixtures/net/grants.ts'
import { localNode } from '../../fixtures/net/local.ts'
import { foundFolders, PASSPHRASE, until } from '../../fixtures/net/processes.ts'
import { Villain } from '../../fixtures/net/villain.ts'

/** Six members, of whom four decide: what works while fewer are there. */
let net: Awaited<ReturnType<typeof foundFolders>>
let nodes: Node[] = []
let leader = ''

const start = async (...ids: readonly string[]): Promise<Node[]> => {
  const started = await Promise.all(ids.map(async (id) => (await localNode(net.root, id)).node))
  nodes.push(...started)
  return started
}
const quiet = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

beforeEach(async () => {
  net = await foundFolders(6)
  await start(...net.ids)
  await until(() => nodes.every((node) => node.chain.pending.size === 0 && node.chain.head().height > 0 && node.chain.head().height === nodes[0]!.chain.head().height))
  await Promise.all(nodes.splice(0).map((node) => node.stop()))
  const probe = await Villain.rise(net.root, net.ids[0]!)
  const { voters, order } = probe.engine.electorate()
  leader = voters.members[leaderOf(order, probe.height, 0)]!.id
  await probe.fall()
})
afterEach(async () => {
  await Promise.all(nodes.map((node) => node.stop()))
  nodes = []
  net.remove()
})

describe('below the quorum', () => {
  it('with the leader away: signed records are exchanged, nothing becomes final, and how many are missing is said', async () => {
    const others = net.ids.filter((id) => id !== leader)
    const [a, b, c] = await start(...others.slice(0, 3))
    const { height } = a!.chain.head()
    const signed = await Promise.all([a!, b!, c!].map(async (node) => (await grantRecords(node, PASSPHRASE, 2)).map((record) => {
      node.submit(record.bytes)
      return record
    })))
    await until(() => nodes.every((node) => signed.flat().every(({ id }) => node.chain.pending.has(id))))
    await until(() => nodes.every((node) => node.health().some(({ code }) => code === 'NODE_NO_QUORUM')))
    await quiet(4_000)
    for (const node of nodes) {
      expect(node.chain.head().height).toBe(height)
      expect(node.health()).toContainEqual({ level: 'warning', code: 'NODE_NO_QUORUM', params: { needed: 1, online: 3, q: 4, n: 6, pending: 6 } })
    }
    expect(a!.recordState(signed[0]![0]!.id)).toMatchObject({ word: expect.stringMatching(/^(sent|witnessed)$/) as string, q: 4 })
    // One more, and everything that was signed meanwhile is final.
    await start(others[3]!)
    await until(() => nodes.every((node) => signed.flat().every(({ id }) => node.recordState(id)?.word === 'final')))
    expect(new Set(nodes.map((node) => node.status().stateRoot)).size).toBe(1)
  })

  it('with the leader here: its proposal and the votes for it accumulate, over comings and goings, until the rest is there', async () => {
    const others = net.ids.filter((id) => id !== leader)
    const [head, second] = await start(leader, others[0]!)
    const { height } = head!.chain.head()
    const [record] = await grantRecords(head!, PASSPHRASE, 1)
    head!.submit(record!.bytes)
    await until(() => nodes.every((node) => node.recordState(record!.id)?.word === 'witnessed'))
    expect(second!.recordState(record!.id)).toMatchObject({ word: 'witnessed', q: 4 })
    const votes = (node: Node): number => node.stores.safety.load().votes.filter((vote) => vote.height === height + 1 && vote.kind === NOTARIZE).length
    expect([head!, second!].map(votes)).toEqual([1, 1])
    // Who has voted may go: its vote stays with the others, and counts.
    await second!.stop()
    nodes = nodes.filter((node) => node !== second)
    const [third] = await start(others[1]!)
    await until(() => (third!.recordState(record!.id)?.k ?? 0) >= 3)
    expect(head!.chain.head().height).toBe(height)
    await start(others[2]!, others[3]!)
    await until(() => nodes.every((node) => node.recordState(record!.id)?.word === 'final'))
    expect(new Set(nodes.map((node) => node.status().stateRoot)).size).toBe(1)
  })
})
