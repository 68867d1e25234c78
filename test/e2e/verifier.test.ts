import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildVerifier, VERIFIER } from '../../build/scripts/verifier.ts'
import { zhengxinlian } from '../integration/cli/helpers.ts'
import { golden } from '../vectors/golden.ts'
import { fromHex, fromUtf8 } from '../../shared/kit/bytes.ts'
import { launchBrowser } from './support/chromium.ts'
import { root } from './support/desktop.ts'

const files = golden('ledger/files')
const first = fromUtf8(fromHex(golden('ledger/formats')['proofFile']!))
const changed = (text: string, at: number): string => {
  const place = text.search(/[A-Za-z]/) + Math.floor(text.length * at)
  const found = text.slice(place).search(/[A-Za-z]/) + place
  return text.slice(0, found) + (text[found] === 'A' ? 'B' : 'A') + text.slice(found + 1)
}

/** Sound files of every kind, and what somebody might make of them. */
const table: readonly (readonly [name: string, text: string])[] = [
  ['version 1', first],
  ...Object.entries(files).filter(([name]) => /^(?:proof|note|evidence)/.test(name)),
  ['version 1, changed', changed(first, 0.5)],
  ['record, changed early', changed(files['proofRecord']!, 0.1)],
  ['record, changed late', changed(files['proofRecord']!, 0.9)],
  ['completeness, changed', changed(files['proofCompleteness']!, 0.6)],
  ['completeness, one record less', files['proofCompleteness']!.replace(/ {4}\{\n {6}"recordId"[^]*?\n {4}\},\n/, '')],
  ['report, said to be complete', files['proofReport']!.replace('"type": "report"', '"type": "completeness"')],
  ['note, changed', changed(files['note']!, 0.4)],
  ['note, a signature less', files['note']!.replace(/— [^\n]*\n/, '')],
  ['evidence, changed', changed(files['evidenceVotes']!, 0.8)],
  ['evidence of another rule', files['evidenceVotes']!.replace('"E1"', '"E2"')],
  ['indented otherwise', JSON.stringify(JSON.parse(files['proofRecord']!))],
  ['an invitation', files['invitation']!],
  ['no JSON', '{'],
  ['nothing', ''],
]

describe('the verifier page from a disk, without any network', () => {
  let browser: Browser
  let page: Page
  const complaints: string[] = []
  const requests: string[] = []
  const folder = mkdtempSync(path.join(os.tmpdir(), '征信链 验证-'))

  beforeAll(async () => {
    await buildVerifier(root)
    browser = await launchBrowser()
    const context = await browser.newContext({ locale: 'zh-CN', offline: true })
    page = await context.newPage()
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => complaints.push(message.text()))
    page.on('request', (request) => requests.push(request.url()))
    await page.goto(pathToFileURL(path.join(root, VERIFIER)).href)
  })
  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const drop = async (text: string): Promise<unknown> => {
    await page.getByTestId('file').setInputFiles({ name: `${Math.random()}.json`, mimeType: 'application/json', buffer: Buffer.from(text) })
    await page.getByTestId('json').waitFor({ state: 'attached' })
    return JSON.parse((await page.getByTestId('json').textContent())!) as unknown
  }

  it('gives the verdict of the command line, for sound and for tampered files', async () => {
    const paths = table.map(([, text], i) => {
      const file = path.join(folder, `${i}.json`)
      writeFileSync(file, text)
      return file
    })
    const ran = await zhengxinlian(['verify', ...paths, '--json'])
    const told = JSON.parse(ran.stdout) as { file: string; verdict: string }[]
    expect(told).toHaveLength(table.length)
    const verdicts: Record<string, string> = {}
    for (const [i, [name, text]] of table.entries()) {
      const { file: _, ...expected } = told[i]!
      // The page starts anew for each, so that no answer can be that of the file before.
      await page.reload()
      expect(await drop(text), name).toEqual(expected)
      verdicts[name] = expected.verdict
    }
    expect(Object.values(verdicts).filter((verdict) => verdict === 'valid')).toHaveLength(9)
    expect(verdicts).toMatchObject({ 'report, said to be complete': 'invalid', 'completeness, one record less': 'invalid', 'an invitation': 'unreadable', nothing: 'unreadable' })
  })

  it('pins a network, and speaks two languages', async () => {
    await page.reload()
    await drop(files['proofRecord']!)
    expect(await page.getByTestId('verdict').textContent()).toContain('有效')
    await page.getByTestId('genesis').fill('ab'.repeat(32))
    expect(await page.getByTestId('verdict').getAttribute('data-code')).toBe('PROOF_OTHER_GENESIS')
    await page.getByTestId('language').click()
    expect(await page.getByTestId('verdict').textContent()).toContain('Not valid')
    await page.getByTestId('genesis').fill('abc')
    expect(await page.getByTestId('verdict').count()).toBe(0)
  })

  it('loads nothing, asks nobody and breaks no rule of its content policy', () => {
    expect(requests.filter((url) => !url.startsWith('file:'))).toEqual([])
    expect(new Set(requests).size).toBe(1)
    expect(complaints).toEqual([])
  })
})
