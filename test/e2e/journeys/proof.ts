import { expect } from 'vitest'
import type { Screen } from '../support/screen.ts'

/** Exports the proof of a final record and checks it again as a stranger's file; a changed one is refused. */
export async function proveAndCheck(screen: Screen): Promise<void> {
  await screen.go('/overview')
  await screen.see('overview-height')
  await screen.go('/outbox')
  await screen.page.locator('tbody tr.ant-table-row a').first().waitFor()
  const record = await screen.page.evaluate(() => document.querySelector('tbody tr.ant-table-row')?.getAttribute('data-row-key'))
  await screen.go(`/network/records/${record}`)
  await screen.see('export-proof')
  const text = await screen.saved(() => screen.press('export-proof'))
  expect(text).toContain('zhengxinlian/proof')
  await screen.go('/network')
  await screen.it('verify-file').setInputFiles({ name: 'proof.json', mimeType: 'application/json', buffer: Buffer.from(text) })
  await expect.poll(async () => (await screen.see('verdict')).getAttribute('data-verdict')).toBe('valid')
  const at = Math.floor(text.length / 2)
  const changed = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
  await screen.it('verify-file').setInputFiles({ name: 'changed.json', mimeType: 'application/json', buffer: Buffer.from(changed) })
  await expect.poll(() => screen.it('verdict').getAttribute('data-verdict')).not.toBe('valid')
}
