import { expect } from 'vitest'
import type { Locator, Page } from 'playwright-core'
import type { Desktop } from './desktop.ts'

/** What a person does with hands and eyes, in the words of the journeys. Elements are found by their test ids. */
export class Screen {
  readonly page: Page
  /** Errors and warnings of the page's console and every uncaught exception: a sound page has none. */
  readonly complaints: string[] = []

  /** Does what saves a file, and gives the file's text. */
  readonly saved: Desktop['saved']

  constructor(desktop: Desktop) {
    const { page } = desktop
    this.page = page
    this.saved = (trigger) => desktop.saved(trigger)
    page.on('pageerror', (error) => this.complaints.push(`uncaught: ${String(error)}`))
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(`${message.type()}: ${message.text()}`)
    })
  }

  it(id: string): Locator {
    return this.page.getByTestId(id)
  }

  async see(id: string, timeout = 15_000): Promise<Locator> {
    const found = this.it(id).first()
    await found.waitFor({ timeout })
    return found
  }

  async press(id: string): Promise<void> {
    await this.it(id).first().click()
  }

  /** Goes to one of the page's addresses (what follows the #), as the menu and links do. */
  async go(route: string): Promise<void> {
    await this.page.evaluate((hash) => {
      window.location.hash = hash
    }, route)
    await this.page.waitForTimeout(50)
  }

  async type(field: string, text: string): Promise<void> {
    await this.it(`field-${field}`).fill(text)
    await this.it(`field-${field}`).blur()
  }

  /** Picks the option whose words contain `words` from a select field. */
  async pick(field: string, words: string): Promise<void> {
    await this.it(`field-${field}`).click()
    await this.page.keyboard.type(words)
    const option = this.page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option').filter({ hasText: words }).first()
    await option.click()
    await this.page.keyboard.press('Escape')
  }

  async date(field: string, day: string): Promise<void> {
    const input = this.page.locator(`[data-testid="field-${field}"] input, input[data-testid="field-${field}"]`).first()
    await input.fill(day)
    await input.press('Enter')
  }

  /** In the demonstration: becomes another member of the center's staff. */
  async become(staffId: string): Promise<void> {
    const before = await this.it('person').getAttribute('aria-label')
    await this.press('person')
    await this.press(`switch-to-${staffId}`)
    await this.it(`switch-to-${staffId}`).first().waitFor({ state: 'hidden' })
    await expect.poll(() => this.it('person').getAttribute('aria-label'), { timeout: 10_000 }).not.toBe(before)
  }

  /** Takes an action on the open draft and confirms what it signs. */
  async act(action: string): Promise<void> {
    const button = await this.see(`draft-${action}`)
    await expect.poll(() => button.isEnabled(), { timeout: 10_000 }).toBe(true)
    await button.click()
    await this.press('confirm-ok')
    await this.it('confirm-ok').waitFor({ state: 'detached', timeout: 15_000 })
  }

  async draftState(state: string): Promise<void> {
    await expect.poll(() => this.it('draft-state').getAttribute('data-state'), { timeout: 15_000 }).toBe(state)
  }

  /** Waits until the record shown on this screen has come to this word. */
  async recordIs(word: string, timeout = 20_000): Promise<void> {
    await expect.poll(() => this.it('record-state').first().getAttribute('data-word'), { timeout }).toBe(word)
  }

  async noOverflow(): Promise<void> {
    expect(await this.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
  }

  sound(): void {
    expect(this.complaints).toEqual([])
  }
}
