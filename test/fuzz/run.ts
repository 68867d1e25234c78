/**
 * Long runs: `node test/fuzz/run.ts --cases N [--decoder NAME] [--seed S]`. Each finding is printed with the number of its
 * case, which `--seed NUMBER --cases 1` makes again, and kept under out/fuzz to become a regression.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { toHex } from '../../shared/kit/bytes.ts'
import { fuzz } from './fuzz.ts'
import { TARGETS } from './targets/all.ts'

const flag = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? undefined : process.argv[at + 1]
}
const cases = Number(flag('cases') ?? 10_000)
const from = Number(flag('seed') ?? 1)
const only = flag('decoder')
const targets = TARGETS.filter(({ name }) => only === undefined || name === only || name.startsWith(`${only}.`))
if (!Number.isInteger(cases) || cases < 1 || !Number.isInteger(from) || targets.length === 0) {
  console.log(`usage: node test/fuzz/run.ts --cases N [--decoder NAME] [--seed S]\ndecoders: ${TARGETS.map(({ name }) => name).join(' ')}`)
  process.exit(2)
}
let failed = false
for (const target of targets) {
  const started = performance.now()
  const { cases: count, findings, slowest } = await fuzz(target, cases, from, () => performance.now())
  const seconds = (performance.now() - started) / 1000
  console.log(`${target.name}: ${count} cases from ${from}, ${(count / seconds).toFixed(0)}/s, slowest ${slowest.ms.toFixed(1)} ms (${slowest.number}), ${findings.length} findings`)
  for (const { number, what, input } of findings) {
    failed = true
    const folder = new URL('../../out/fuzz/', import.meta.url)
    mkdirSync(folder, { recursive: true })
    writeFileSync(new URL(`${target.name}-${number}.json`, folder), `${JSON.stringify({ target: target.name, why: what.split('\n')[0], input: toHex(input) }, null, 2)}\n`)
    console.log(`  --decoder ${target.name} --seed ${number} --cases 1: ${what}`)
  }
}
process.exit(failed ? 1 : 0)
