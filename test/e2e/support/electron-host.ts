import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { _electron } from 'playwright-core'
import { closeDisplay, ensureDisplay } from './display.ts'
import { root, temporaryFolder, type Desktop } from './desktop.ts'

/** The Electron binary to use: given by the environment, or fetched earlier by the `electron` package. */
function binary(): string | null {
  const name = process.platform === 'win32' ? 'electron.exe' : process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron'
  const given = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (given) return existsSync(path.join(given, name)) ? path.join(given, name) : null
  const own = path.join(path.dirname(createRequire(import.meta.url).resolve('electron/package.json')), 'dist')
  const marker = path.join(own, 'version')
  return existsSync(marker) && readFileSync(marker, 'utf8') && existsSync(path.join(own, name)) ? path.join(own, name) : null
}

/** Why the journeys can't run in Electron here, or null where they can. */
export function electronMissing(): string | null {
  if (!binary()) return 'no Electron binary: set ELECTRON_OVERRIDE_DIST_PATH to the folder of one, or run `npm start` once where it can be downloaded'
  return null
}

/**
 * The built application in a real Electron with a fresh data folder. ZXL_ELECTRON_APP names another folder to start
 * (the application beside a database library built for an older Electron).
 */
export const startElectron = (): Promise<Desktop> => open(temporaryFolder())

async function open(data: ReturnType<typeof temporaryFolder>): Promise<Desktop> {
  const screen = await ensureDisplay()
  if (!screen.ok) throw new Error(screen.reason)
  const app = await _electron.launch({
    executablePath: binary()!,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
      process.env['ZXL_ELECTRON_APP'] ?? root,
      `--user-data=${data.path}`,
    ],
    env: { ...(process.env as Record<string, string>), ...screen.env, LANG: 'zh_CN.UTF-8' },
  })
  const page = await app.firstWindow()
  return {
    name: 'electron',
    page,
    dataFolder: data.path,
    // A person chooses the place in the system's own dialog, which no test can press.
    async saved(trigger) {
      const file = path.join(data.path, `saved-${Date.now()}`)
      const done = app.evaluate(
        ({ session }, place) =>
          new Promise<string>((resolve) => {
            session.defaultSession.once('will-download', (_event, item) => {
              item.setSavePath(place)
              item.once('done', (_done, state) => resolve(state))
            })
          }),
        file,
      )
      await page.waitForTimeout(200)
      await trigger()
      if ((await done) !== 'completed') throw new Error('the file was not saved')
      return readFileSync(file, 'utf8')
    },
    restart: async () => {
      app.process().kill('SIGKILL')
      await new Promise((resolve) => setTimeout(resolve, 1500))
      return open(data)
    },
    close: async () => {
      await app.close()
      closeDisplay()
      data.remove()
    },
  }
}
