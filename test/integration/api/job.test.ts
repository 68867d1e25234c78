import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Client } from './harness.ts'
import { TestNetwork } from './harness.ts'
import { CONDUCT_HEADERS, conductRow, ENGAGEMENT_HEADERS, engagementRow, file, INSTITUTION_HEADERS, institutionRow } from './tables.ts'

let network: TestNetwork
beforeAll(async () => {
  network = await TestNetwork.start()
})
afterAll(() => network.close())

const ids = async (page: Client, batchId: string): Promise<string[]> => (await page.drafts.list({ batchId, limit: 200 })).items.map((draft) => draft.id)

async function step(page: Client, draftIds: string[], action: 'submit' | 'review' | 'approve'): Promise<void> {
  const { done, refused } = await page.drafts.actMany({ ids: draftIds, action })
  expect(refused).toEqual([])
  expect(done).toBe(draftIds.length)
}

describe('the whole job in one center', () => {
  const subject = institutionRow(1)[0]!

  it('imports forty institutions of a GB18030 table with errors, and makes their drafts once', async () => {
    const clerk = await network.desk('BJ').as('CL')
    const rows = Array.from({ length: 40 }, (_, i) => institutionRow(i + 1))
    rows[3] = [`${rows[3]![0]!.slice(0, 17)}${rows[3]![0]!.endsWith('0') ? '1' : '0'}`, ...rows[3]!.slice(1)]
    rows[7] = [rows[2]![0]!, ...rows[7]!.slice(1)]
    rows[15] = rows[15]!.with(3, 'UNKNOWN')
    rows[19] = rows[19]!.with(1, '')
    rows[31] = rows[31]!.with(1, '=HYPERLINK("http://x")')
    const base64 = file([INSTITUTION_HEADERS, ...rows], 'gb18030')
    const input = { kind: 'institutions', name: '机构.csv', base64 } as const
    const preview = await clerk.imports.preview(input)
    expect(preview).toMatchObject({ encoding: 'gb18030', rows: 40, ready: 35, known: 0, rejected: 5, missing: [] })
    const errors = preview.findings.filter((finding) => finding.severity === 'error').map(({ row, column, problem }) => `${row} ${column} ${problem.code}`)
    expect(errors).toEqual([
      '4 统一社会信用代码 USCC_CHECK',
      '8 统一社会信用代码 IMPORT_REPEATED_IN_FILE',
      '16 机构类型 IMPORT_CHOICE',
      '20 机构全称 FIELD_REQUIRED',
      '32 机构全称 IMPORT_FORMULA',
    ])
    const made = await clerk.imports.commit(input)
    expect(made).toMatchObject({ created: 35, known: 0, rejected: 5 })
    expect(await clerk.imports.commit(input)).toMatchObject({ created: 0, known: 35, rejected: 5 })
    const drafts = await ids(clerk, made.batchId)
    expect(drafts).toHaveLength(35)
    await step(clerk, drafts, 'submit')
  })

  it('lets nobody approve before the review, nor take a second step', async () => {
    const [clerk, reviewer, approver] = await Promise.all(['CL', 'RV', 'AP'].map((role) => network.desk('BJ').as(role)))
    const [first] = (await reviewer!.drafts.list({ box: 'todo' })).items
    const detail = await approver!.drafts.get({ id: first!.id })
    expect(detail.permissions.find((row) => row.action === 'approve')).toMatchObject({ allowed: false, why: { code: 'STEP_NOT_DUE' } })
    await expect(clerk!.drafts.act({ id: first!.id, rev: first!.rev, action: 'review' })).rejects.toMatchObject({ code: 'PROBLEM', data: { code: 'ROLE_NEEDED' } })
  })

  it('is final after review and approval by three different keys', async () => {
    const [reviewer, approver] = await Promise.all(['RV', 'AP'].map((role) => network.desk('BJ').as(role)))
    const waiting = (await reviewer!.drafts.list({ box: 'todo', limit: 200 })).items
    expect(waiting).toHaveLength(35)
    await step(reviewer!, waiting.map((draft) => draft.id), 'review')
    const overview = await approver!.overview.get()
    expect(overview.todo).toMatchObject({ toApprove: 35, toReview: 0 })
    await step(approver!, waiting.map((draft) => draft.id), 'approve')
    expect((await approver!.overview.get()).outbox).toMatchObject({ saved: 35, void: 0 })
    expect(network.finalize()).toBe(35)
    const after = await approver!.overview.get()
    expect(after.outbox).toMatchObject({ saved: 0, void: 0 })
    expect(after.counts.institutions).toBe(35)
    const found = await approver!.institutions.search({ q: '模拟第1律' })
    expect(found.items.map((item) => item.uscc)).toContain(subject)
    const draft = await approver!.drafts.get({ id: waiting[0]!.id })
    expect(draft).toMatchObject({ state: 'published', record: { word: 'final', void: null } })
    expect(draft.steps.map((row) => row.step)).toEqual(['create', 'review', 'approve'])
  })

  it('records conduct and engagements', async () => {
    const [clerk, reviewer, approver] = await Promise.all(['CL', 'RV', 'AP'].map((role) => network.desk('BJ').as(role)))
    const conduct = await clerk!.imports.commit({ kind: 'conduct', name: 'c.csv', base64: file([CONDUCT_HEADERS, conductRow(subject, 1)], 'utf8-bom') })
    expect(conduct).toMatchObject({ created: 1, rejected: 0 })
    const facts = await ids(clerk!, conduct.batchId)
    await step(clerk!, facts, 'submit')
    await step(reviewer!, facts, 'review')
    await step(approver!, facts, 'approve')
    const services = await clerk!.imports.commit({ kind: 'engagements', name: 'e.csv', base64: file([ENGAGEMENT_HEADERS, engagementRow(subject, 1), engagementRow(subject, 2)]) })
    expect(services).toMatchObject({ created: 2, rejected: 0 })
    const works = await ids(clerk!, services.batchId)
    await step(clerk!, works, 'submit')
    await step(reviewer!, works, 'review')
    expect(network.finalize()).toBe(3)
    const detail = await clerk!.institutions.get({ uscc: subject })
    expect(detail.engagements).toHaveLength(2)
    expect(detail.engagements[0]!.content['financingAmountFen']).toBe(123_456_780)
    expect(detail.conduct).toMatchObject([{ evidenced: true, expired: false, current: true }])
    expect(detail.timeline.map((entry) => entry.kind)).toContain('conduct.record')
    // The same decision again is known, not a second record.
    expect(await clerk!.imports.preview({ kind: 'conduct', name: 'c.csv', base64: file([CONDUCT_HEADERS, conductRow(subject, 1)]) })).toMatchObject({ known: 1, ready: 0, rejected: 0 })
  })

  it('rates by analyst, reviewer, committee and approver, and shows the composite', async () => {
    const desk = network.desk('BJ')
    const [analyst, reviewer, approver] = await Promise.all(['AN', 'RV', 'AP'].map((role) => desk.as(role)))
    expect((await reviewer!.ratings.permissions({ uscc: subject })).find((row) => row.action === 'propose')).toMatchObject({ allowed: false, why: { code: 'ROLE_NEEDED' } })
    const computed = await analyst!.ratings.compute({ uscc: subject, asOf: '2026-03-02' })
    expect(computed.lines.find((line) => line.indicator === 'D3N03')).toMatchObject({ applied: -25, title: '警示函' })
    const { draftId } = await analyst!.ratings.propose({ uscc: subject, asOf: '2026-03-02', outlook: 'STA', watch: false, opinion: '模拟评级意见。' })
    await step(analyst!, [draftId], 'submit')
    await step(reviewer!, [draftId], 'review')
    for (const name of ['CM-01', 'CM-02', 'CM-03']) {
      const page = await desk.as(name)
      const draft = await page.drafts.get({ id: draftId })
      await page.drafts.act({ id: draftId, rev: draft.rev, action: 'vote', choice: 'for' })
    }
    expect((await approver!.ratings.ofDraft({ draftId })).stale).toBeNull()
    await step(approver!, [draftId], 'approve')
    expect(network.finalize()).toBe(1)
    const detail = await approver!.institutions.get({ uscc: subject })
    expect(detail.ratings).toMatchObject([{ center: 'BJ', notation: computed.notation, score: computed.score, current: true }])
    expect(detail.composite).toMatchObject({ score: computed.score, flags: expect.arrayContaining(['SINGLE_SOURCE']) as unknown })
    expect((await approver!.drafts.get({ id: draftId })).record).toMatchObject({ word: 'final', void: null })
    const again = await analyst!.ratings.compute({ uscc: subject, asOf: '2026-03-02' })
    expect(again.previous).toMatchObject({ version: 0, changes: [] })
  })

  it('shows blocks and records, and proves a record offline', async () => {
    const page = network.desk('BJ').page()
    const { items } = await page.network.blocks({})
    expect(items[0]!.certificate!.signers).toHaveLength(3)
    const block = await page.network.block({ height: items[0]!.height })
    const record = await page.network.record({ recordId: block.items[0]!.recordId })
    expect(record).toMatchObject({ kind: 'rating.publish', uscc: subject })
    expect(record.steps.map((step) => step.step)).toEqual(['create', 'review', 'vote', 'vote', 'vote', 'publish'])
    const { text } = await page.network.exportProof({ type: 'record', recordId: record.recordId })
    expect(await page.network.verifyProof({ text })).toMatchObject({ verdict: 'valid', problem: null, facts: { records: [{ kind: 'rating.publish', author: 'BJ', states: [], uscc: subject }] } })
    expect(await page.network.verifyProof({ text: text.replace('"index": ', '"index": 1') })).toMatchObject({ verdict: 'invalid' })
    // The same, and all that the ledger says about the agency, in one file each.
    const about = await page.network.exportProof({ type: 'completeness', uscc: subject })
    const whole = await page.network.verifyProof({ text: about.text })
    expect(whole).toMatchObject({ verdict: 'valid', kind: 'completeness', facts: { subject: { uscc: subject, complete: true } } })
    expect(whole.facts!.subject!.count).toBe(whole.facts!.records.length)
    expect(whole.facts!.records.map(({ kind }) => kind)).toContain('rating.publish')
    const report = await page.network.verifyProof({ text: (await page.network.exportProof({ type: 'report', uscc: subject })).text })
    expect(report).toMatchObject({ verdict: 'valid', kind: 'report', trusted: true, facts: { subject: { complete: true, name: whole.facts!.subject!.name } } })
    expect(report.facts!.entries.map(({ key }) => key.split('/')[0])).toEqual(expect.arrayContaining(['inst', 'net', 'rate']))
    const nobody = await page.network.verifyProof({ text: (await page.network.exportProof({ type: 'completeness', uscc: '91110000000000000A' })).text })
    expect(nobody).toMatchObject({ verdict: 'valid', facts: { records: [], subject: { count: 0, name: null } } })
    const note = await page.network.exportProof({ type: 'checkpoint' })
    expect(note.fileName).toMatch(/\.zxlcheckpoint\.txt$/)
    expect(await page.network.verifyProof({ text: note.text })).toMatchObject({ verdict: 'valid', kind: 'checkpoint', facts: { checkpoint: { height: items[0]!.height } } })
    await expect(page.network.exportProof({ type: 'record', recordId: 'ab'.repeat(32) })).rejects.toMatchObject({ data: { code: 'RECORD_UNKNOWN' } })
  })
})
