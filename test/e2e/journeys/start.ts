import { expect } from 'vitest'
import type { Screen } from '../support/screen.ts'

/** The first screen offers three ways; the demonstration starts with numbers and ends at the sign-in of a center. */
export async function startDemonstration(screen: Screen): Promise<void> {
  await screen.see('welcome', 30_000)
  for (const way of ['demo', 'join', 'found']) await screen.see(`welcome-${way}`)
  expect(await screen.page.locator('html').getAttribute('lang')).toBe('zh-CN')
  await screen.press('language')
  await expect.poll(() => screen.page.title()).toBe('Zhengxinlian')
  await screen.press('language')
  await expect.poll(() => screen.page.title()).toBe('征信链')
  await screen.press('welcome-demo')
  await screen.see('starting')
  await screen.see('sign-in', 150_000)
  await screen.see('demo-banner')
  await screen.noOverflow()
}

/** Staff choose their account and unlock their key; a wrong passphrase is refused in words. */
export async function signIn(screen: Screen, staffId: string): Promise<void> {
  await screen.see('sign-in')
  await screen.press(`signin-account-${staffId}`)
  const passphrase = await screen.it('signin-passphrase').inputValue()
  await screen.it('signin-passphrase').fill('not the passphrase')
  await screen.press('signin-submit')
  await screen.see('problem')
  await screen.it('signin-passphrase').fill(passphrase)
  await screen.press('signin-submit')
  await screen.see('shell')
  await screen.see('overview-height')
}
