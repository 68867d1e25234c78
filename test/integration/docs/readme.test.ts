import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../../..')
const readme = readFileSync(path.join(root, 'README.md'), 'utf8')
const scratch = mkdtempSync(path.join(os.tmpdir(), 'zxl-readme-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

interface Command {
  readonly text: string
  readonly exit: number
}

/** Every command line of the shell blocks; a remark `exit N` says what it ends with. */
const commands: readonly Command[] = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)]
  .flatMap((block) => block[1]!.split('\n'))
  .map((line) => line.trim())
  .filter((line) => line !== '')
  .map((line) => ({ text: line.replace(/\s+#.*$/, ''), exit: Number(/#.*\bexit (\d)/.exec(line)?.[1] ?? 0) }))

/** Commands that can't run inside a test, and the file that runs the same thing. */
const elsewhere: Readonly<Record<string, { readonly file: string; readonly says: string }>> = {
  'npm ci && npm start': { file: 'test/e2e/support/browser-host.ts', says: 'build/scripts/start.js' },
  'npm test': { file: '.ci/run', says: 'npm test' },
  'npm test -- unit': { file: 'build/scripts/test.ts', says: "unit: () => tests('unit')" },
  'npm run demo': { file: 'test/e2e/journeys/start.ts', says: 'welcome-demo' },
  'npm run demo -- --once --json': { file: 'test/integration/demo/once.test.ts', says: '--once' },
}

describe('every command of the README', () => {
  it.each(commands.filter(({ text }) => text in elsewhere))('$text is run by another test', ({ text }) => {
    const { file, says } = elsewhere[text]!
    expect(readFileSync(path.join(root, file), 'utf8')).toContain(says)
  })

  it.each(commands.filter(({ text }) => !(text in elsewhere)))('$text', ({ text, exit }) => {
    const done = spawnSync(text.replaceAll('./net', path.join(scratch, 'net')), { cwd: root, shell: true, encoding: 'utf8', timeout: 110_000 })
    expect(done.status, `${done.stdout}\n${done.stderr}`).toBe(exit)
  })

  it('there are some, and the pictures and folders it names exist', () => {
    expect(commands.length).toBeGreaterThan(8)
    for (const [, target] of readme.matchAll(/\]\(([^)#:]+)\)/g)) expect(existsSync(path.join(root, target!)), target).toBe(true)
    for (const [, name] of readme.matchAll(/`((?:shared|electron|build|renderer|test)\/[\w./-]+)`/g)) expect(existsSync(path.join(root, name!)), name).toBe(true)
  })
})
