import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, TestNetwork } from './harness.ts'
import { file, INSTITUTION_HEADERS, institutionRow, madeUpUscc } from './tables.ts'

let network: TestNetwork
const pages = new Map<string, Client>()
const page = (role: string): Client => pages.get(role)!
beforeAll(async () => {
  network = await TestNetwork.start()
  for (const role of ['CL-01', 'CL-02', 'RV', 'AP', 'AN', 'CM-01', 'AU', 'AD', 'SE']) pages.set(role, await network.desk('BJ').as(role))
})
afterAll(() => network.close())

const refused = (code: string, params?: object) => ({ code: 'PROBLEM', data: { code, ...(params ? { params } : {}) } })
const content = (number: number): Record<string, unknown> => ({
  uscc: madeUpUscc('31110000', number),
  nameZh: `北京模拟第${number}律师事务所`,
  type: 'LAW',
  roles: ['LAW'],
  regionCode: '110000',
  homeCenter: 'BJ',
  establishedOn: '2010-05-06',
  bizStatus: 'ACTIVE',
})
const register = (number: number) => page('CL-01').drafts.save({ kind: 'institution.register', rev: 0, content: content(number) })
const listed = async (role: string, box: 'open' | 'mine' | 'todo' | 'published' = 'open'): Promise<string[]> => (await page(role).drafts.list({ box, limit: 200 })).items.map(({ id }) => id)

describe('the permission matrix decides who reads drafts', () => {
  it('of an institution: everybody at work on the register, and the auditor', async () => {
    const { id } = await register(701)
    for (const role of ['CL-01', 'CL-02', 'RV', 'AP', 'AN', 'CM-01', 'AU']) {
      expect(await listed(role)).toContain(id)
      expect((await page(role).drafts.get({ id })).id).toBe(id)
    }
  })
  it('the administrators of the system and of its keys see none, and change none', async () => {
    const { id, rev, title } = await register(702)
    await page('CL-01').drafts.act({ id, rev, action: 'submit', comment: '' })
    for (const role of ['AD', 'SE']) {
      const reader = page(role)
      for (const box of ['open', 'mine', 'todo', 'published'] as const) expect(await listed(role, box)).toEqual([])
      expect((await reader.drafts.list({})).total).toBe(0)
      const why = refused('DRAFT_NOT_VISIBLE', { kind: 'institution.register' })
      await expect(reader.drafts.get({ id })).rejects.toMatchObject(why)
      await expect(reader.drafts.act({ id, rev: rev + 1, action: 'return', comment: '看看' })).rejects.toMatchObject(why)
      await expect(reader.drafts.save({ id, kind: 'institution.register', rev: rev + 1, content: {} })).rejects.toMatchObject(why)
      const many = await reader.drafts.actMany({ ids: [id], action: 'review', comment: '' })
      expect(many).toMatchObject({ done: 0, refused: [{ id, title: '', problem: { code: 'DRAFT_NOT_VISIBLE' } }] })
      expect(JSON.stringify(await reader.institutions.similar({ uscc: madeUpUscc('31110000', 702), name: '' }))).not.toContain(title)
    }
    expect(await network.desk('BJ').page().institutions.similar({ uscc: madeUpUscc('31110000', 702), name: '' })).toMatchObject({ problems: [] })
  })
  it('of a rating: not the clerks who state the facts', async () => {
    const clerk = page('CL-01')
    const { batchId } = await clerk.imports.commit({ kind: 'institutions', name: 't.csv', base64: file([INSTITUTION_HEADERS, institutionRow(1)]) })
    const ids = (await clerk.drafts.list({ batchId })).items.map(({ id }) => id)
    for (const [role, action] of [['CL-01', 'submit'], ['RV', 'review'], ['AP', 'approve']] as const) {
      expect((await page(role).drafts.actMany({ ids, action })).refused).toEqual([])
    }
    network.finalize()
    const { draftId } = await page('AN').ratings.propose({ uscc: institutionRow(1)[0]!, asOf: '2026-03-02', outlook: 'STA', watch: false, opinion: '模拟意见' })
    for (const role of ['AN', 'RV', 'CM-01', 'AP', 'AU']) {
      expect(await listed(role)).toContain(draftId)
      expect(await page(role).ratings.ofDraft({ draftId })).toMatchObject({ stale: null })
    }
    for (const role of ['CL-01', 'AD', 'SE']) {
      expect(await listed(role)).not.toContain(draftId)
      await expect(page(role).drafts.get({ id: draftId })).rejects.toMatchObject(refused('DRAFT_NOT_VISIBLE', { kind: 'rating.publish' }))
      await expect(page(role).ratings.ofDraft({ draftId })).rejects.toMatchObject(refused('DRAFT_NOT_VISIBLE'))
    }
    expect((await page('CL-01').drafts.list({ kind: 'rating.publish' })).total).toBe(0)
  })
})
