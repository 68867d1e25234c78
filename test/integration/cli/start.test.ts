import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { findElectron, runElectron } from '../../../build/scripts/electron-host.js'
import { openBrowser } from '../../../electron/peer/host/open-browser.ts'
import { defaultUserData } from '../../../electron/peer/host/settings.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'zxl-start-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A program of Node that stands for the Electron binary: it ends with this code. */
function binary(name: string, code: number): string {
  const file = path.join(folder, name)
  writeFileSync(file, `#!${process.execPath}\nprocess.exit(${code})\n`)
  chmodSync(file, 0o755)
  return file
}

describe('Electron', () => {
  beforeEach(() => {
    vi.stubEnv('DISPLAY', '')
    vi.stubEnv('WAYLAND_DISPLAY', '')
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', folder)
  })
  afterEach(() => vi.unstubAllEnvs())

  it.runIf(process.platform === 'linux')('is not looked for, nor fetched, without a display', () => {
    const said: string[] = []
    expect(findElectron((line) => said.push(line))).toEqual({ reason: 'display' })
    expect(said).toEqual([])
  })
  it.runIf(process.platform === 'linux')('is taken from where the environment says, or nowhere', () => {
    vi.stubEnv('DISPLAY', ':99')
    expect(findElectron(() => undefined)).toEqual({ reason: 'binary' })
    const file = binary('electron', 0)
    expect(findElectron(() => undefined)).toEqual({ file })
  })
  it.runIf(process.platform !== 'win32')('that fails at once is told from one that ran and ended', async () => {
    expect(await runElectron(binary('broken', 1), [])).toBeNull()
    expect(await runElectron(binary('closed', 0), [])).toBe(0)
    expect(await runElectron(binary('late', 3), [], 0)).toBe(3)
    expect(await runElectron(path.join(folder, 'absent'), [])).toBeNull()
  })
})

describe('the browser', () => {
  it('is left alone where there is no screen', () => {
    expect(openBrowser('http://127.0.0.1:1/', {}, 'linux')).toBe(false)
  })
})

describe('the user data folder', () => {
  it('is local on every system', () => {
    expect(defaultUserData({ LOCALAPPDATA: 'C:/L' }, 'win32', 'C:/U')).toBe(path.join('C:/L', 'Zhengxinlian'))
    expect(defaultUserData({}, 'linux', '/h')).toBe(path.join('/h', '.local', 'share', 'zhengxinlian'))
    expect(defaultUserData({ XDG_DATA_HOME: '/x' }, 'linux', '/h')).toBe(path.join('/x', 'zhengxinlian'))
    expect(defaultUserData({}, 'darwin', '/h')).toBe(path.join('/h', 'Library', 'Application Support', 'Zhengxinlian'))
  })
})
