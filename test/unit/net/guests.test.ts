import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { Directory } from '../../../electron/peer/net/directory.ts'
import { GuestBook } from '../../../electron/peer/node/guests.ts'
import { toHex } from '../../../shared/kit/bytes.ts'
import { applicationPreimage, formatJoinRequest, keyId, publicKeyOf, sign, ticketPreimage, type InvitationTicket, type JoinApplication } from '../../../shared/ledger/index.ts'
import { encodeMember, memberKey } from '../../../shared/ledger/state/membership.ts'
import { MemoryState } from '../../../shared/ledger/state/memory.ts'
import { deviceKey, encodeDevice } from '../../../shared/ledger/state/system.ts'

const NOW = Date.UTC(2026, 10, 22)
const DAY = 24 * 60 * 60 * 1000
const G = new Uint8Array(32).fill(1)
const seed = (n: number): Uint8Array => new Uint8Array(32).fill(7).with(0, n)
const inviterSeed = (id: string): Uint8Array => seed(id === 'BJ' ? 1 : 2)
const folder = mkdtempSync(path.join(tmpdir(), 'zxl-guests-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function request(inviter: string, n: number): string {
  const [id, vote, peer] = [seed(100 + n), seed(140 + n), seed(180 + n)]
  const ticket: InvitationTicket = {
    genesisHash: G, role: 'member', invitee: null, token: new Uint8Array(16).fill(n), issuedAt: NOW, expiresAt: NOW + DAY, inviter, key: publicKeyOf(inviterSeed(inviter)), contents: G,
  }
  const application: JoinApplication = {
    member: 'ZJ', nameZh: '浙江', nameEn: 'Zhejiang', regionCode: '330000', address: '', at: NOW, idKey: publicKeyOf(id), voteKey: publicKeyOf(vote), peerKey: publicKeyOf(peer),
  }
  const message = applicationPreimage(ticket, application)
  return formatJoinRequest({ ticket, signature: sign(inviterSeed(inviter), ticketPreimage(ticket)), application, possession: { id: sign(id, message), vote: sign(vote, message), peer: sign(peer, message) } })
}

it('guests go with the key that invited them, and one inviter cannot fill the door', () => {
  const state = new MemoryState(['BJ', 'TJ'].flatMap((id) => {
    const key = publicKeyOf(inviterSeed(id))
    return [
      [deviceKey(keyId(key)), encodeDevice({ a: id, k: key, on: true, n: 0, p: null })],
      [memberKey(id), encodeMember({ idKey: key, voteKey: null, peers: [`peer${id}`], standing: 'observer' })],
    ] as const
  }))
  const directory = new Directory({ now: () => NOW }, [])
  const options = { path: path.join(folder, 'guests.json'), genesisHash: G, state, directory, clock: { now: () => NOW }, log: () => undefined, changed: () => undefined }
  const book = new GuestBook(options)
  for (let n = 0; n < 8; n++) book.add(request('BJ', n))
  expect(() => book.add(request('BJ', 8))).toThrow(expect.objectContaining({ code: 'NET_GUESTS_FULL' }))
  const other = book.add(request('TJ', 9))
  expect(directory.guests).toHaveLength(9)

  const key = publicKeyOf(inviterSeed('BJ'))
  state.apply([[deviceKey(keyId(key)), encodeDevice({ a: 'BJ', k: key, on: false, n: 0, p: null })]])
  directory.recheckGuests()
  expect(directory.guests.map(({ id }) => id)).toEqual([other.peerId])
  // After a restart as well.
  const again = new Directory({ now: () => NOW }, [])
  expect(new GuestBook({ ...options, directory: again }).list().map(({ request: { ticket } }) => toHex(ticket.token))).toContain(toHex(other.request.ticket.token))
  expect(again.guests.map(({ id }) => id)).toEqual([other.peerId])
})
