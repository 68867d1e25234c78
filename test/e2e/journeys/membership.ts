import { expect } from 'vitest'
import type { Screen } from '../support/screen.ts'

/** Looks through another center's desktop as this member of its staff. */
async function as(screen: Screen, staffId: string): Promise<void> {
  const center = staffId.slice(0, staffId.indexOf('-'))
  await screen.press('look-as')
  await screen.press(`look-as-${center}`)
  const there = screen.page.getByTestId('look-as').filter({ hasText: `(${center})` })
  await screen.it(`signin-account-${staffId}`).or(there).first().waitFor({ timeout: 30_000 })
  if (await screen.it(`signin-account-${staffId}`).isVisible()) {
    await screen.press(`signin-account-${staffId}`)
    await screen.press('signin-submit')
    await screen.see('shell')
    return
  }
  await screen.see('shell')
  await screen.press('person')
  await screen.see('sign-out')
  const other = screen.it(`switch-to-${staffId}`)
  if (await other.isVisible()) await other.click()
  else await screen.page.keyboard.press('Escape')
}

const choose = async (screen: Screen, field: string, words: string): Promise<void> => {
  await screen.press(field)
  await screen.page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option').filter({ hasText: words }).first().click()
}

const proposal = '[data-testid="proposal"][data-matter="STANDBY"]'

async function voteFor(screen: Screen): Promise<void> {
  await screen.go('/membership')
  await screen.page.locator(proposal).first().waitFor({ timeout: 20_000 })
  await screen.see('proposal-detail')
  await screen.press('vote-FOR')
  await screen.press('confirm-vote')
}

/** One center proposes to put another, whose seat is down, on standby; as the others vote, it passes, a new epoch begins, and everybody sees it. */
export async function standby(screen: Screen): Promise<void> {
  await as(screen, 'BJ-AP-01')
  await screen.go('/network')
  const before = Number(await (await screen.see('next-epoch')).getAttribute('data-epoch'))
  await screen.go('/membership')
  await screen.press('propose')
  await choose(screen, 'matter', '转为候补')
  await choose(screen, 'about', 'SZX')
  // Nothing is signed without a reason, and the button says so.
  expect(await screen.it('sign').getAttribute('data-why')).toBe('UI_REASON_MISSING')
  await screen.it('reason').fill('模拟：该席位机房检修一个月')
  await screen.press('sign')
  await screen.page.locator(proposal).first().waitFor({ timeout: 20_000 })

  for (const staffId of ['JS-AP-01', 'SH-AP-01']) {
    await as(screen, staffId)
    await voteFor(screen)
    await expect.poll(() => screen.page.locator('[data-testid="vote-FOR"]:not([data-why])').count(), { timeout: 20_000 }).toBe(0)
  }
  await as(screen, 'BJ-AP-01')
  if ((await screen.page.locator(`${proposal}[data-status="OPEN"]`).count()) > 0) await voteFor(screen)
  await screen.go('/membership')
  await screen.page.locator(`${proposal}[data-status="PASSED"]`).first().waitFor({ timeout: 20_000 })
  await screen.go('/network')
  await expect.poll(() => screen.it('member-SZX').getAttribute('data-standing'), { timeout: 20_000 }).toBe('observer')
  await expect.poll(async () => Number(await screen.it('next-epoch').getAttribute('data-epoch'))).toBe(before + 1)
}
