import { expect } from 'vitest'
import type { Screen } from '../support/screen.ts'

const SCREENS = ['overview', 'institutions', 'drafts', 'imports', 'ratings', 'outbox', 'membership', 'network']
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
]

/** Every screen, at two sizes and in two languages: something is shown, nothing sticks out, nobody complains. */
export async function lookAround(screen: Screen): Promise<void> {
  for (const size of SIZES) {
    await screen.page.setViewportSize(size)
    for (const language of ['en', 'zh-CN']) {
      if ((await screen.page.locator('html').getAttribute('lang')) !== language) await screen.press('language')
      await expect.poll(() => screen.page.locator('html').getAttribute('lang')).toBe(language)
      for (const name of SCREENS) {
        await screen.press(`menu-${name}`)
        await screen.page.locator('main h1, main h2, h1').first().waitFor()
        await expect.poll(() => screen.page.locator('.ant-skeleton').count(), { timeout: 10_000 }).toBe(0)
        await screen.noOverflow()
        expect(await screen.it('problem').count(), name).toBe(0)
      }
    }
  }
  await screen.page.setViewportSize(SIZES[0]!)
}
