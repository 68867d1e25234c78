import { expect } from 'vitest'
import type { Desktop } from '../support/desktop.ts'
import { Screen } from '../support/screen.ts'
import { agency } from './publish.ts'

const typed = '北京模拟断电律师事务所'

/** The plug is pulled in the middle of writing: what was typed, signed and final is there again, on the same network. */
export async function unplugged(desktop: Desktop, before: Screen): Promise<{ desktop: Desktop; screen: Screen }> {
  await before.press('look-as')
  await before.press('look-as-BJ')
  await before.see('shell', 30_000).catch(() => undefined)
  if (await before.it('sign-in').isVisible()) {
    await before.press('signin-account-BJ-CL-01')
    await before.press('signin-submit')
    await before.see('shell')
  } else await before.become('BJ-CL-01')
  await before.go('/drafts')
  await before.press('drafts-new-institution.register')
  await before.draftState('draft')
  await before.type('nameZh', typed)
  await expect.poll(() => before.it('save-state').getAttribute('data-state')).toBe('saved')
  const draft = new URL(before.page.url()).hash.slice(1)

  const again = await desktop.restart()
  const screen = new Screen(again)
  await screen.see('sign-in', 90_000)
  await screen.press('signin-account-BJ-CL-01')
  await screen.press('signin-submit')
  await screen.see('shell')
  await screen.go(draft)
  await expect.poll(() => screen.it('field-nameZh').inputValue()).toBe(typed)
  await screen.go(`/institutions/${agency.uscc}`)
  await screen.recordIs('final')
  return { desktop: again, screen }
}
