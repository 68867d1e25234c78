import { expect } from 'vitest'
import type { Screen } from '../support/screen.ts'

/** The whole ledger of this computer is computed anew on request, and the result is said. */
export async function audit(screen: Screen): Promise<void> {
  await screen.go('/network')
  await screen.press('audit-start')
  const result = await screen.see('audit-result', 60_000)
  expect(await result.getAttribute('data-sound')).toBe('true')
  await expect.poll(() => screen.it('audit').getAttribute('data-running')).toBe('false')
}
