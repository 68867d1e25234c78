import { spawnSync } from 'child_process'
import { createHash } from 'crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'fs'
import path from 'path'
import { fileURLToPath } from 'url'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const STAMP = path.join(root, 'out', '.built')
const SOURCES = ['shared', 'electron', 'renderer', 'build', 'package-lock.json']

function list(file, into) {
  const stat = statSync(file)
  if (!stat.isDirectory()) return into.push(file.slice(root.length) + ':' + stat.size + ':' + Math.floor(stat.mtimeMs))
  for (const name of readdirSync(file).sort()) if (name !== 'node_modules') list(path.join(file, name), into)
}

/** One word for all sources by name, size and time: a removed file counts as much as a changed one. */
function sourcesNow() {
  const parts = []
  for (const name of SOURCES) if (existsSync(path.join(root, name))) list(path.join(root, name), parts)
  return createHash('sha256').update(parts.join('\n')).digest('hex')
}

/** Builds what runs, where the sources changed since the last build. Returns false where the build failed. */
export function ensureBuilt(say) {
  const now = sourcesNow()
  const pieces = ['out/main/index.cjs', 'out/peer/host-node.js', 'out/cli/index.js', 'out/renderer/index.html', 'out/renderer/zhengxinlian-verifier.html']
  const isWhole = pieces.every((piece) => existsSync(path.join(root, piece)))
  if (isWhole && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === now) return true
  say('正在构建… / Building…')
  const done = spawnSync(process.execPath, [path.join(root, 'build/scripts/build.ts')], { cwd: root, stdio: ['ignore', 2, 2] })
  if (done.status !== 0) return false
  writeFileSync(STAMP, now)
  return true
}
