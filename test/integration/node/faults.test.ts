import { cpSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freePorts } from '../../../electron/peer/demo/prepare.ts'
import { openFolder } from '../../../electron/peer/folder/open.ts'
import type { Node } from '../../../electron/peer/node/types.ts'
import { grantRecords } from '../../fixtures/net/grants.ts'
import { localNode } from '../../fixtures/net/local.ts'
import { foundFolders, PASSPHRASE, until } from '../../fixtures/net/processes.ts'

/** Four members' real peers in one process, so that a test can look into each. */
let net: Awaited<ReturnType<typeof foundFolders>>
let nodes: Node[]

async function start(...ids: readonly string[]): Promise<Node[]> {
  const started = await Promise.all(ids.map(async (id) => (await localNode(net.root, id)).node))
  nodes.push(...started)
  return started
}
async function stop(node: Node): Promise<void> {
  nodes = nodes.filter((other) => other !== node)
  await node.stop()
}
const codes = (node: Node): string[] => node.health().map(({ code }) => code)
const settled = (count: number): Promise<void> => until(() => nodes.every((node) => node.chain.pending.size === 0 && node.chain.head().logSize === count))
/** One more final block, written by this node. */
async function block(node: Node): Promise<void> {
  const { height, logSize } = node.chain.head()
  node.submit((await grantRecords(node, PASSPHRASE, 1))[0]!.bytes)
  await until(() => nodes.every((other) => other.chain.head().logSize === logSize + 1))
  expect(node.chain.head().height).toBe(height + 1)
}
const GRANTS = 44

beforeEach(async () => {
  net = await foundFolders(4)
  nodes = []
})
afterEach(async () => {
  await Promise.all(nodes.map((node) => node.stop()))
  net.remove()
})

describe('a peer', () => {
  it('names the state of a record truthfully: saved, sent, final', async () => {
    const [a, b, c, d] = net.ids as [string, string, string, string]
    const [alone] = await start(a)
    const [record] = await grantRecords(alone!, PASSPHRASE, 1)
    alone!.submit(record!.bytes)
    expect(alone!.recordState(record!.id)).toMatchObject({ word: 'saved', k: 0, q: 3 })
    expect(alone!.health()[0]).toMatchObject({ code: 'NODE_NO_QUORUM', params: { needed: 2, online: 1, q: 3, n: 4 } })
    expect(alone!.sync().state).toBe('alone')
    await start(b)
    await until(() => alone!.recordState(record!.id)!.word !== 'saved')
    expect(['sent', 'witnessed']).toContain(alone!.recordState(record!.id)!.word)
    await until(() => alone!.chain.pending.holders(record!.id).includes(b))
    await start(c, d)
    await until(() => alone!.recordState(record!.id)!.word === 'final')
    expect(alone!.recordState(record!.id)).toMatchObject({ q: 3, void: null })
    expect(alone!.stores.workbench.outbox.list({ word: 'open', limit: 5 }).total).toBe(0)
    await settled(GRANTS + 1)
    expect(new Set(nodes.map((node) => node.status().stateRoot)).size).toBe(1)
    expect(codes(alone!)).toEqual([])
  })

  it('that lost its safety.db does not vote before the network has told how far it is', async () => {
    const victimId = net.ids[3]!
    const [writer] = await start(...net.ids)
    await settled(GRANTS)
    const victim = nodes[3]!
    await stop(victim)
    for (const suffix of ['', '-wal', '-shm']) rmSync(path.join(net.root, victimId, `safety.db${suffix}`), { force: true })
    const height = writer!.chain.head().height
    const [again] = await start(victimId)
    expect(codes(again!)).toContain('NODE_QUARANTINE')
    await until(() => !codes(again!).includes('NODE_QUARANTINE'))
    expect(again!.health()).toMatchObject([{ code: 'VOTING_FROM_LATER_BLOCK', params: { height: height + 3 } }])
    expect(again!.stores.safety.meta().quarantined).toBe(true)
    await block(writer!)
    await block(writer!)
    expect(again!.stores.safety.load().votes).toEqual([])
    expect(codes(again!)).toEqual([])
    expect(again!.stores.safety.meta()).toMatchObject({ quarantined: false, voteFrom: height + 3 })
    await block(writer!)
    await until(() => again!.stores.safety.load().votes.length > 0)
  })

  it('stops voting when another process uses its key, and says so', async () => {
    const [id, ...others] = net.ids as [string, ...string[]]
    const copy = path.join(net.root, 'copy')
    cpSync(path.join(net.root, id), copy, { recursive: true })
    const folder = openFolder(copy)
    const [port] = await freePorts(1)
    folder.saveNetwork({ ...folder.network, listen: `127.0.0.1:${port}` })
    folder.close()
    await start(...others)
    const { node: original } = await localNode(net.root, id)
    nodes.push(original)
    await until(() => original.status().quorum.online === 4)
    const { node: clone } = await localNode(net.root, 'copy')
    nodes.push(clone)
    // Both are heard by the others from now on; the next heartbeats tell them.
    await until(() => {
      original.wake()
      clone.wake()
      return codes(original).includes('VOTING_TWIN') || codes(clone).includes('VOTING_TWIN')
    })
    expect([...codes(original), ...codes(clone)]).toContain('VOTING_TWIN')
  })

  it('whose safety.db can no longer be written stops voting, says so and goes on following', async () => {
    const [writer, , , broken] = await start(...net.ids)
    await settled(GRANTS)
    broken!.stores.safety.close()
    await block(writer!)
    await block(writer!)
    await until(() => codes(broken!).includes('NODE_VOTING_STOPPED'))
    await block(writer!)
    expect(new Set(nodes.map((node) => node.status().stateRoot)).size).toBe(1)
    nodes = nodes.filter((node) => node !== broken)
    await broken!.stop().catch(() => undefined)
  })

  it('that was away fetches what it missed by range', async () => {
    const [writer] = await start(...net.ids)
    await settled(GRANTS)
    await stop(nodes[3]!)
    for (let i = 0; i < 5; i++) await block(writer!)
    const missed = writer!.chain.head().height
    const [back] = await start(net.ids[3]!)
    await until(() => back!.chain.head().height === missed)
    expect(back!.status().stateRoot).toBe(writer!.status().stateRoot)
    // Every block fetched carries its certificate, so this peer can prove it to others.
    for (let height = missed - 4; height <= missed; height++) expect(back!.chain.cert(height)?.length).toBeGreaterThan(0)
    await block(writer!)
  })

  it('exchanges no consensus message while there is nothing to do', async () => {
    await start(...net.ids)
    await settled(GRANTS)
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    const before = nodes.map((node) => node.status())
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    expect(nodes.map((node) => node.status().consensusSent)).toEqual(before.map(({ consensusSent }) => consensusSent))
    expect(before[0]!.consensusSent).toBeGreaterThan(0)
  })
})
