import { expect } from 'vitest'
import type { Screen } from '../support/screen.ts'
import { agency } from './publish.ts'

/** The agency objects to its rating through a center: from then on the record's own page says that it is disputed. */
export async function object(screen: Screen): Promise<void> {
  await screen.become('BJ-CL-01')
  await screen.go(`/institutions/${agency.uscc}?tab=ratings`)
  await screen.page.locator('[data-testid^="redress-"]').first().click()
  await screen.page.locator('.ant-dropdown a[href*="objection.file"]').first().click()
  await screen.draftState('draft')
  const record = await screen.it('field-record').inputValue()
  expect(record).toMatch(/^[0-9a-f]{64}$/)
  await screen.pick('applicant', '机构')
  await screen.date('receivedOn', new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10))
  await screen.pick('reasonCode', '事实有误')
  await screen.type('facts', '模拟：评级依据的登记资料有误，请予核实')
  await expect.poll(() => screen.it('findings').getAttribute('data-errors')).toBe('0')
  await expect.poll(() => screen.it('save-state').getAttribute('data-state')).toBe('saved')
  await screen.act('submit')
  await screen.become('BJ-RV-01')
  await screen.act('review')
  await screen.become('BJ-AP-01')
  await screen.act('approve')
  await screen.draftState('published')
  await screen.recordIs('final')
  await screen.go(`/network/records/${record}`)
  await screen.see('mark-disputed')
  await screen.go(`/institutions/${agency.uscc}?tab=ratings`)
  await screen.page.locator('[data-testid^="disputed-"]').first().waitFor()
}
