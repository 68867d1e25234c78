import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'vitest'
import { launchBrowser } from '../support/chromium.ts'
import type { Screen } from '../support/screen.ts'
import { agency } from './publish.ts'

/** One letter in the middle of the file is another one. */
function changed(text: string): string {
  const at = Math.floor(text.length / 2)
  return text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
}

const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })

/** What the network page says about a file. */
async function verdictOf(screen: Screen, text: string): Promise<string> {
  // The screen starts anew for each, so that no answer can be that of the file before.
  await screen.go('/overview')
  await screen.see('overview-height')
  await screen.go('/network')
  await screen.it('verify-file').setInputFiles(file('someone.json', text))
  const verdict = await screen.see('verdict')
  await screen.noOverflow()
  return `${await verdict.getAttribute('data-kind')} ${await verdict.getAttribute('data-verdict')}`
}

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
  expect(await verdictOf(screen, text)).toBe('record valid')
  expect(await verdictOf(screen, changed(text))).not.toContain(' valid')
}

/** All records about an agency as one file, the newest block as a note, and the page that checks both without this application. */
export async function proveToOutsiders(screen: Screen): Promise<void> {
  await screen.go(`/institutions/${agency.uscc}`)
  const exported = async (type: string): Promise<string> => {
    await screen.press('prove')
    await screen.see(`prove-${type}`)
    return screen.saved(() => screen.press(`prove-${type}`))
  }
  const completeness = await exported('completeness')
  const report = await exported('report')
  await screen.go('/network')
  await screen.press('take-away')
  await screen.see('take-checkpoint')
  const note = await screen.saved(() => screen.press('take-checkpoint'))
  await screen.press('take-away')
  await screen.see('take-verifier')
  const html = await screen.saved(() => screen.press('take-verifier'))

  const files = [completeness, report, note, changed(completeness)]
  const told: string[] = []
  for (const text of files) told.push(await verdictOf(screen, text))
  expect(told.slice(0, 3)).toEqual(['completeness valid', 'report valid', 'checkpoint valid'])
  expect(told[3]).not.toContain(' valid')

  const folder = mkdtempSync(path.join(os.tmpdir(), '征信链 验证-'))
  const browser = await launchBrowser()
  try {
    const page = path.join(folder, '验证器.html')
    writeFileSync(page, html)
    const verifier = await (await browser.newContext({ offline: true })).newPage()
    for (const [i, text] of files.entries()) {
      await verifier.goto(pathToFileURL(page).href)
      await verifier.getByTestId('file').setInputFiles(file(`${i}.json`, text))
      await verifier.getByTestId('json').waitFor({ state: 'attached' })
      const { kind, verdict } = JSON.parse((await verifier.getByTestId('json').textContent())!) as { kind: string | null; verdict: string }
      expect(`${kind ?? ''} ${verdict}`).toBe(told[i])
    }
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
