/**
 * Adds what is new to the committed bytes: `node test/vectors/write.ts`. What is there already is never changed: a format
 * that gives other bytes needs a new version, and a new name here.
 */
import { writeFileSync } from 'node:fs'
import { golden, hexOf, type GoldenFile } from './golden.ts'
import { netFormats } from './net.ts'

const BUILDERS: Partial<Record<GoldenFile, () => Record<string, string>>> = {
  'net/formats': () => hexOf(netFormats()),
}

for (const [file, build] of Object.entries(BUILDERS) as [GoldenFile, () => Record<string, string>][]) {
  const before = golden(file)
  const fresh = Object.entries(build()).filter(([name]) => !(name in before))
  if (fresh.length === 0) continue
  writeFileSync(new URL(`${file}.json`, import.meta.url), `${JSON.stringify({ ...before, ...Object.fromEntries(fresh) }, null, 2)}\n`)
  console.log(`${file}: ${fresh.map(([name]) => name).join(', ')}`)
}
