// `npm run demo`: six centers on this computer, to look at; with --once, the whole job without a person.
import path from 'path'
import { pathToFileURL } from 'url'
import { ensureNode } from '../bin/fit-node.js'
import { ensureBuilt, root } from './freshness.js'
import { start } from './start.js'

async function run(argv) {
  if (!argv.includes('--once')) return start(['--demo'].concat(argv))
  if (!ensureBuilt((line) => process.stderr.write(line + '\n'))) process.exit(1)
  const entry = path.join(root, 'out/cli/index.js')
  process.argv = [process.execPath, entry, 'demo'].concat(argv)
  await import(pathToFileURL(entry).href)
}

if (ensureNode()) void run(process.argv.slice(2))
