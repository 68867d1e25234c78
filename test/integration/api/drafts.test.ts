import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toHex } from '../../../shared/kit/bytes.ts'
import { openEnvelope } from '../../../shared/ledger/index.ts'
import { type Client, TestNetwork } from './harness.ts'
import { madeUpUscc } from './tables.ts'

let network: TestNetwork
let [clerk, second, reviewer, approver] = [] as unknown as [Client, Client, Client, Client]
const signIn = async (): Promise<void> => {
  const desk = network.desk('BJ')
  ;[clerk, second, reviewer, approver] = await Promise.all([desk.as('CL-01'), desk.as('CL-02'), desk.as('RV'), desk.as('AP')])
}
beforeAll(async () => {
  network = await TestNetwork.start()
  await signIn()
})
afterAll(() => network.close())

const refused = (code: string) => ({ code: 'PROBLEM', data: { code } })
const institution = (number: number, more: object = {}): Record<string, unknown> => ({
  uscc: madeUpUscc('31110000', number),
  nameZh: `北京模拟第${number}律师事务所`,
  type: 'LAW',
  roles: ['LAW'],
  regionCode: '110000',
  homeCenter: 'BJ',
  establishedOn: '2010-05-06',
  bizStatus: 'ACTIVE',
  ...more,
})
const register = (number: number, more: object = {}) => clerk.drafts.save({ kind: 'institution.register', rev: 0, content: institution(number, more) })
type Action = 'submit' | 'withdraw' | 'review' | 'return' | 'approve' | 'discard' | 'restore'
const act = async (page: Client, id: string, action: Action, comment = '') => page.drafts.act({ id, rev: (await page.drafts.get({ id })).rev, action, comment })
async function publish(number: number): Promise<string> {
  const { id } = await register(number)
  await act(clerk, id, 'submit')
  await act(reviewer, id, 'review')
  await act(approver, id, 'approve')
  return id
}

describe('a draft', () => {
  it('is stored as typed, valid or not, with what is wrong', async () => {
    const draft = await clerk.drafts.save({ kind: 'institution.register', rev: 0, content: { uscc: '９１１１', nameZh: '  ' } })
    expect(draft).toMatchObject({ state: 'draft', rev: 1, content: { uscc: '９１１１' } })
    expect(draft.findings.map((finding) => finding.code)).toEqual(expect.arrayContaining(['USCC_LENGTH', 'FIELD_REQUIRED']))
    expect(draft.permissions.find((row) => row.action === 'submit')).toMatchObject({ allowed: false, why: { code: 'DRAFT_HAS_ERRORS' } })
    await expect(act(clerk, draft.id, 'submit')).rejects.toMatchObject(refused('DRAFT_HAS_ERRORS'))
    const saved = await clerk.drafts.save({ id: draft.id, kind: 'institution.register', rev: 1, content: institution(1) })
    expect(saved).toMatchObject({ rev: 2, problems: 0 })
    await expect(clerk.drafts.save({ id: draft.id, kind: 'institution.register', rev: 1, content: {} })).rejects.toMatchObject(refused('DRAFT_CHANGED_ELSEWHERE'))
    await expect(second.drafts.save({ id: draft.id, kind: 'institution.register', rev: 2, content: {} })).rejects.toMatchObject(refused('DRAFT_NOT_CREATOR'))
    await expect(clerk.drafts.save({ id: draft.id, kind: 'conduct.record', rev: 2, content: {} })).rejects.toMatchObject(refused('DRAFT_KIND_FIXED'))
  })
  it('takes no content that no form makes', async () => {
    const save = (content: Record<string, unknown>) => clerk.drafts.save({ kind: 'institution.register', rev: 0, content })
    await expect(save({ nameZh: 'x'.repeat(70_000) })).rejects.toMatchObject(refused('DRAFT_TOO_LARGE'))
    let deep: unknown = 1
    for (let i = 0; i < 20; i++) deep = [deep]
    await expect(save({ deep })).rejects.toMatchObject(refused('DRAFT_CONTENT_INVALID'))
    await expect(clerk.drafts.save({ kind: 'rating.publish', rev: 0, content: {} })).rejects.toMatchObject(refused('RATING_NOT_TYPED'))
  })
  it('goes back with a reason, is changed, and starts its signatures anew', async () => {
    const { id } = await register(2)
    await act(clerk, id, 'submit')
    await expect(clerk.drafts.save({ id, kind: 'institution.register', rev: 2, content: {} })).rejects.toMatchObject(refused('DRAFT_STATE'))
    await expect(act(reviewer, id, 'return')).rejects.toMatchObject(refused('COMMENT_NEEDED'))
    const returned = await act(reviewer, id, 'return', '请核对注册地')
    expect(returned).toMatchObject({ state: 'returned', steps: [] })
    expect((await clerk.drafts.list({ box: 'returned' })).items.map((row) => row.id)).toContain(id)
    await clerk.drafts.save({ id, kind: 'institution.register', rev: returned.rev, content: institution(2, { regionCode: '110100' }) })
    await act(clerk, id, 'submit')
    const withdrawn = await act(clerk, id, 'withdraw')
    expect(withdrawn).toMatchObject({ state: 'draft', steps: [] })
    expect((await act(clerk, id, 'discard')).state).toBe('discarded')
    expect((await act(clerk, id, 'restore')).state).toBe('draft')
    expect((await clerk.drafts.get({ id })).history.map((event) => event.action)).toEqual(['save', 'submit', 'return', 'save', 'submit', 'withdraw', 'discard', 'restore'])
  })
  it('becomes one record, with its proof in words, and is refused twice', async () => {
    const id = await publish(3)
    await expect(act(approver, id, 'approve')).rejects.toMatchObject({ code: 'PROBLEM' })
    const draft = await approver.drafts.get({ id })
    expect(draft).toMatchObject({ state: 'published', record: { word: 'saved' } })
    expect(network.finalize()).toBe(1)
    expect((await approver.drafts.get({ id })).record).toMatchObject({ word: 'final', void: null })
    expect((await register(3)).findings.map((finding) => finding.code)).toContain('INSTITUTION_EXISTS')
    const { problems, items } = await clerk.institutions.similar({ uscc: madeUpUscc('31110000', 3) })
    expect([items.map((item) => item.uscc), problems.map((found) => found.code)]).toEqual([[madeUpUscc('31110000', 3)], ['INSTITUTION_IN_DRAFT']])
  })
})

describe('people', () => {
  it('without the role start no draft', async () => {
    await expect(reviewer.drafts.save({ kind: 'institution.register', rev: 0, content: {} })).rejects.toMatchObject(refused('ROLE_NEEDED'))
  })
  it('whose grant is not final yet draft and do not sign', async () => {
    const young = await TestNetwork.start(['BJ', 'JS', 'SH', 'SZSE'], ['BJ'], false)
    try {
      const page = await young.desk('BJ').as('CL')
      expect((await page.session.accounts()).map((account) => account.onLedger)).not.toContain(true)
      const { id } = await page.drafts.save({ kind: 'institution.register', rev: 0, content: institution(30) })
      const saved = await page.drafts.save({ id, kind: 'institution.register', rev: 1, content: institution(31) })
      await expect(page.drafts.act({ id, rev: saved.rev, action: 'submit' })).rejects.toMatchObject(refused('STAFF_NOT_ON_LEDGER'))
      expect(young.finalize()).toBe(11)
      expect((await page.drafts.act({ id, rev: saved.rev, action: 'submit' })).state).toBe('submitted')
    } finally {
      young.close()
    }
  })
})

describe('twins', () => {
  it('are pointed out while they are written, and not signed once one is on its way', async () => {
    const one = await register(20)
    const two = await second.drafts.save({ kind: 'institution.register', rev: 0, content: institution(20) })
    expect(two.findings).toMatchObject([{ code: 'DRAFT_TWIN', severity: 'warning' }])
    await act(second, two.id, 'submit')
    await act(reviewer, two.id, 'review')
    await act(clerk, one.id, 'submit')
    await act(reviewer, one.id, 'review')
    await act(approver, one.id, 'approve')
    await expect(act(approver, two.id, 'approve')).rejects.toMatchObject(refused('DRAFT_HAS_ERRORS'))
    expect((await approver.drafts.get({ id: two.id })).findings).toMatchObject([{ code: 'DRAFT_TWIN_SIGNED', severity: 'error' }])
    network.finalize()
    expect((await approver.drafts.get({ id: two.id })).findings.map((finding) => finding.code)).toEqual(['INSTITUTION_EXISTS'])
  })
})

describe('an update', () => {
  it('of the address is published by the reviewer; one of the name needs the approver; the state before stands beside it', async () => {
    const uscc = madeUpUscc('31110000', 4)
    await publish(4)
    network.finalize()
    const { content } = await clerk.drafts.template({ kind: 'institution.update', uscc })
    const moved = await clerk.drafts.save({ kind: 'institution.update', rev: 0, content: { ...content, address: '北京市模拟路1号', reason: '迁址' } })
    expect(moved.before).toMatchObject({ nameZh: '北京模拟第4律师事务所' })
    await act(clerk, moved.id, 'submit')
    expect((await act(reviewer, moved.id, 'review')).state).toBe('published')
    network.finalize()
    const renamed = await clerk.drafts.save({ kind: 'institution.update', rev: 0, content: { ...content, baseVersion: 1, address: '北京市模拟路1号', nameZh: '北京模拟新名律师事务所', reason: '更名' } })
    await act(clerk, renamed.id, 'submit')
    expect((await act(reviewer, renamed.id, 'review')).state).toBe('reviewed')
    await act(approver, renamed.id, 'approve')
    network.finalize()
    expect(await clerk.institutions.get({ uscc })).toMatchObject({ version: 2, content: { nameZh: '北京模拟新名律师事务所' } })
    const stale = await clerk.drafts.save({ kind: 'institution.update', rev: 0, content: { ...content, reason: '旧稿' } })
    expect(stale.findings.map((finding) => finding.code)).toContain('VERSION_CONFLICT')
  })
})

describe('signing and the peer', () => {
  it('keep every signed record: what the peer had no room for goes to it after the next block', async () => {
    const desk = network.desk('BJ')
    const node = desk.deps.node as { submit: (envelope: Uint8Array) => 'added' | 'known' }
    const { submit } = node
    node.submit = () => {
      throw Object.assign(new Error('full'), { code: 'PENDING_POOL_FULL' })
    }
    const id = await publish(5)
    node.submit = submit
    expect((await approver.drafts.get({ id })).record).toMatchObject({ word: 'saved' })
    expect(network.finalize()).toBe(0)
    desk.changed('chain')
    expect(network.finalize()).toBe(1)
    expect((await approver.drafts.get({ id })).record).toMatchObject({ word: 'final', void: null })
  })
  it('survive a crash between signing and handing over: the record is there once after the restart', async () => {
    const desk = network.desk('BJ')
    const node = desk.deps.node as { submit: (envelope: Uint8Array) => 'added' | 'known' }
    node.submit = () => {
      throw new Error('killed')
    }
    const id = await publish(6)
    const { recordId } = await approver.drafts.get({ id })
    desk.close()
    await network.open('BJ')
    await signIn()
    expect(await approver.drafts.get({ id })).toMatchObject({ state: 'published', recordId })
    expect(network.finalize()).toBe(1)
    expect((await approver.drafts.get({ id })).record).toMatchObject({ word: 'final', void: null })
    expect((await approver.outbox.list({ limit: 200 })).items.filter((item) => item.draftId === id)).toHaveLength(1)
  })
  it('leave the draft unpublished where the record could not be stored', async () => {
    const desk = network.desk('BJ')
    const { id } = await register(7)
    await act(clerk, id, 'submit')
    await act(reviewer, id, 'review')
    const outbox = desk.workbench.outbox as unknown as { add: unknown }
    outbox.add = () => {
      throw Object.assign(new Error('no space'), { name: 'Error' })
    }
    await expect(act(approver, id, 'approve')).rejects.toMatchObject(refused('INTERNAL'))
    Reflect.deleteProperty(outbox, 'add')
    expect(await approver.drafts.get({ id })).toMatchObject({ state: 'reviewed', recordId: null })
    await act(approver, id, 'approve')
    expect(network.finalize()).toBe(1)
  })
  it('give one device contiguous sequences over many records', async () => {
    const desk = network.desk('BJ')
    for (const number of [8, 9, 10]) await publish(number)
    const opened = desk.chain.pending.list({ limit: 10 }).map(({ envelope }) => openEnvelope(desk.chain.genesisHash, envelope))
    const payloads = opened.map((record) => (record.ok ? record.value : null)!)
    expect(payloads.map((record, i) => i === 0 || (record.payload.n === payloads[i - 1]!.payload.n + 1 && toHex(record.payload.prev!) === toHex(payloads[i - 1]!.id)))).toEqual([true, true, true])
    expect(network.finalize()).toBe(3)
    expect((await approver.overview.get()).outbox.void).toBe(0)
  })
  it('answer for each draft of a batch', async () => {
    const good = await register(11)
    const bad = await clerk.drafts.save({ kind: 'institution.register', rev: 0, content: {} })
    const result = await clerk.drafts.actMany({ ids: [good.id, bad.id, 'none', good.id], action: 'submit' })
    expect(result.done).toBe(1)
    expect(result.refused.map((row) => [row.id, row.problem.code])).toEqual([[bad.id, 'DRAFT_HAS_ERRORS'], ['none', 'DRAFT_UNKNOWN']])
  })
})
