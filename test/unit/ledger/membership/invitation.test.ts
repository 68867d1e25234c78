import { describe, expect, it } from 'vitest'
import { equalBytes, utf8 } from '../../../../shared/kit/bytes.ts'
import { unwrap } from '../../../../shared/kit/result.ts'
import {
  applicationPreimage, checkInviter, checkJoinRequest, checkTicket, deviceKey, encodeCert, encodeDevice, encodeHeader, formatInvitation, formatJoinRequest, issueInvitation, keyId,
  MAX_INVITATION_MS, MAX_INVITATION_TEXT, MAX_JOIN_REQUEST_TEXT, MemoryState, openInvitation, parseInvitation, parseJoinRequest, proveState, publicKeyOf, requestFingerprint, sign, ticketPreimage,
  type Invitation, type InvitationContents, type InvitationTicket, type JoinApplication, type JoinRequest
} from '../../../../shared/ledger/index.ts'
import { TestChain } from '../chain.ts'
import { hash, seed } from '../support.ts'

const NOW = 1_790_000_100_000
const DAY = 24 * 60 * 60 * 1000
const chain = new TestChain()
const staff = seed('staff of BJ')
chain.commit([chain.record('staff.grant', { key: publicKeyOf(staff) })])
const G = chain.genesis.hash
const members = chain.members.genesis.members.map(({ id, peers }) => ({ id, nameZh: '中心', nameEn: 'Center', tier: 'COUNCIL', regionCode: '110000', address: '10.0.0.1:4101', peers }))

/** Contents at the present head, with the state proof of the key. */
function contents(key: Uint8Array): InvitationContents {
  const { block, cert } = chain.last!
  const entry = deviceKey(keyId(key))
  return {
    genesis: chain.genesis.bytes,
    epochs: [],
    checkpoint: { header: encodeHeader(block.header), certificate: encodeCert(cert) },
    device: { value: chain.state.get(entry) ?? utf8('none'), proof: proveState(chain.state, chain.tree, entry) },
    members,
  }
}
const plan = (key: Uint8Array, over: Partial<InvitationTicket> = {}) => ({
  genesisHash: G, role: 'member' as const, invitee: 'GD', token: hash('token').slice(0, 16), issuedAt: NOW, expiresAt: NOW + 7 * DAY, inviter: 'BJ', key, ...over,
})
function invite(over: Partial<InvitationTicket> = {}, secret = staff, inside: Partial<InvitationContents> = {}): Invitation {
  const key = publicKeyOf(secret)
  return issueInvitation(plan(key, over), { ...contents(key), ...inside }, (ticket) => sign(secret, ticketPreimage(ticket)))
}
const codeOf = (invitation: Invitation | string, now = NOW + 1, expected?: Uint8Array): string => {
  const opened = openInvitation(typeof invitation === 'string' ? invitation : formatInvitation(invitation), now, expected)
  return opened.ok ? 'ok' : opened.error.code
}

describe('an invitation', () => {
  it('holds by itself: genesis, checkpoint, and the inviter’s device by a state proof', () => {
    const opened = unwrap(openInvitation(formatInvitation(invite()), NOW + 1, G))
    expect(opened.checkpoint?.header.height).toBe(1)
    expect(opened.ticket).toMatchObject({ inviter: 'BJ', invitee: 'GD', role: 'member' })
    expect(opened.contents.members).toHaveLength(6)
    expect(formatInvitation(unwrap(parseInvitation(formatInvitation(invite()))))).toBe(formatInvitation(invite()))
  })

  it('before the first block is signed by a root key of the genesis, and by no other', () => {
    const root = chain.members.idSeeds[0]!
    const before = { checkpoint: null, device: null }
    expect(codeOf(invite({}, root, before))).toBe('ok')
    expect(codeOf(invite({}, staff, before))).toBe('INVITATION_SIGNER')
    expect(codeOf(invite({ inviter: 'SH' }, root, before))).toBe('INVITATION_SIGNER')
  })

  it('is refused by its time, its network and its signer', () => {
    expect(codeOf(invite(), NOW + 7 * DAY)).toBe('INVITATION_EXPIRED')
    expect(codeOf(invite(), NOW - DAY)).toBe('INVITATION_NOT_YET')
    expect(codeOf(invite({ expiresAt: NOW + MAX_INVITATION_MS + 1 }))).toBe('INVITATION_TAMPERED')
    expect(codeOf(invite({ expiresAt: NOW }))).toBe('INVITATION_TAMPERED')
    expect(codeOf(invite(), NOW + 1, hash('another network'))).toBe('INVITATION_OTHER_NETWORK')
    expect(codeOf(invite({}, seed('a stranger')))).toBe('INVITATION_SIGNER')
    expect(codeOf(invite({ inviter: 'SH' }))).toBe('INVITATION_SIGNER')
    expect(codeOf(invite({ role: 'desktop', invitee: 'GD' }))).toBe('INVITATION_TAMPERED')
    expect(codeOf(invite({ role: 'desktop', invitee: 'BJ' }))).toBe('ok')
  })

  it('is refused with a checkpoint that nobody certified, or an epoch chain that leads elsewhere', () => {
    const { block, cert } = chain.last!
    const certificate = encodeCert(cert)
    const other = encodeHeader({ ...block.header, time: block.header.time + 1 })
    expect(codeOf(invite({}, staff, { checkpoint: { header: other, certificate } }))).toBe('INVITATION_TAMPERED')
    expect(codeOf(invite({}, staff, { checkpoint: { header: encodeHeader(block.header), certificate: encodeCert({ ...cert, signers: cert.signers.slice(1), sigs: cert.sigs.slice(1) }) } }))).toBe('INVITATION_TAMPERED')
    const hop = { header: encodeHeader(block.header), certificate, members: chain.members.voters.members }
    expect(codeOf(invite({}, staff, { epochs: [hop] }))).toBe('INVITATION_TAMPERED')
    expect(codeOf(invite({}, staff, { device: null }))).toBe('INVITATION_SIGNER')
    expect(codeOf(invite({}, staff, { genesis: utf8('another') }))).toBe('INVITATION_TAMPERED')
  })

  it('fails at every single changed bit', () => {
    const bytes = utf8(formatInvitation(invite()))
    const passed: number[] = []
    for (let at = 0; at < bytes.length; at++) if (openInvitation(bytes.with(at, bytes[at]! ^ (1 << (at % 8))), NOW + 1).ok) passed.push(at)
    expect(passed).toEqual([])
  })

  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['another document', '{"format":"zhengxinlian/record-proof","version":1}'],
    ['a newer version', '{"format":"zhengxinlian/invitation","version":2}'],
    ['too much', ' '.repeat(MAX_INVITATION_TEXT + 1)],
    ['deep nesting', '['.repeat(100_000)],
  ])('is not read from %s', (_name, text) => {
    expect(codeOf(text)).toBe('INVITATION_UNREADABLE')
  })
  it('has one spelling', () => {
    const text = formatInvitation(invite())
    expect(codeOf(`${text} `)).toBe('INVITATION_TAMPERED')
    expect(codeOf(JSON.stringify(JSON.parse(text)))).toBe('INVITATION_TAMPERED')
  })

  it('is checked by members against their state', () => {
    const { ticket } = invite()
    expect(checkInviter(ticket, chain.state).ok).toBe(true)
    expect(checkTicket(invite(), NOW + 1).ok).toBe(true)
    const key = deviceKey(keyId(ticket.key))
    const revoked = new MemoryState([[key, encodeDevice({ a: 'BJ', k: ticket.key, on: false, n: 0, p: null })]])
    expect(checkInviter(ticket, revoked)).toMatchObject({ error: { code: 'INVITATION_SIGNER' } })
    expect(checkInviter({ ...ticket, inviter: 'SH' }, chain.state)).toMatchObject({ error: { code: 'INVITATION_SIGNER' } })
  })
})

const seeds = { id: seed('GD id'), vote: seed('GD vote'), peer: seed('GD peer') }
function application(over: Partial<JoinApplication> = {}): JoinApplication {
  return { member: 'GD', nameZh: '广东股权交易中心', nameEn: 'Guangdong', regionCode: '440000', address: '', at: NOW, idKey: publicKeyOf(seeds.id), voteKey: publicKeyOf(seeds.vote), peerKey: publicKeyOf(seeds.peer), ...over }
}
function request(over: Partial<JoinApplication> = {}, invitation = invite(), possession: Partial<JoinRequest['possession']> = {}): JoinRequest {
  const { ticket, signature } = invitation
  const wanted = application(over)
  const message = applicationPreimage(ticket, wanted)
  const signed = { id: wanted.idKey && sign(seeds.id, message), vote: wanted.voteKey && sign(seeds.vote, message), peer: sign(seeds.peer, message) }
  return { ticket, signature, application: wanted, possession: { ...signed, ...possession } }
}
const requestCode = (made: JoinRequest, now = NOW + 1): string => {
  const checked = checkJoinRequest(unwrap(parseJoinRequest(formatJoinRequest(made))), now)
  return checked.ok ? 'ok' : checked.error.code
}

describe('a request to join', () => {
  it('shows the invitation and possession of every key', () => {
    expect(requestCode(request())).toBe('ok')
    expect(requestFingerprint(request())).toMatch(/^([0-9a-f]{4} ){3}[0-9a-f]{4}$/)
    expect(requestFingerprint(request())).not.toBe(requestFingerprint(request({ address: '10.0.0.9:4100' })))
  })

  it('of one more computer names its transport key alone', () => {
    const desktop = invite({ role: 'desktop', invitee: 'BJ' })
    expect(requestCode(request({ member: 'BJ', idKey: null, voteKey: null }, desktop))).toBe('ok')
    expect(requestCode(request({ member: 'BJ' }, desktop))).toBe('JOIN_REQUEST_INVITATION')
    expect(requestCode(request({ idKey: null, voteKey: null }))).toBe('JOIN_REQUEST_INVITATION')
  })

  it('is refused without proof of possession, for another member, and after the invitation’s time', () => {
    const message = applicationPreimage(invite().ticket, application())
    expect(requestCode(request({}, invite(), { id: sign(seeds.vote, message) }))).toBe('JOIN_REQUEST_PROOF')
    expect(requestCode(request({}, invite(), { vote: null }))).toBe('JOIN_REQUEST_PROOF')
    expect(requestCode(request({}, invite(), { peer: sign(seeds.id, message) }))).toBe('JOIN_REQUEST_PROOF')
    expect(requestCode(request({ voteKey: publicKeyOf(seeds.id) }))).toBe('JOIN_REQUEST_INVITATION')
    expect(requestCode(request({ member: 'HI' }))).toBe('JOIN_REQUEST_INVITATION')
    expect(requestCode(request({ member: 'HI' }, invite({ invitee: null })))).toBe('ok')
    expect(requestCode(request(), NOW + 7 * DAY)).toBe('INVITATION_EXPIRED')
    expect(requestCode({ ...request(), signature: sign(seeds.id, ticketPreimage(invite().ticket)) })).toBe('INVITATION_TAMPERED')
  })

  it('fails at every single changed bit', () => {
    const text = formatJoinRequest(request())
    const bytes = utf8(text)
    const passed: number[] = []
    for (let at = 0; at < bytes.length; at++) {
      const parsed = parseJoinRequest(bytes.with(at, bytes[at]! ^ (1 << (at % 8))))
      if (parsed.ok && checkJoinRequest(parsed.value, NOW + 1).ok) passed.push(at)
    }
    expect(passed).toEqual([])
    expect(equalBytes(bytes, utf8(formatJoinRequest(unwrap(parseJoinRequest(text)))))).toBe(true)
  })

  it.each([['nothing', ''], ['an invitation', formatInvitation(invite())], ['too much', ' '.repeat(MAX_JOIN_REQUEST_TEXT + 1)]])('is not read from %s', (_name, text) => {
    expect(parseJoinRequest(text)).toMatchObject({ error: { code: 'JOIN_REQUEST_UNREADABLE' } })
  })
})
