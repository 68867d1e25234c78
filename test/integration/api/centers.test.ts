import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, type Desk, TestNetwork } from './harness.ts'
import { CONDUCT_HEADERS, conductRow, ENGAGEMENT_HEADERS, engagementRow, file, INSTITUTION_HEADERS, institutionRow } from './tables.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await TestNetwork.start(['BJ', 'JS', 'SH', 'SZSE'], ['BJ', 'JS', 'SZSE'])
  await importAll(network.desk('BJ'), 'institutions', [INSTITUTION_HEADERS, institutionRow(1), institutionRow(2), institutionRow(3)])
  network.finalize()
})
afterAll(() => network.close())

const refused = (code: string) => ({ code: 'PROBLEM', data: { code } })
const subject = institutionRow(1)[0]!
type Kind = 'institutions' | 'engagements' | 'conduct'

async function carry(desk: Desk, ids: string[], kind: string): Promise<void> {
  const steps: [string, 'submit' | 'review' | 'approve'][] = [[kind === 'rating' ? 'AN' : 'CL', 'submit'], ['RV', 'review'], ['AP', 'approve']]
  for (const [role, action] of steps) {
    if (kind === 'engagements' && action === 'approve') continue
    if (kind === 'rating' && action === 'approve') await vote(desk, ids)
    const result = await (await desk.as(role)).drafts.actMany({ ids, action })
    expect(result.refused).toEqual([])
  }
}
async function vote(desk: Desk, ids: string[], choices: readonly ('for' | 'against')[] = ['for', 'for', 'against']): Promise<void> {
  for (const [index, choice] of choices.entries()) {
    const page = await desk.as(`CM-0${index + 1}`)
    for (const id of ids) await page.drafts.act({ id, rev: (await page.drafts.get({ id })).rev, action: 'vote', choice })
  }
}
async function importAll(desk: Desk, kind: Kind, rows: string[][]): Promise<void> {
  const clerk = await desk.as('CL')
  const { batchId } = await clerk.imports.commit({ kind, name: 't.csv', base64: file(rows) })
  await carry(desk, (await clerk.drafts.list({ batchId, limit: 200 })).items.map((draft) => draft.id), kind)
}
const propose = async (desk: Desk, more: object = {}): Promise<string> =>
  (await (await desk.as('AN')).ratings.propose({ uscc: subject, asOf: '2026-03-02', outlook: 'STA', watch: false, opinion: '模拟意见', ...more })).draftId
const codes = async (page: Client, kind: Kind, rows: string[][]): Promise<string[]> => {
  const { findings } = await page.imports.preview({ kind, name: 't.csv', base64: file(rows) })
  return findings.filter((finding) => finding.severity === 'error').map(({ row, column, problem }) => `${row} ${column} ${problem.code}`)
}

describe('several centers', () => {
  it('see the same register; a second registration is refused with the home named', async () => {
    const clerk = await network.desk('JS').as('CL')
    expect((await clerk.institutions.search({ q: '模拟' })).total).toBe(3)
    const row = institutionRow(1).with(6, 'JS')
    const { findings } = await clerk.imports.preview({ kind: 'institutions', name: 't.csv', base64: file([INSTITUTION_HEADERS, row]) })
    expect(findings.find((finding) => finding.severity === 'error')).toMatchObject({ column: '统一社会信用代码', problem: { code: 'INSTITUTION_EXISTS', params: { home: 'BJ' } } })
    const known = await clerk.imports.preview({ kind: 'institutions', name: 't.csv', base64: file([INSTITUTION_HEADERS, institutionRow(1)]) })
    expect(known).toMatchObject({ known: 1, ready: 0, rejected: 0 })
  })
  it('state their own business only; public external facts are open to all', async () => {
    const clerk = await network.desk('JS').as('CL')
    expect(await codes(clerk, 'engagements', [ENGAGEMENT_HEADERS, engagementRow(subject, 1)])).toEqual(['1 登记中心 ENGAGEMENT_OTHER_CENTER'])
    const measure = conductRow(subject, 1).with(2, 'D3N17').with(6, 'A4')
    expect(await codes(clerk, 'conduct', [CONDUCT_HEADERS, measure])).toEqual(['1 登记中心 CONDUCT_NOT_ISSUER'])
    expect(await codes(clerk, 'conduct', [CONDUCT_HEADERS, conductRow(subject, 1)])).toEqual([])
  })
  it('may rate where they have business; the composite joins the ratings', async () => {
    const [bj, js] = [network.desk('BJ'), network.desk('JS')]
    const page = await js.as('AN')
    expect((await page.ratings.permissions({ uscc: subject })).find((row) => row.action === 'propose')!.why).toMatchObject({ code: 'RATING_NO_RELATION' })
    await expect(propose(js)).rejects.toMatchObject(refused('RATING_NO_RELATION'))
    await importAll(js, 'engagements', [ENGAGEMENT_HEADERS, engagementRow(subject, 1).with(15, 'JS')])
    await importAll(bj, 'conduct', [CONDUCT_HEADERS, conductRow(subject, 7)])
    network.finalize()
    await carry(bj, [await propose(bj)], 'rating')
    await carry(js, [await propose(js)], 'rating')
    expect(network.finalize()).toBe(2)
    for (const desk of [bj, js]) {
      const detail = await desk.page().institutions.get({ uscc: subject })
      expect(detail.ratings.map((rating) => rating.center).sort()).toEqual(['BJ', 'JS'])
      expect(detail.ratings.find((rating) => rating.center === 'BJ')!.notation).toBe('M')
      expect(detail.composite.weights.map((row) => row.center)).toEqual(['JS'])
      const [row] = (await desk.page().institutions.search({ q: subject })).items
      expect(row!.composite).toMatchObject({ score: detail.composite.score, notation: detail.composite.notation })
    }
  })
  it('make a rating void that a fact of another center overtook, the same everywhere', async () => {
    const [bj, js] = [network.desk('BJ'), network.desk('JS')]
    await importAll(js, 'engagements', [ENGAGEMENT_HEADERS, engagementRow(subject, 4).with(15, 'JS')])
    network.finalize()
    const preNotice = { sentOn: '2026-02-02', response: '无异议' }
    const draftId = await propose(js, { preNotice })
    await importAll(bj, 'conduct', [CONDUCT_HEADERS, conductRow(subject, 8).with(2, 'D3N08')])
    // Both are signed before either is final: which comes first is the ledger's to say.
    await carry(js, [draftId], 'rating')
    expect(network.finalize()).toBe(2)
    const draft = await (await js.as('AN')).drafts.get({ id: draftId })
    expect(draft.record).toMatchObject({ word: 'final', void: { code: 'RATING_STALE' } })
    const { recordId } = draft
    expect((await bj.page().network.record({ recordId: recordId! })).void).toMatchObject({ code: 'RATING_STALE' })
    const next = await propose(js, { preNotice })
    expect((await (await js.as('RV')).ratings.ofDraft({ draftId: next })).stale).toBeNull()
    await importAll(bj, 'conduct', [CONDUCT_HEADERS, conductRow(subject, 9).with(2, 'D3N02')])
    network.finalize()
    const analyst = await js.as('AN')
    expect((await analyst.ratings.ofDraft({ draftId: next })).stale).toMatchObject({ code: 'RATING_STALE' })
    const { refused: left } = await analyst.drafts.actMany({ ids: [next], action: 'submit' })
    expect(left[0]!.problem.code).toBe('DRAFT_HAS_ERRORS')
    // Proposing again takes the same draft with new figures.
    expect(await propose(js, { preNotice })).toBe(next)
    expect((await analyst.ratings.ofDraft({ draftId: next })).stale).toBeNull()
  })
  it('need a committee that agrees, and keep out who took part in the business', async () => {
    const bj = network.desk('BJ')
    const reviewer = await bj.as('RV')
    const clerk = await bj.as('CL')
    const { content } = await clerk.drafts.template({ kind: 'engagement.record', uscc: subject })
    const draft = await clerk.drafts.save({
      kind: 'engagement.record',
      rev: 0,
      content: { ...content, clientUscc: institutionRow(2)[0], clientName: '北京模拟客户有限公司', signedOn: '2026-01-05', participants: ['BJ-CM-01'] },
    })
    await carry(bj, [draft.id], 'engagements')
    network.finalize()
    const draftId = await propose(bj)
    await (await bj.as('AN')).drafts.actMany({ ids: [draftId], action: 'submit' })
    await reviewer.drafts.actMany({ ids: [draftId], action: 'review' })
    const { permissions } = await (await bj.as('CM-01')).drafts.get({ id: draftId })
    expect(permissions.find((row) => row.action === 'vote')).toMatchObject({ allowed: false, why: { code: 'RATING_CONFLICT_OF_INTEREST' } })
  })
  it('let the operator read and not write', async () => {
    const clerk = await network.desk('SZSE').as('CL')
    await expect(clerk.imports.commit({ kind: 'institutions', name: 't.csv', base64: file([INSTITUTION_HEADERS, institutionRow(9)]) })).rejects.toMatchObject(refused('TIER_MAY_NOT_WRITE'))
    expect((await clerk.institutions.search({})).total).toBe(3)
  })
})

describe('tables that cannot be read', () => {
  it('are refused with words and store nothing', async () => {
    const clerk = await network.desk('BJ').as('CL')
    const preview = (base64: string) => clerk.imports.preview({ kind: 'institutions', name: 't.csv', base64 })
    await expect(preview(Buffer.from('PK\u0003\u0004', 'latin1').toString('base64'))).rejects.toMatchObject(refused('IMPORT_NOT_CSV'))
    await expect(preview('%%%%')).rejects.toMatchObject(refused('INPUT_INVALID'))
    await expect(preview('')).rejects.toMatchObject(refused('IMPORT_EMPTY'))
    const missing = file([INSTITUTION_HEADERS.slice(1), institutionRow(1).slice(1)])
    expect(await preview(missing)).toMatchObject({ missing: ['统一社会信用代码'], ready: 0, rejected: 1 })
    await expect(clerk.imports.commit({ kind: 'institutions', name: 't.csv', base64: missing })).rejects.toMatchObject(refused('IMPORT_COLUMNS'))
    const { csv, fileName } = await clerk.imports.report({ kind: 'institutions', name: '../坏:名.csv', base64: missing })
    expect(fileName).not.toMatch(/[/:\\]/)
    expect(csv).toContain('缺少“统一社会信用代码”列')
    await expect(network.desk('BJ').page().imports.preview({ kind: 'institutions', name: 't.csv', base64: missing })).rejects.toMatchObject(refused('SESSION_NEEDED'))
  })
  it('are drafts for clerks only, and one institution has one draft', async () => {
    const desk = network.desk('BJ')
    const base64 = file([INSTITUTION_HEADERS, institutionRow(50)])
    await expect((await desk.as('RV')).imports.commit({ kind: 'institutions', name: 't.csv', base64 })).rejects.toMatchObject(refused('ROLE_NEEDED'))
    const clerk = await desk.as('CL')
    expect(await clerk.imports.commit({ kind: 'institutions', name: 't.csv', base64 })).toMatchObject({ created: 1 })
    expect(await codes(clerk, 'institutions', [INSTITUTION_HEADERS, institutionRow(50).with(2, '别名')])).toEqual(['1 统一社会信用代码 IMPORT_OTHER_DRAFT'])
  })
})
