import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { adversary, frame, transportSeed } from '../../fixtures/net/adversary.ts'
import { grantRecords } from '../../fixtures/net/grants.ts'
import { localNode, refusedCodes } from '../../fixtures/net/local.ts'
import { foundFolders, PASSPHRASE, until } from '../../fixtures/net/processes.ts'
import type { NodeEvent } from '../../../electron/peer/node/changes.ts'
import type { Node } from '../../../electron/peer/node/types.ts'
import { encodeMessages } from '../../../electron/peer/net/protocols/cons/codec.ts'
import { CONS_PROTOCOL, consHello } from '../../../electron/peer/net/protocols/cons/protocol.ts'
import { encodeVote } from '../../../shared/ledger/codec/vote.ts'

/** Real messages of settled slots, sent again by somebody with a member's transport key: heard, and without any effect. */
let net: Awaited<ReturnType<typeof foundFolders>>
const nodes: { node: Node; events: NodeEvent[] }[] = []

beforeAll(async () => {
  net = await foundFolders(4)
  for (const id of net.ids) nodes.push(await localNode(net.root, id))
  await until(() => nodes.every(({ node }) => node.chain.pending.size === 0 && node.chain.head().logSize > 0))
})
afterAll(async () => {
  await Promise.all(nodes.map(({ node }) => node.stop()))
  net.remove()
})

it('votes, certificates and records of settled slots change nothing, and cost the one who repeats them no more than their reading', async () => {
  const [{ node, events }, victim] = nodes as [(typeof nodes)[0], (typeof nodes)[0]]
  const G = node.chain.genesisHash
  const seat = nodes[3]!
  const seed = await (async () => {
    await seat.node.stop()
    nodes.pop()
    return transportSeed(path.join(net.root, net.ids[3]!))
  })()
  const { height } = node.chain.head()
  const certs = Array.from({ length: height }, (_, i) => node.chain.cert(i + 1)).filter((cert) => cert !== null && cert.length > 0)
  const votes = victim.node.stores.safety.load().votes.map((vote) => encodeVote(G, { ...vote, signer: 1 }))
  const records = node.chain.body(1)!
  expect(certs.length).toBeGreaterThan(0)
  expect(votes.length).toBeGreaterThan(0)

  const bad = await adversary(seed, G, node)
  const before = { ...node.chain.head(), root: node.status().stateRoot, votes: node.stores.safety.load().votes.length }
  const messages = encodeMessages({ certs: certs as Uint8Array[], proposals: [], votes, status: null })
  for (let round = 0; round < 3; round++) await bad.send(CONS_PROTOCOL, [frame(consHello(G)), ...messages.map((message) => frame(message))])
  for (const envelope of records.slice(0, 5)) await bad.gossip(envelope)
  await until(() => refusedCodes(events).includes('RECORD_DUPLICATE'))
  expect(node.chain.head()).toMatchObject({ height: before.height, logSize: before.logSize })
  expect(node.status().stateRoot).toBe(before.root)
  expect(node.stores.safety.load().votes).toHaveLength(before.votes)
  expect(node.chain.pending.size).toBe(0)
  expect(node.health().map(({ code }) => code).filter((code) => /VOTING|CONSENSUS/.test(code))).toEqual([])
  await bad.stop()

  // And the three that are left go on.
  const [record] = await grantRecords(node, PASSPHRASE, 1)
  node.submit(record!.bytes)
  await until(() => nodes.every((other) => other.node.chain.head().logSize === before.logSize + 1))
})
