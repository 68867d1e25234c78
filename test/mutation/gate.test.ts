import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MUTANTS, ROWS, type Seeded } from './bugs.ts'

const root = path.resolve(import.meta.dirname, '../..')
const sourceOf = (file: string): string => readFileSync(path.join(root, file), 'utf8')
const times = (text: string, part: string): number => text.split(part).length - 1

const folder = mkdtempSync(path.join(tmpdir(), 'zxl-mutants-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs every mutant's test once, in one process; the answer by project. */
function runMutants(): ReadonlyMap<string, { readonly failed: readonly string[]; readonly passed: readonly string[] }> {
  const found = new Map<string, { failed: string[]; passed: string[] }>()
  const done = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/mutation/vitest.config.ts', '--reporter', './test/mutation/reporter.ts'], {
    cwd: root, env: { ...process.env, FORCE_COLOR: '0', MUTANTS_REPORT: path.join(folder, 'report.json') }, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024,
  })
  const lines = JSON.parse(readFileSync(path.join(folder, 'report.json'), 'utf8')) as readonly { project: string; name: string; state: string }[]
  if (lines.length === 0) throw new Error(done.stderr.slice(-2_000))
  for (const { project, name, state } of lines) {
    const entry = found.get(project) ?? { failed: [], passed: [] }
    found.set(project, entry)
    if (state === 'failed') entry.failed.push(name)
    if (state === 'passed') entry.passed.push(name)
  }
  return found
}

let results: ReturnType<typeof runMutants>
beforeAll(() => {
  results = runMutants()
}, 300_000)

describe.each(ROWS.map((row) => [row.bug, row] as const))('%s', (_, row) => {
  test('is caught by a named test', () => {
    expect(row.mutants.length + row.seeded.length).toBeGreaterThan(0)
  })

  test.each(row.mutants.map((mutant) => [`${mutant.find.trim().slice(0, 60)} -> ${mutant.put.trim().slice(0, 60)}`, mutant] as const))('%s', (_title, mutant) => {
    expect(times(sourceOf(mutant.file), mutant.find), `the line stands once in ${mutant.file}`).toBe(1)
    const { id } = MUTANTS.find((each) => each.file === mutant.file && each.find === mutant.find && each.put === mutant.put && each.name === mutant.name)!
    expect(results.get(id)?.failed.filter((name) => name.includes(mutant.name)) ?? [], `${mutant.test}: ${mutant.name} fails with the bug`).not.toEqual([])
  })

  test.each(row.seeded.map((seeded) => [seeded.name, seeded] as const))('seeded: %s', (_title, { test: file, name }: Seeded) => {
    const source = sourceOf(file) + (file.includes('/explorer/') ? sourceOf('test/simulation/explorer/mistakes.ts') : '')
    expect(source, `${file} has a test ${name}`).toContain(`'${name}`)
  })
})
