/**
 * Adds what is new to the committed bytes: `node test/vectors/write.ts`. What is there already is never changed: a format
 * that gives other bytes needs a new version, and a new name here.
 */
import { writeFileSync } from 'node:fs'
import { golden, hexOf, type GoldenFile } from './golden.ts'
import { fileFormats } from './files.ts'
import { plainFiles, sealedFiles } from './folder.ts'
import { netFormats } from './net.ts'
import { stateFormats } from './state.ts'
import { schemaHashes } from './store.ts'

type Builder = () => Record<string, string> | Promise<Record<string, string>>
const BUILDERS: Partial<Record<GoldenFile, Builder>> = {
  'ledger/files': fileFormats,
  'ledger/state': () => hexOf(stateFormats()),
  'net/formats': () => hexOf(netFormats()),
  'store/schemas': schemaHashes,
  'folder/files': async () => ({ ...(await plainFiles()), ...(await sealedFiles()) }),
}

for (const [file, build] of Object.entries(BUILDERS) as [GoldenFile, Builder][]) {
  const before = golden(file)
  const fresh = Object.entries(await build()).filter(([name]) => !(name in before))
  if (fresh.length === 0) continue
  writeFileSync(new URL(`${file}.json`, import.meta.url), `${JSON.stringify({ ...before, ...Object.fromEntries(fresh) }, null, 2)}\n`)
  console.log(`${file}: ${fresh.map(([name]) => name).join(', ')}`)
}
