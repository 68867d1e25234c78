import { expect } from 'vitest'
import type { Screen } from '../support/screen.ts'
import { agency } from './publish.ts'

/** From a computation with reasons to a published rating: analyst, reviewer, three votes of the committee, approver. */
export async function rate(screen: Screen): Promise<void> {
  await screen.become('BJ-AN-01')
  await screen.go(`/ratings/${agency.uscc}`)
  await screen.see('rating-notation')
  const notation = (await screen.it('rating-notation').innerText()).trim()
  expect(notation).not.toBe('')
  expect(await screen.it('rating-propose').isEnabled()).toBe(false)
  await screen.it('rating-opinion').fill('模拟意见：登记资料完整，暂无业务记录。')
  await expect.poll(() => screen.it('rating-propose').isEnabled()).toBe(true)
  await screen.press('rating-propose')
  await screen.see('draft-state')
  if ((await screen.it('draft-state').getAttribute('data-state')) === 'draft') await screen.act('submit')
  await screen.draftState('submitted')
  await screen.become('BJ-RV-01')
  await screen.act('review')
  for (const member of ['01', '02', '03']) {
    await screen.become(`BJ-CM-${member}`)
    await screen.act('vote')
  }
  await screen.draftState('voted')
  await screen.become('BJ-AP-01')
  await screen.act('approve')
  await screen.draftState('published')
  await screen.recordIs('final')
  await screen.go(`/institutions/${agency.uscc}`)
  await screen.page.getByText(notation, { exact: true }).first().waitFor()
}
