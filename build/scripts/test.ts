import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'

/**
 * The whole proof, in the order in which a failure is cheapest: lint, arrows, types, build, then unit, simulation,
 * integration and end-to-end tests. Ends with one line `N passed, N failed, N skipped`; each step before the tests
 * counts as one. Arguments name the parts to run (default: all).
 */
const root = path.resolve(import.meta.dirname, '../..')
const bin = (name: string) => path.join(root, 'node_modules', name)
const node = process.execPath
const totals = { passed: 0, failed: 0, skipped: 0 }

function run(title: string, args: string[]): boolean {
  const started = performance.now()
  console.log(`\n== ${title}`)
  const done = spawnSync(node, args, { cwd: root, stdio: 'inherit', env: { ...process.env, FORCE_COLOR: '0' } })
  console.log(`== ${title}: ${done.status === 0 ? 'ok' : `failed (${done.status ?? done.signal})`}, ${((performance.now() - started) / 1000).toFixed(1)} s`)
  return done.status === 0
}

function step(title: string, args: string[]): boolean {
  const passed = run(title, args)
  totals[passed ? 'passed' : 'failed']++
  return passed
}

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly numFailedTestSuites: number
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[]
}

function tests(project: string): void {
  const file = path.join(root, 'out', 'test', `${project}.json`)
  mkdirSync(path.dirname(file), { recursive: true })
  rmSync(file, { force: true })
  const passed = run(`${project} tests`, [bin('vitest/vitest.mjs'), 'run', '--config', 'build/vitest.config.ts', '--project', project, '--reporter', 'default', '--reporter', 'json', `--outputFile.json=${file}`])
  let report: Report
  try {
    report = JSON.parse(readFileSync(file, 'utf8')) as Report
  } catch {
    totals.failed++
    return
  }
  // A file that did not even load has no tests of its own, but it has failed.
  const unloaded = report.testResults.filter((result) => result.status === 'failed' && result.assertionResults.length === 0).length
  totals.passed += report.numPassedTests
  totals.failed += report.numFailedTests + unloaded
  totals.skipped += report.numPendingTests + report.numTodoTests
  if (!passed && report.numFailedTests + unloaded === 0) totals.failed++
}

const parts: Record<string, () => unknown> = {
  lint: () => step('lint', [bin('oxlint/bin/oxlint'), '-c', 'build/lint/oxlintrc.json', '--type-aware', '--tsconfig', 'tsconfig.json']),
  arrows: () => step('arrows', ['build/lint/arrows.ts']),
  types: () => step('types', [bin('typescript/bin/tsc'), '-b']),
  build: () => step('build', ['build/scripts/build.ts']),
  unit: () => tests('unit'),
  simulation: () => tests('simulation'),
  integration: () => tests('integration'),
  e2e: () => tests('e2e'),
}

const wanted = process.argv.slice(2).filter((arg) => !arg.startsWith('-'))
const unknown = wanted.filter((name) => !(name in parts))
if (unknown.length > 0) {
  console.error(`unknown part: ${unknown.join(', ')}; known: ${Object.keys(parts).join(', ')}`)
  process.exit(2)
}
for (const [name, part] of Object.entries(parts)) if (wanted.length === 0 || wanted.includes(name)) part()

console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)
process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0
