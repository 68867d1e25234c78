import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Browser } from 'playwright-core'
import { launchBrowser } from './chromium.ts'
import { root, temporaryFolder, type Desktop } from './desktop.ts'

interface Host {
  readonly process: ChildProcess
  readonly url: string
}

/** The host process as `npm start` starts it where there is no Electron, on the built bundle. */
async function startHost(data: string): Promise<Host> {
  const child = spawn(process.execPath, [path.join(root, 'build/scripts/start.js'), '--browser', '--no-open', '--port', '0', '--user-data', data], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  const lines = createInterface({ input: child.stdout! })
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the host ended with ${String(code)} before it printed its address`)))
  const printed = (async () => {
    for await (const line of lines) {
      const url = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(line)?.[0]
      if (url) return url
    }
    throw new Error('the host printed no address')
  })()
  const url = await Promise.race([printed, ended])
  ended.catch(() => undefined)
  return { process: child, url }
}

/** Pulls the plug of a host and of every peer process it started. */
function unplug(host: Host): void {
  try {
    process.kill(-host.process.pid!, 'SIGKILL')
  } catch {
    // Already gone.
  }
}

async function open(data: ReturnType<typeof temporaryFolder>, browser: Browser): Promise<Desktop> {
  const host = await startHost(data.path)
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  const page = await context.newPage()
  await page.goto(host.url)
  return {
    name: 'browser',
    page,
    dataFolder: data.path,
    async saved(trigger) {
      const [download] = await Promise.all([page.waitForEvent('download'), trigger()])
      return readFile(await download.path(), 'utf8')
    },
    async restart() {
      unplug(host)
      await context.close()
      return open(data, browser)
    },
    async close() {
      const gone = once(host.process, 'exit')
      host.process.kill('SIGTERM')
      await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, 8000))])
      unplug(host)
      await browser.close()
      data.remove()
    },
  }
}

export const startBrowser = async (): Promise<Desktop> => open(temporaryFolder(), await launchBrowser())
