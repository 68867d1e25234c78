import { expect } from 'vitest'
import type { Screen } from '../support/screen.ts'

/** Three of six members are ended by force: the page says that finality waits, and goes on when one is back. */
export async function withoutQuorum(screen: Screen): Promise<void> {
  const end = async (action: string) => {
    await screen.press('look-as')
    await screen.press(action)
    await screen.page.keyboard.press('Escape')
  }
  for (const id of ['JS', 'ZJ', 'SZX']) await end(`stop-${id}`)
  await screen.go('/overview')
  await expect.poll(() => screen.it('overview-online').innerText(), { timeout: 60_000 }).toContain('3/6')
  await end('start-JS')
  await expect.poll(() => screen.it('overview-online').innerText(), { timeout: 60_000 }).toContain('4/6')
}
