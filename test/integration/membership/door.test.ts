import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import type { NodeEvent } from '../../../electron/peer/node/changes.ts'
import { ask } from '../../../electron/peer/net/rpc.ts'
import { decodeJoinAnswer } from '../../../electron/peer/net/protocols/join/codec.ts'
import { JOIN_PROTOCOL, JOIN_RATE, MAX_STRANGERS } from '../../../electron/peer/net/protocols/join/protocol.ts'
import { STATUS_PROTOCOL } from '../../../electron/peer/net/protocols/status/protocol.ts'
import { PENDING_PROTOCOL } from '../../../electron/peer/net/protocols/pending/protocol.ts'
import { parseHostPort, toMultiaddr } from '../../../electron/peer/net/address.ts'
import type { Node } from '../../../electron/peer/node/types.ts'
import { utf8 } from '../../../shared/kit/bytes.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import {
  applicationPreimage, formatJoinRequest, issueInvitation, publicKeyOf, sign, ticketPreimage, type Invitation, type InvitationTicket, type JoinApplication, type JoinRequest
} from '../../../shared/ledger/index.ts'
import { adversary, frame, type Adversary } from '../../fixtures/net/adversary.ts'
import { localNode } from '../../fixtures/net/local.ts'
import { foundFolders, PASSPHRASE, until } from '../../fixtures/net/processes.ts'

/** One real peer, alone, and strangers at its door. */
const DAY = 24 * 60 * 60 * 1000
let net: Awaited<ReturnType<typeof foundFolders>>
let node: Node
let events: NodeEvent[]
const strangers: Adversary[] = []

beforeAll(async () => {
  net = await foundFolders(4)
  ;({ node, events } = await localNode(net.root, net.ids[0]!))
})
afterAll(async () => {
  await Promise.all(strangers.map((one) => one.stop()))
  await node.stop()
  net.remove()
})

let count = 0
const seedOf = (name: string): Uint8Array => new Uint8Array(32).map((_, i) => (name.charCodeAt(i % name.length) + i * 7) & 255)
async function stranger(): Promise<{ readonly peer: Adversary; readonly seed: Uint8Array }> {
  const seed = seedOf(`stranger ${++count}`)
  const peer = await adversary(seed, node.chain.genesisHash, node)
  strangers.push(peer)
  return { peer, seed }
}

/** An invitation by the peer's own root key: no block is final here, so nothing else is known. */
function invitation(over: Partial<InvitationTicket> = {}, tamper?: (made: Invitation) => Invitation): Promise<Invitation> {
  const now = Date.now()
  const token = crypto.getRandomValues(new Uint8Array(16))
  return node.signer.withIdKey(PASSPHRASE, (_, signRoot) => {
    const plan = { genesisHash: node.chain.genesisHash, role: 'member' as const, invitee: 'ZJ', token, issuedAt: now, expiresAt: now + DAY, inviter: node.folder.network.me, key: node.signer.id.publicKey, ...over }
    const contents = { genesis: node.folder.genesis, epochs: [], checkpoint: null, device: null, members: [{ id: node.folder.network.me, nameZh: '', nameEn: '', tier: '', regionCode: '', address: '', peers: [node.status().peerId] }] }
    const made = issueInvitation(plan, contents, (ticket) => signRoot(ticketPreimage(ticket)))
    return tamper ? tamper(made) : made
  })
}

function request(peerSeed: Uint8Array, { ticket, signature }: Invitation, over: Partial<JoinApplication> = {}, possession: Partial<JoinRequest['possession']> = {}): Uint8Array {
  const seeds = { id: seedOf('id'), vote: seedOf('vote') }
  const application: JoinApplication = {
    member: 'ZJ', nameZh: '浙江', nameEn: 'Zhejiang', regionCode: '330000', address: '', at: Date.now(), idKey: publicKeyOf(seeds.id), voteKey: publicKeyOf(seeds.vote), peerKey: publicKeyOf(peerSeed), ...over,
  }
  const message = applicationPreimage(ticket, application)
  return utf8(formatJoinRequest({ ticket, signature, application, possession: { id: sign(seeds.id, message), vote: sign(seeds.vote, message), peer: sign(peerSeed, message), ...possession } }))
}

/** Shows a request over a fresh connection; the answer, or the code of the refusal. */
async function show({ peer }: { readonly peer: Adversary }, bytes: Uint8Array): Promise<string> {
  try {
    const connection = await peer.host.dial(toMultiaddr(parseHostPort(node.folder.network.listen), node.status().peerId))
    const [answer] = await ask(connection, JOIN_PROTOCOL, bytes)
    return decodeJoinAnswer(answer!).until > Date.now() ? 'accepted' : 'not accepted'
  } catch (error) {
    return error instanceof CodedError ? String(error.params?.['code'] ?? error.code) : String(error)
  }
}

describe('at the door', () => {
  it('an invitation that is expired, tampered, of another network or of no device is refused with its code', async () => {
    const cases: readonly (readonly [string, () => Promise<Invitation>, string])[] = [
      ['expired', () => invitation({ issuedAt: Date.now() - 2 * DAY, expiresAt: Date.now() - DAY }), 'INVITATION_EXPIRED'],
      ['tampered', () => invitation({}, (made) => ({ ...made, ticket: { ...made.ticket, expiresAt: made.ticket.expiresAt + DAY } })), 'INVITATION_TAMPERED'],
      ['another network', () => invitation({ genesisHash: new Uint8Array(32).fill(9) }), 'INVITATION_OTHER_NETWORK'],
      ['in another member’s name', () => invitation({ inviter: net.ids[1]! }), 'INVITATION_SIGNER'],
    ]
    for (const [, made, code] of cases) {
      const who = await stranger()
      expect(await show(who, request(who.seed, await made()))).toBe(code)
      await until(() => who.peer.host.getConnections().length === 0)
    }
    expect(node.membership.requests()).toEqual([])
  }, 30_000)

  it('a request without possession of its keys, for another member or over another’s connection is refused', async () => {
    const made = await invitation()
    const who = await stranger()
    expect(await show(who, request(who.seed, made, {}, { vote: new Uint8Array(64) }))).toBe('JOIN_REQUEST_PROOF')
    const other = await stranger()
    expect(await show(other, request(other.seed, made, { member: 'HI' }))).toBe('JOIN_REQUEST_INVITATION')
    const thief = await stranger()
    expect(await show(thief, request(who.seed, made))).toBe('JOIN_REQUEST_INVITATION')
    const noise = await stranger()
    expect(await show(noise, new Uint8Array(8_000).fill(0x5b))).toBe('JOIN_REQUEST_UNREADABLE')
  }, 30_000)

  it('a stranger that tries anything else is put out at once', async () => {
    const { peer } = await stranger()
    const before = events.filter(({ t }) => t === 'foreign').length
    await peer.send(STATUS_PROTOCOL, [frame(new Uint8Array(4))], false).catch(() => undefined)
    await until(() => peer.host.getConnections().length === 0)
    await until(() => events.filter(({ t }) => t === 'foreign').length > before)
    expect(node.status().peers.every(({ online }) => !online)).toBe(true)
  })

  it('a candidate with a valid request is let in, to read and nothing else; another computer with the same invitation is not', async () => {
    const made = await invitation()
    // The requests of the tests before have used up part of what strangers may ask together.
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    const who = await stranger()
    const bytes = request(who.seed, made)
    expect(await show(who, bytes)).toBe('accepted')
    expect(await show(who, bytes)).toBe('accepted')
    expect(node.membership.requests()).toHaveLength(1)
    const [connection] = who.peer.host.getConnections()
    await expect(ask(connection!, PENDING_PROTOCOL, new Uint8Array(4))).rejects.toBeInstanceOf(CodedError)
    const second = await stranger()
    expect(await show(second, request(second.seed, made))).toBe('INVITATION_USED')
    const key = await generateKeyPairFromSeed('Ed25519', who.seed)
    expect(node.membership.requests()[0]!.request.application.peerKey).toEqual(key.publicKey.raw)
  }, 30_000)

  it('a candidate turned away is a stranger again, and its invitation is worth nothing here', async () => {
    const [known] = node.membership.requests()
    node.membership.dismissRequest([...known!.request.ticket.token].map((byte) => byte.toString(16).padStart(2, '0')).join(''))
    expect(node.membership.requests()[0]).toMatchObject({ dismissed: true })
    const [who] = [strangers.find((one) => one.host.peerId.toString() === known!.peerId)!]
    await until(() => who.host.getConnections().length === 0)
    expect(await show({ peer: who }, utf8(formatJoinRequest(known!.request)))).toBe('INVITATION_USED')
  })

  it('a flood of strangers is a few connections at a time and a few requests together; the peer lives on', async () => {
    const made = await invitation()
    const flood = await Promise.all(Array.from({ length: MAX_STRANGERS + 6 }, stranger))
    const bytes = flood.map(({ seed }) => request(seed, made, {}, { peer: new Uint8Array(64) }))
    const answers: string[] = []
    for (let round = 0; round * flood.length < JOIN_RATE.capacity * 2; round++) answers.push(...(await Promise.all(flood.map((who, i) => show(who, bytes[i]!)))))
    const judged = answers.filter((answer) => answer === 'JOIN_REQUEST_PROOF').length
    expect(judged).toBeLessThan(answers.length)
    expect(answers).not.toContain('accepted')
    expect(node.membership.requests()).toHaveLength(1)
    expect(node.status().height).toBe(0)
  }, 60_000)
})
