import { expect } from 'vitest'
import type { Screen } from '../support/screen.ts'
import { syntheticUscc } from '../support/synthetic.ts'

export const agency = { uscc: syntheticUscc(1), name: '北京模拟端到端律师事务所' }

/**
 * The chain of the mission: a clerk drafts an agency's registration, is told of a wrong code while typing, submits; a
 * colleague reviews, another approves; it becomes final; another center's desktop finds it.
 */
export async function publish(screen: Screen): Promise<void> {
  await screen.go('/drafts')
  await screen.press('drafts-new-institution.register')
  await screen.draftState('draft')
  const wrong = agency.uscc.slice(0, 17) + (agency.uscc.endsWith('0') ? '1' : '0')
  await screen.type('uscc', wrong)
  await screen.type('nameZh', agency.name)
  await screen.pick('type', '律师事务所')
  await screen.pick('roles', '律师事务所')
  await screen.type('regionCode', '110000')
  await screen.date('establishedOn', '2015-03-09')
  await expect.poll(() => screen.it('findings').getAttribute('data-errors')).not.toBe('0')
  expect(await screen.it('draft-submit').isEnabled()).toBe(false)
  await screen.type('uscc', agency.uscc)
  await expect.poll(() => screen.it('findings').getAttribute('data-errors')).toBe('0')
  await expect.poll(() => screen.it('save-state').getAttribute('data-state')).toBe('saved')
  await screen.act('submit')
  await screen.draftState('submitted')

  // One's own work is not one's own to review: the button says why.
  expect(await screen.it('draft-review').isEnabled()).toBe(false)
  await screen.become('BJ-RV-01')
  await screen.act('review')
  await screen.draftState('reviewed')
  expect(await screen.it('draft-approve').isEnabled()).toBe(false)
  await screen.become('BJ-AP-01')
  await screen.act('approve')
  await screen.draftState('published')
  await screen.recordIs('final')
}

/** Looks through another center's desktop and finds the agency there. */
export async function seenElsewhere(screen: Screen): Promise<void> {
  await screen.press('look-as')
  await screen.press('look-as-SH')
  await screen.see('sign-in', 30_000)
  await screen.press('signin-account-SH-AU-01')
  await screen.press('signin-submit')
  await screen.see('shell')
  await screen.go('/institutions')
  await screen.it('institutions-search').fill('端到端')
  await screen.page.getByText(agency.name).first().waitFor({ timeout: 20_000 })
  await screen.it('institutions-search').fill(agency.uscc.slice(0, 12))
  await screen.page.getByText(agency.name).first().click()
  await screen.recordIs('final')
}
