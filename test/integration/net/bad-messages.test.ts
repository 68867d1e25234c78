import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { adversary, frame, transportSeed, type Adversary } from '../../fixtures/net/adversary.ts'
import { grantRecords } from '../../fixtures/net/grants.ts'
import { localNode, refusedCodes } from '../../fixtures/net/local.ts'
import { foundFolders, PASSPHRASE, until } from '../../fixtures/net/processes.ts'
import { MAX_REQUEST_BYTES } from '../../../electron/peer/net/limits.ts'
import { CONS_PROTOCOL, consHello, MAX_CONS_MESSAGE } from '../../../electron/peer/net/protocols/cons/protocol.ts'
import { encodeMessages } from '../../../electron/peer/net/protocols/cons/codec.ts'
import { PENDING_PROTOCOL } from '../../../electron/peer/net/protocols/pending/protocol.ts'
import { encodeStatus, type StatusMessage } from '../../../electron/peer/net/protocols/status/codec.ts'
import { STATUS_PROTOCOL } from '../../../electron/peer/net/protocols/status/protocol.ts'
import type { NodeEvent } from '../../../electron/peer/node/changes.ts'
import type { Node } from '../../../electron/peer/node/types.ts'
import { signVote } from '../../../shared/ledger/crypto/votes.ts'
import { decodeEnvelope, encodeEnvelope } from '../../../shared/ledger/codec/envelope.ts'
import { encodeVote } from '../../../shared/ledger/codec/vote.ts'
import { unwrap } from '../../../shared/kit/result.ts'

/** One member's real peer, and somebody who holds another member's transport key and means no good. */
let net: Awaited<ReturnType<typeof foundFolders>>
let node: Node
let events: NodeEvent[]
let bad: Adversary

beforeAll(async () => void (net = await foundFolders(4)))
afterAll(() => net.remove())
beforeEach(async () => {
  ;({ node, events } = await localNode(net.root, net.ids[0]!))
  bad = await adversary(await transportSeed(path.join(net.root, net.ids[1]!)), node.chain.genesisHash, node)
})
afterEach(async () => {
  await bad.stop()
  await node.stop()
})

async function expectRefused(code: string): Promise<void> {
  await until(() => refusedCodes(events).includes(code))
  expect(refusedCodes(events)).toContain(code)
}
const hello = (): Uint8Array => frame(consHello(node.chain.genesisHash))

/** Running, and with nothing final that it should not have. */
const isAlive = (): boolean => node.status().height === 0

const status = (change: Partial<StatusMessage> = {}): StatusMessage => ({
  v: 1, G: node.chain.genesisHash, height: 0, blockId: node.chain.genesisHash, final: null, instance: new Uint8Array(16), version: '0.1.0',
  now: Date.now(), pending: 0, pendingDigest: new Uint8Array(32), seen: null, twinAge: null, ...change,
})

describe('a peer refuses with a code and lives on', () => {
  it('a consensus message that is too large', async () => {
    const huge = new Uint8Array(4)
    new DataView(huge.buffer).setUint32(0, MAX_CONS_MESSAGE + 1)
    await bad.send(CONS_PROTOCOL, [hello(), huge], false)
    await expectRefused('NET_FRAME_TOO_LARGE')
    expect(isAlive()).toBe(true)
  })

  it('a request that is too large', async () => {
    await bad.send(PENDING_PROTOCOL, [frame(new Uint8Array(MAX_REQUEST_BYTES + 1))])
    await expectRefused('NET_FRAME_TOO_LARGE')
    expect(isAlive()).toBe(true)
  })

  it('a truncated message', async () => {
    await bad.send(CONS_PROTOCOL, [hello(), frame(new Uint8Array(100)).subarray(0, 50)])
    await expectRefused('NET_STREAM_SHORT')
    expect(isAlive()).toBe(true)
  })

  it('bytes that are no message', async () => {
    await bad.send(CONS_PROTOCOL, [hello(), frame(Uint8Array.of(0xff, 0x00))])
    await expectRefused('CBOR_MALFORMED')
    await bad.send(STATUS_PROTOCOL, [frame(Uint8Array.of(0xa1, 0x61))])
    expect(isAlive()).toBe(true)
  })

  it('a message in another than the canonical encoding', async () => {
    const [canonical] = encodeMessages({ certs: [], proposals: [], votes: [], status: null })
    // The length of the first key, written in two bytes instead of one.
    const longer = Uint8Array.from([canonical![0]!, 0x78, canonical![1]! & 31, ...canonical!.subarray(2)])
    await bad.send(CONS_PROTOCOL, [hello(), frame(longer)])
    await until(() => refusedCodes(events).some((code) => code.startsWith('CBOR_')))
    expect(isAlive()).toBe(true)
  })

  it('messages of another network', async () => {
    const foreign = new Uint8Array(32).fill(9)
    await bad.send(STATUS_PROTOCOL, [frame(encodeStatus(status({ G: foreign })))])
    await expectRefused('FOREIGN_NETWORK')
    const before = refusedCodes(events).length
    await bad.send(CONS_PROTOCOL, [frame(consHello(foreign))])
    await until(() => refusedCodes(events).length > before)
    expect(isAlive()).toBe(true)
  })

  it('a height without its certificate', async () => {
    await bad.send(STATUS_PROTOCOL, [frame(encodeStatus(status({ height: 7 })))])
    await expectRefused('STATUS_UNPROVEN')
    expect(node.sync().target).toBe(0)
  })

  it('a vote that its signer did not sign', async () => {
    const G = node.chain.genesisHash
    const vote = signVote(G, { kind: 1, epoch: 0, height: 1, view: 0, blockId: new Uint8Array(32).fill(1) }, 1, new Uint8Array(32).fill(5))
    const [message] = encodeMessages({ certs: [], proposals: [], votes: [encodeVote(G, vote)], status: null })
    await bad.send(CONS_PROTOCOL, [hello(), frame(message!)])
    await expectRefused('VOTE_SIGNATURE')
    expect(isAlive()).toBe(true)
  })

  it('a record twice, and one whose signature is another record’s', async () => {
    const [first, second] = await grantRecords(node, PASSPHRASE, 2)
    node.submit(first!.bytes)
    expect(node.submit(first!.bytes)).toBe('known')
    const stolen = encodeEnvelope({ ...unwrap(decodeEnvelope(second!.bytes)), s: first!.signature })
    await bad.gossip(stolen)
    await expectRefused('RECORD_SIGNATURE')
    expect(node.recordState(second!.id)).toBeNull()
    expect(node.recordState(first!.id)).toMatchObject({ word: 'saved' })
  })

  it('gossip that is no record', async () => {
    await bad.gossip(crypto.getRandomValues(new Uint8Array(2_000)))
    await until(() => refusedCodes(events).length > 0)
    expect(isAlive()).toBe(true)
  })
})

describe('admission', () => {
  it('refuses a peer that the genesis does not list', async () => {
    const stranger = await adversary(new Uint8Array(32).fill(77), node.chain.genesisHash, node)
    await stranger.send(STATUS_PROTOCOL, [frame(encodeStatus(status()))]).catch(() => undefined)
    await until(() => events.some((event) => event.t === 'foreign'))
    expect(node.status().peers.every(({ online }) => !online)).toBe(true)
    expect(node.health().map(({ code }) => code)).toContain('NODE_FOREIGN_REFUSED')
    await stranger.stop()
  })

  it('puts a member out that goes on sending rubbish, and only that one', async () => {
    for (let i = 0; i < 5; i++) await bad.send(CONS_PROTOCOL, [hello(), frame(Uint8Array.of(0xff))]).catch(() => undefined)
    await until(() => bad.host.getConnections().length === 0)
    await expect(bad.send(STATUS_PROTOCOL, [frame(encodeStatus(status()))])).rejects.toBeInstanceOf(Error)
    expect(isAlive()).toBe(true)
  })
})
