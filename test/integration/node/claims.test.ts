import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Node } from '../../../electron/peer/node/types.ts'
import { encodeStatus, type StatusMessage } from '../../../electron/peer/net/protocols/status/codec.ts'
import { STATUS_PROTOCOL } from '../../../electron/peer/net/protocols/status/protocol.ts'
import { toPayloadBody } from '../../../shared/credit/body.ts'
import { toHex } from '../../../shared/kit/bytes.ts'
import { buildPayload, publicKeyOf, sealEnvelope } from '../../../shared/ledger/index.ts'
import { readDevice } from '../../../shared/ledger/state/system.ts'
import { adversary, frame, transportSeed } from '../../fixtures/net/adversary.ts'
import { grantRecords } from '../../fixtures/net/grants.ts'
import { localNode } from '../../fixtures/net/local.ts'
import { foundFolders, PASSPHRASE, until } from '../../fixtures/net/processes.ts'

/** What one member alone says cannot keep the others from their work. */
let net: Awaited<ReturnType<typeof foundFolders>>
let nodes: Node[]

beforeEach(async () => {
  net = await foundFolders(4)
  nodes = []
  for (const id of net.ids) nodes.push((await localNode(net.root, id)).node)
  await until(() => nodes.every((node) => node.chain.pending.size === 0 && node.chain.head().logSize > 0))
})
afterEach(async () => {
  await Promise.all(nodes.map((node) => node.stop()))
  net.remove()
})
const voting = (node: Node): string[] => node.health().map(({ code }) => code).filter((code) => /VOTING|CONSENSUS/.test(code))

it.each<[string, Partial<StatusMessage>]>([
  ['that it holds a vote of ours which we never cast', { seen: { epoch: 0, height: 1_000_000, view: 0 } }],
  ['that another process uses our key', { twinAge: 0 }],
])('a lie of one member, %s, silences nobody', async (_, lie) => {
  const [victim] = nodes as [Node]
  await nodes.pop()!.stop()
  const { height, blockId } = victim.chain.head()
  const bad = await adversary(await transportSeed(path.join(net.root, net.ids[3]!)), victim.chain.genesisHash, victim)
  // The margin for slow lines after a start.
  await new Promise((resolve) => setTimeout(resolve, 2_100))
  const status: StatusMessage = {
    v: 1, G: victim.chain.genesisHash, height, blockId, final: victim.chain.cert(height), instance: new Uint8Array(16), version: '0.1.0', now: Date.now(), pending: 0,
    pendingDigest: new Uint8Array(32), seen: null, twinAge: null, ...lie,
  }
  for (let i = 0; i < 3; i++) await bad.send(STATUS_PROTOCOL, [frame(encodeStatus(status))])
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(voting(victim)).toEqual([])
  await bad.stop()
  const { logSize } = victim.chain.head()
  victim.submit((await grantRecords(victim, PASSPHRASE, 1))[0]!.bytes)
  await until(() => nodes.every((node) => node.chain.head().logSize === logSize + 1))
})

describe('a record dated an hour ahead', () => {
  it('stays pending, is nobody’s work, and holds up nobody else', async () => {
    const [node, other] = nodes as [Node, Node]
    const { me } = node.folder.network
    const device = node.signer.id.keyId
    const tip = readDevice(node.chain.state, device)!
    const content = { staffId: `${me}-CL-999`, roles: ['CL'], key: toHex(publicKeyOf(crypto.getRandomValues(new Uint8Array(32)))), suite: 1, validFrom: '2026-01-01', validTo: '2027-01-01', secondFactor: 'PASSPHRASE' }
    const at = Date.now() + 3_600_000
    const early = await node.signer.withIdKey(PASSPHRASE, (sign) =>
      sealEnvelope(buildPayload({ kind: 'staff.grant', net: node.chain.genesisHash, author: me, device, head: { n: tip.n, prev: tip.p }, at, body: toPayloadBody(content, []) }), (input) => sign(input.slice(-32))),
    )
    node.submit(early.bytes)
    await until(() => nodes.every((each) => each.chain.pending.has(early.id)))
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    const sent = nodes.map((each) => each.status().consensusSent)
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    expect(nodes.map((each) => each.status().consensusSent)).toEqual(sent)
    const { logSize } = other.chain.head()
    other.submit((await grantRecords(other, PASSPHRASE, 1))[0]!.bytes)
    await until(() => nodes.every((each) => each.chain.head().logSize === logSize + 1))
    expect(node.recordState(early.id)?.word).not.toBe('final')
  })
})
