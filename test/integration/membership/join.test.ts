import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ORPCError } from '@orpc/client'
import { createCluster, type Cluster } from '../../../electron/peer/demo/cluster.ts'
import { createTeam, type Team } from '../../../electron/peer/demo/desk.ts'
import { freePorts } from '../../../electron/peer/demo/prepare.ts'
import { staffKnown, until } from '../../../electron/peer/demo/wait.ts'
import { checkRecovery, acceptInto, previewInvitation } from '../../../electron/peer/host/joining.ts'
import { nodeSpawner } from '../../../electron/peer/host/spawn-node.ts'
import { centerOf } from '../../../shared/credit/index.ts'
import type { MyStanding } from '../../../shared/contract/membership.ts'
import { foundFolders, PASSPHRASE } from '../../fixtures/net/processes.ts'

/** Six founded centers and a seventh that comes by invitation, each a process of its own with real files and sockets. */
const NEW = 'ZJ'
const ENTRY = path.resolve(import.meta.dirname, '../../../electron/peer/host/entry-node.ts')
const CHEAP = { N: 1024, r: 8, p: 1 }
const WAIT = 60_000

let net: Awaited<ReturnType<typeof foundFolders>>
let cluster: Cluster
const teams = new Map<string, Team>()
const out = mkdtempSync(path.join(tmpdir(), 'zxl-join-'))

const teamOf = (id: string): Team => {
  const known = teams.get(id) ?? createTeam(id, cluster.addressOf(id)!, PASSPHRASE)
  teams.set(id, known)
  return known
}
const standingOf = async (id: string): Promise<MyStanding> => (await teamOf(id).anyone()).membership.myStanding()
const codeOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'no refusal', (error: unknown) => (error instanceof ORPCError ? error.message : String(error)))
const inDays = (days: number): string => new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10)

/** Makes the folder of this name from an invitation. */
async function accept(name: string, text: string, code: string) {
  const [port] = await freePorts(1)
  const { nameZh, nameEn, regionCode } = centerOf(code)!
  return acceptInto(
    () => path.join(net.root, name),
    { text, member: { code, nameZh, nameEn, regionCode }, address: `127.0.0.1:${port}`, staffPassphrase: PASSPHRASE, recoveryPassphrase: 'another passphrase' },
    { osWrap: null, now: Date.now(), cost: CHEAP },
  )
}

beforeAll(async () => {
  net = await foundFolders(6)
  cluster = createCluster(net.root, [...net.ids, NEW, 'rekeyed', 'desktop'], nodeSpawner(ENTRY))
  await Promise.all(net.ids.map((id) => cluster.start(id)))
  await Promise.all(net.ids.map((id) => staffKnown(teamOf(id), WAIT)))
}, 120_000)
afterAll(async () => {
  for (const team of teams.values()) team.close()
  await cluster.stopAll()
  net.remove()
  rmSync(out, { recursive: true, force: true })
})

describe('a seventh center', () => {
  let invitation = ''
  const first = (): string => net.ids[0]!

  it('is invited by a person who may, and by nobody else', async () => {
    const { client } = await teamOf(first()).desk('AP')
    const made = await client.membership.createInvitation({ role: 'member', invitee: NEW, days: 7 })
    invitation = made.text
    const preview = previewInvitation(invitation, Date.now())
    expect(preview).toMatchObject({ role: 'member', invitee: { code: NEW }, inviter: { code: first() }, fingerprint: made.fingerprint })
    expect(preview.checkpoint?.height).toBeGreaterThan(0)
    const clerk = await teamOf(first()).desk('CL')
    expect(await codeOf(clerk.client.membership.createInvitation({ role: 'member', invitee: NEW, days: 7 }))).toBe('INVITE_ROLE')
    expect(await codeOf((await teamOf(first()).anyone()).membership.createInvitation({ role: 'member', invitee: NEW, days: 7 }))).toBe('SESSION_NEEDED')
  })

  it('makes its keys and folder at home, with a recovery file that opens again', async () => {
    const folder = path.join(net.root, NEW)
    const made = await accept(NEW, invitation, NEW)
    await checkRecovery(folder, made.recovery.text, 'another passphrase')
    await expect(checkRecovery(folder, made.recovery.text, 'a wrong passphrase')).rejects.toMatchObject({ code: 'PACKAGE_PASSPHRASE' })
    writeFileSync(path.join(out, 'request.json'), made.request.text)
  })

  it('follows the network as a guest at once, and its request is at the door of all members', async () => {
    await cluster.start(NEW)
    await until('the newcomer follows', WAIT, async () => {
      const { joining } = await standingOf(NEW)
      return joining?.checkpoint === 'confirmed' && joining.inviterKey === true && joining.acceptedBy.length === net.ids.length ? true : null
    })
    const standing = await standingOf(NEW)
    expect(standing.standing).toBeNull()
    expect(standing.votes).toBe(false)
    expect(standing.joining?.steps.map(({ step, state }) => `${step} ${state}`)).toEqual(['follow done', 'request done', 'proposal now', 'admission waiting', 'ready waiting', 'vote waiting'])
    for (const id of net.ids) {
      const [row] = await (await teamOf(id).anyone()).membership.joinRequests()
      expect(row).toMatchObject({ member: NEW, wants: 'admit', inviter: first(), isMine: id === first(), fingerprint: standing.joining?.fingerprint, done: false })
    }
  })

  it('is put forward and voted on by approvers, each within their authority', async () => {
    const { client } = await teamOf(first()).desk('AP')
    const [row] = await client.membership.joinRequests()
    const plan = { token: row!.token, reason: '同意接纳为成员中心', deadline: inDays(7) }
    const clerk = await teamOf(first()).desk('CL')
    expect(await codeOf(clerk.client.membership.proposeRequest(plan))).toBe('ROLE_NEEDED')
    const { recordId } = await client.membership.proposeRequest(plan)
    await Promise.all(net.ids.map((id) => until(`the proposal at ${id}`, WAIT, async () => ((await (await teamOf(id).anyone()).membership.proposals()).some(({ id: known }) => known === recordId) ? true : null))))
    const [proposal] = await client.membership.proposals()
    expect(proposal).toMatchObject({ matter: 'ADMIT', member: NEW, status: 'OPEN', threshold: 'ORDINARY', base: 6, needed: 4, inFavour: 0, pending: [...net.ids].sort() })
    const other = await teamOf(net.ids[1]!).desk('CL')
    expect(await codeOf(other.client.membership.vote({ proposal: recordId, choice: 'FOR' }))).toBe('ROLE_NEEDED')
    for (const id of net.ids.slice(0, 4)) {
      const approver = await teamOf(id).desk('AP')
      await approver.client.membership.vote({ proposal: recordId, choice: 'FOR' })
    }
    expect(await codeOf(client.membership.vote({ proposal: recordId, choice: 'AGAINST' }))).toMatch(/^(MEMBERSHIP_PENDING|GOVERNANCE_ALREADY_VOTED|GOVERNANCE_CLOSED)$/)
    await until('admission', WAIT, async () => ((await client.membership.proposals())[0]?.status === 'PASSED' ? true : null))
    expect((await client.membership.joinRequests())[0]).toMatchObject({ done: true, wants: 'rekey' })
  })

  it('learns that it is admitted, its people’s keys become final, and it declares itself ready', async () => {
    await until('the newcomer knows', WAIT, async () => ((await standingOf(NEW)).standing === 'observer' ? true : null))
    await staffKnown(teamOf(NEW), WAIT)
    const clerk = await teamOf(NEW).desk('CL')
    expect(await codeOf(clerk.client.membership.ready({}))).toBe('ROLE_NEEDED')
    const { client } = await teamOf(NEW).desk('AP')
    await client.membership.ready({})
    await until('the vote', WAIT, async () => ((await standingOf(NEW)).votes ? true : null))
    const standing = await standingOf(NEW)
    expect(standing).toMatchObject({ standing: 'voter', n: 7, q: 5, epoch: 1, isSeat: true })
    expect(standing.joining?.steps.every(({ state }) => state === 'done')).toBe(true)
  })

  it('votes: its signature stands in certificates of blocks with seven voters', async () => {
    // Two of the six are down: five of seven are needed, and the newcomer is one of them.
    for (const id of net.ids.slice(4)) {
      teams.get(id)?.close()
      teams.delete(id)
      await cluster.kill(id)
    }
    const { client } = await teamOf(first()).desk('AP')
    const made = await client.membership.propose({ matter: 'RENAME', details: { member: first(), nameZh: '更名后的股权交易中心', nameEn: 'Renamed Center' }, reason: '名称变更', deadline: inDays(5) })
    await until('finality with seven', WAIT, async () => ((await client.network.record({ recordId: made.recordId })).state.word === 'final' ? true : null))
    const { height } = await client.network.record({ recordId: made.recordId })
    const block = await client.network.block({ height: height! })
    expect(block.epoch).toBe(1)
    expect(block.certificate).toMatchObject({ n: 7, q: 5 })
    expect(block.certificate?.signers).toContain(NEW)
    expect(block.certificate?.signers).toHaveLength(5)
  })

  it('a member that lost its keys comes back with new ones, by the vote of two thirds', async () => {
    const lost = net.ids[5]!
    const { client } = await teamOf(first()).desk('AP')
    const made = await client.membership.createInvitation({ role: 'member', invitee: lost, days: 1 })
    await accept('rekeyed', made.text, lost)
    await cluster.start('rekeyed')
    const request = await until('the request', WAIT, async () => (await client.membership.joinRequests()).find(({ wants, member }) => wants === 'rekey' && member === lost) ?? null)
    const { recordId } = await client.membership.proposeRequest({ token: request.token, reason: '密钥遗失，重新绑定', deadline: inDays(3) })
    const voters = [...net.ids.slice(0, 4), NEW]
    for (const id of voters) {
      const approver = await teamOf(id).desk('AP')
      await until(`the proposal at ${id}`, WAIT, async () => ((await approver.client.membership.proposals()).some(({ id: known }) => known === recordId) ? true : null))
      await approver.client.membership.vote({ proposal: recordId, choice: 'FOR' })
    }
    await until('new keys', WAIT, async () => ((await client.membership.proposals()).find(({ id }) => id === recordId)?.status === 'PASSED' ? true : null))
    expect(await standingOf(first())).toMatchObject({ n: 6 })
    await until('the new root key knows its people', WAIT, async () => ((await (await teamOf('rekeyed').anyone()).session.accounts()).every(({ onLedger }) => onLedger) ? true : null))
    await (await teamOf('rekeyed').desk('AP')).client.membership.ready({})
    await until('its vote', WAIT, async () => ((await standingOf('rekeyed')).votes ? true : null))
    expect(await standingOf('rekeyed')).toMatchObject({ member: lost, standing: 'voter', n: 7 })
  })

  it('binds one more computer without a vote, and only by those who may', async () => {
    const administrator = await teamOf(first()).desk('AD')
    const made = await administrator.client.membership.createInvitation({ role: 'desktop', invitee: null, days: 1 })
    expect(await codeOf(administrator.client.membership.createInvitation({ role: 'desktop', invitee: NEW, days: 1 }))).toBe('INVITE_DESKTOP')
    await accept('desktop', made.text, first())
    await cluster.start('desktop')
    const request = await until('the request', WAIT, async () => (await administrator.client.membership.joinRequests()).find(({ wants }) => wants === 'desktop') ?? null)
    const { client } = await teamOf(first()).desk('AP')
    expect(await codeOf(client.membership.proposeRequest({ token: request.token, reason: '同意绑定', deadline: inDays(2) }))).toBe('JOIN_REQUEST_DESKTOP')
    expect(await codeOf((await teamOf(first()).desk('CL')).client.membership.peers({ bind: [request.peerId], unbind: [] }))).toBe('ROLE_NEEDED')
    await administrator.client.membership.peers({ bind: [request.peerId], unbind: [] })
    await until('the desktop', WAIT, async () => ((await standingOf('desktop')).peers.includes(request.peerId) ? true : null))
    expect(await standingOf('desktop')).toMatchObject({ member: first(), standing: 'voter', isSeat: false, votes: false })
  })

  it('says loudly where its chain does not go through the block that the inviter vouched for', async () => {
    teams.get('desktop')?.close()
    teams.delete('desktop')
    await cluster.stop('desktop')
    const file = path.join(net.root, 'desktop', 'join.json')
    const join = JSON.parse(readFileSync(file, 'utf8')) as { checkpoint: { height: number; blockId: string } }
    writeFileSync(file, JSON.stringify({ ...join, checkpoint: { ...join.checkpoint, blockId: 'ab'.repeat(32) } }))
    await cluster.start('desktop')
    expect((await standingOf('desktop')).joining?.checkpoint).toBe('differs')
    const { health } = await (await teamOf('desktop').anyone()).overview.get()
    expect(health.map(({ code }) => code)).toContain('JOIN_CHECKPOINT_DIFFERS')
  })
})
