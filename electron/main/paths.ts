import { app } from 'electron'
import path from 'node:path'

/** Folder of the built application files (ASAR when packed): out/. */
export const outDir = path.join(app.getAppPath(), 'out')
export const rendererDir = path.join(outDir, 'renderer')
export const preloadFile = path.join(outDir, 'preload', 'index.cjs')
export const peerFile = path.join(outDir, 'peer', 'entry-electron.js')

/**
 * Local, never roaming: a roaming profile copies open databases over the network and breaks them.
 * `--user-data=DIR` serves tests and IT departments that place data elsewhere.
 */
export function userDataDir(): string {
  const chosen = app.commandLine.getSwitchValue('user-data')
  if (chosen) return path.resolve(chosen)
  const { env, platform } = process
  if (platform === 'win32' && env['LOCALAPPDATA']) return path.join(env['LOCALAPPDATA'], 'Zhengxinlian')
  if (platform === 'linux') {
    const base = env['XDG_DATA_HOME'] ?? path.join(app.getPath('home'), '.local', 'share')
    return path.join(base, 'zhengxinlian')
  }
  return path.join(app.getPath('appData'), 'Zhengxinlian')
}
