import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { IDLE_MS } from '../../../electron/peer/api/sessions.ts'
import { createTopics } from '../../../electron/peer/api/topics.ts'
import { PASSPHRASE, TestNetwork } from './harness.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await TestNetwork.start()
})
afterAll(() => network.close())

const refused = (code: string) => ({ code: 'PROBLEM', data: { code } })

describe('sessions', () => {
  it('name the accounts, and what the ledger knows of them', async () => {
    const accounts = await network.desk('BJ').page().session.accounts()
    expect(accounts).toHaveLength(11)
    expect(accounts.every((account) => account.onLedger)).toBe(true)
  })
  it('open with the passphrase only', async () => {
    const page = network.desk('BJ').page()
    await expect(page.session.signIn({ staffId: 'BJ-CL-01', passphrase: 'wrong' })).rejects.toMatchObject(refused('SIGNER_WRONG_PASSPHRASE'))
    await expect(page.session.signIn({ staffId: 'BJ-XX-01', passphrase: PASSPHRASE })).rejects.toMatchObject(refused('SIGNER_UNKNOWN_STAFF'))
    await expect(page.drafts.list({})).rejects.toMatchObject(refused('SESSION_NEEDED'))
    const session = await page.session.signIn({ staffId: 'BJ-CL-01', passphrase: PASSPHRASE })
    expect(session).toMatchObject({ staffId: 'BJ-CL-01', roles: ['CL'], memberId: 'BJ', idleUntil: network.now + IDLE_MS })
    expect((await page.drafts.list({})).total).toBe(0)
  })
  it('belong to their channel, and come back after a reload', async () => {
    const desk = network.desk('BJ')
    const page = desk.page()
    const { token } = await page.session.signIn({ staffId: 'BJ-CL-01', passphrase: PASSPHRASE })
    const reloaded = desk.page()
    await expect(reloaded.drafts.list({})).rejects.toMatchObject(refused('SESSION_NEEDED'))
    expect(await reloaded.session.resume({ token })).toMatchObject({ staffId: 'BJ-CL-01', token })
    await reloaded.session.signOut()
    await expect(page.drafts.list({})).rejects.toMatchObject(refused('SESSION_NEEDED'))
    await expect(desk.page().session.resume({ token })).rejects.toMatchObject(refused('SESSION_ENDED'))
  })
  it('end when idle; a screen that refreshes by itself does not keep them alive', async () => {
    const page = await network.desk('BJ').as('CL')
    network.now += IDLE_MS - 1
    await page.drafts.template({ kind: 'institution.register' })
    network.now += IDLE_MS - 1
    expect((await page.overview.get()).todo).not.toBeNull()
    network.now += 1
    expect((await page.overview.get()).todo).toBeNull()
    await expect(page.drafts.template({ kind: 'institution.register' })).rejects.toMatchObject(refused('SESSION_NEEDED'))
  })
})

it('last while somebody looks at new things, not while a page repeats itself', async () => {
  const page = await network.desk('BJ').as('CL')
  const look = (q: string) => page.institutions.search({ q })
  const signedIn = async () => (await page.overview.get()).todo !== null
  await look('甲')
  for (const q of ['乙', '丙']) {
    network.now += IDLE_MS - 1
    await look(q)
  }
  expect(await signedIn()).toBe(true)
  network.now += IDLE_MS - 1
  await look('丙')
  network.now += 1
  expect(await signedIn()).toBe(false)
})

describe('refusals', () => {
  it('name the field of input that does not fit the contract', async () => {
    const page = await network.desk('BJ').as('CL')
    await expect(page.drafts.act({ id: 'x', rev: -1, action: 'review' })).rejects.toMatchObject({ code: 'PROBLEM', data: { code: 'INPUT_INVALID', path: 'rev' } })
    await expect(page.network.record({ recordId: 'zz' })).rejects.toMatchObject(refused('INPUT_INVALID'))
    await expect(page.network.record({ recordId: 'ab'.repeat(32) })).rejects.toMatchObject(refused('RECORD_UNKNOWN'))
    await expect(page.network.block({ height: 999 })).rejects.toMatchObject(refused('BLOCK_UNKNOWN'))
    await expect(page.institutions.get({ uscc: 'X' })).rejects.toMatchObject(refused('INSTITUTION_UNKNOWN'))
    await expect(page.drafts.get({ id: 'x' })).rejects.toMatchObject(refused('DRAFT_UNKNOWN'))
    expect(await page.network.verifyProof({ text: '{}' })).toMatchObject({ verdict: 'unreadable' })
  })
  it('say no more of a fault of ours than its number, which the log has too', async () => {
    const desk = network.desk('BJ')
    const page = desk.page()
    const chain = desk.chain as { activity: unknown }
    const { activity } = chain
    chain.activity = () => {
      throw new TypeError('secret detail')
    }
    try {
      const error = await page.overview.get().then(() => null, (cause: unknown) => cause as { data: { code: string; params: { id: string } } })
      expect(error!.data.code).toBe('INTERNAL')
      expect(JSON.stringify(error!.data)).not.toContain('secret')
      expect(desk.logged.some((line) => line.includes('secret detail') && line.includes(error!.data.params.id))).toBe(true)
    } finally {
      chain.activity = activity
    }
  })
})

describe('events', () => {
  it('are gathered, and end with the channel', async () => {
    const topics = createTopics(5)
    const controller = new AbortController()
    const stream = topics.watch(controller.signal)
    expect((await stream.next()).value).toEqual({ topics: [] })
    topics.publish('chain')
    topics.publish('chain', 'outbox')
    expect((await stream.next()).value).toEqual({ topics: ['chain', 'outbox'] })
    const next = stream.next()
    topics.publish('drafts')
    expect((await next).value).toEqual({ topics: ['drafts'] })
    const last = stream.next()
    controller.abort()
    expect((await last).done).toBe(true)
  })
  it('tell a page of a final block', async () => {
    const desk = network.desk('BJ')
    const stream = await desk.page().events.watch()
    await stream.next()
    desk.changed('chain')
    expect((await stream.next()).value).toEqual({ topics: ['chain'] })
    await stream.return()
  })
})

it('makes room for a new session by ending the one unused for longest', async () => {
  const desk = network.desk('BJ')
  const first = await desk.as('CL')
  network.now += 1
  for (let i = 0; i < 32; i++) await desk.as('CL')
  await expect(first.drafts.list({})).rejects.toMatchObject(refused('SESSION_NEEDED'))
})
