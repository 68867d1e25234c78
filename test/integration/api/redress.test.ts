import { afterAll, beforeAll, expect, it } from 'vitest'
import type { DraftKind } from '../../../shared/contract/drafts.ts'
import type { Client } from './harness.ts'
import { TestNetwork } from './harness.ts'
import { institutionRow } from './tables.ts'

let network: TestNetwork
let desk: readonly Client[]
beforeAll(async () => {
  network = await TestNetwork.start()
  desk = await Promise.all(['CL', 'RV', 'AP'].map((role) => network.desk('BJ').as(role)))
})
afterAll(() => network.close())

const [uscc, nameZh] = institutionRow(1) as [string, string]
const EVIDENCE = [{ type: 'E1', hash: '0'.repeat(64) }]

/** Drafted from the template, signed by three people, final; the record's id. */
async function recorded(kind: DraftKind, more: object, from: { record?: string; objection?: string } = {}): Promise<string> {
  const [clerk, reviewer, approver] = desk as [Client, Client, Client]
  const { content } = await clerk.drafts.template({ kind, uscc, ...from })
  const { id } = await clerk.drafts.save({ kind, rev: 0, content: { ...content, ...more } })
  await clerk.drafts.act({ id, rev: 1, action: 'submit' })
  await reviewer.drafts.act({ id, rev: 2, action: 'review' })
  const { recordId } = await approver.drafts.act({ id, rev: 3, action: 'approve' })
  expect(network.finalize()).toBe(1)
  expect(await clerk.drafts.get({ id })).toMatchObject({ state: 'published', record: { word: 'final', void: null } })
  return recordId!
}

const conduct = async () => (await desk[0]!.institutions.get({ uscc })).conduct[0]
const counted = async () => (await desk[0]!.institutions.search({ q: uscc })).items[0]?.conductNegative

it('an objection, its answer, a repair and a withdrawal go through the same desk as every other record', async () => {
  await recorded('institution.register', { nameZh, type: 'LAW', roles: ['LAW'], regionCode: '110000', establishedOn: '2010-05-06' })
  const record = await recorded('conduct.record', {
    category: 'REG_MEASURE', indicatorCode: 'D3N03', title: '模拟警示函', facts: '模拟事实。', authorityName: '模拟机关', authorityLevel: 'A2', issuingCenter: '', documentNo: '模拟〔2026〕1号',
    legalBasis: '模拟依据', result: '模拟结果', decidedOn: '2026-02-01', effectiveDate: '2026-02-01', source: 'OFFICIAL', evidence: EVIDENCE,
  })
  expect([await conduct(), await counted()]).toMatchObject([{ status: 'EFFECTIVE', disputed: false }, 1])
  const objection = await recorded('objection.file', { reasonCode: 'FACT_WRONG', facts: '模拟异议' }, { record })
  expect(await conduct()).toMatchObject({ status: 'EFFECTIVE', disputed: true })
  await recorded('objection.decide', { outcome: 'KEPT', opinion: '维持原记录' }, { record, objection })
  expect(await conduct()).toMatchObject({ disputed: false })
  await recorded('repair.grant', { basis: 'AUTHORITY', completedOn: '2026-02-20', result: '认定机关已决定修复', evidence: EVIDENCE }, { record })
  expect([await conduct(), await counted()]).toMatchObject([{ status: 'REPAIRED' }, 0])
  await recorded('record.withdraw', { reason: '模拟撤销事由', evidence: EVIDENCE }, { record })
  expect(await conduct()).toMatchObject({ status: 'REVOKED', current: true })
})
