import { spawn, spawnSync } from 'child_process'
import { existsSync } from 'fs'
import { createRequire } from 'module'
import path from 'path'
import { root } from './freshness.js'

const names = { win32: 'electron.exe', darwin: 'Electron.app/Contents/MacOS/Electron' }
const binaryName = names[process.platform] || 'electron'

function binaryIn(home) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  const file = override ? path.join(override, binaryName) : path.join(home, 'dist', binaryName)
  return existsSync(file) ? file : null
}

/**
 * The Electron binary, fetched on first use where it can be; otherwise why not: 'display', 'binary'.
 * A machine without a display isn't made to download 100 MB that it can't show.
 */
export function findElectron(say) {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return { reason: 'display' }
  let home
  try {
    home = path.dirname(createRequire(path.join(root, 'package.json')).resolve('electron/package.json'))
  } catch {
    return { reason: 'binary' }
  }
  let file = binaryIn(home)
  if (!file && !process.env.ELECTRON_OVERRIDE_DIST_PATH) {
    say('正在下载 Electron（仅第一次）… / Fetching Electron (first time only)…')
    spawnSync(process.execPath, [path.join(home, 'install.js')], { stdio: 'ignore', timeout: 300000 })
    file = binaryIn(home)
  }
  return file ? { file: file } : { reason: 'binary' }
}

/**
 * Runs the application in Electron. Resolves with its exit code, or null where it ended within `graceMs` with an error:
 * a machine that has the binary but can't show or sandbox it.
 */
export function runElectron(file, args, graceMs = 8000) {
  return new Promise((resolve) => {
    const flags = []
    // Chromium has no sandbox for the superuser and refuses to start without being told so.
    if (process.platform === 'linux' && process.getuid && process.getuid() === 0) flags.push('--no-sandbox')
    const started = Date.now()
    const env = Object.assign({}, process.env)
    delete env.ELECTRON_RUN_AS_NODE
    const child = spawn(file, flags.concat([root], args), { stdio: ['ignore', 'inherit', 'inherit'], env: env })
    process.on('SIGINT', () => {})
    process.on('SIGTERM', () => child.kill('SIGTERM'))
    child.on('error', () => resolve(null))
    child.on('exit', (code, signal) => {
      const failedAtOnce = code !== 0 && Date.now() - started < graceMs && signal !== 'SIGTERM' && signal !== 'SIGINT'
      resolve(failedAtOnce ? null : code === null ? 1 : code)
    })
  })
}

