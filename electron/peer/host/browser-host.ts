import { mkdirSync } from 'node:fs'
import { CodedError } from '../../../shared/kit/result.ts'
import { readAddress, removeAddress, writeAddress } from '../gateway/address-file.ts'
import { connectHost } from '../gateway/client.ts'
import { startGateway, type Gateway } from '../gateway/server.ts'
import { APP_VERSION } from './version.ts'
import { createHost } from './host.ts'
import { stderrLog } from './log.ts'
import { openBrowser } from './open-browser.ts'
import { openPeer } from './open-peer.ts'
import { hostChannel } from './router.ts'
import { nodeSpawner } from './spawn-node.ts'

export interface BrowserHostOptions {
  /** File to fork for further peers. */
  readonly entry: string
  /** Built page; null where it was not built. */
  readonly pageRoot: string | null
  readonly userData: string
  readonly port: number
  /** Go to the demonstration at once. */
  readonly demo: boolean
  readonly open: boolean
}

const say = (zh: string, en: string): void => void process.stdout.write(`${zh}\n${en}\n`)

/** The application in browser mode: prints an address that opens it, and runs until it is told to stop. */
export async function runBrowserHost(options: BrowserHostOptions): Promise<void> {
  mkdirSync(options.userData, { recursive: true, mode: 0o700 })
  if (await showRunning(options)) return
  const host = createHost({
    runtime: 'browser',
    appVersion: APP_VERSION,
    userData: options.userData,
    spawner: nodeSpawner(options.entry),
    openPeer: openPeer({ osWrap: null }),
    osWrap: null,
    log: stderrLog,
  })
  let gateway: Gateway
  try {
    gateway = await startGateway({ port: options.port, pageRoot: options.pageRoot, channels: { host: hostChannel(host, stderrLog), peer: host.peerChannel } })
  } catch (error) {
    const code = error instanceof CodedError ? error.code : 'GATEWAY_LISTEN'
    say(`无法监听端口 ${options.port}（${code}），请换一个端口：--port N`, `Port ${options.port} can't be used (${code}); please choose another one: --port N`)
    process.exit(1)
  }
  writeAddress(options.userData, gateway)
  let isStopping = false
  const stop = (): void => {
    if (isStopping) return process.exit(1)
    isStopping = true
    removeAddress(options.userData)
    void host
      .stop()
      .then(() => gateway.close())
      .finally(() => process.exit(0))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  process.on('SIGHUP', stop)

  say('征信链已启动，请在浏览器中打开：', 'Zhengxinlian is running. Open this address in a browser:')
  process.stdout.write(`\n  ${gateway.url}\n\n`)
  say('按 Ctrl-C 结束。', 'Press Ctrl-C to end it.')
  if (options.open) openBrowser(gateway.url)
  if (options.demo) await host.startDemo()
  else await host.resume()
}

/** A host that already runs on this user data folder is shown again instead of started twice. */
async function showRunning({ userData, open, demo }: BrowserHostOptions): Promise<boolean> {
  const running = readAddress(userData)
  if (!running) return false
  try {
    const connection = await connectHost(running)
    const { client } = connection
    const state = await client.state()
    if (demo && state.mode === 'welcome') await client.startDemo()
    connection.close()
  } catch {
    return false
  }
  const url = `http://127.0.0.1:${running.port}/?token=${running.token}`
  say('征信链已在运行：', 'Zhengxinlian is running already:')
  process.stdout.write(`\n  ${url}\n\n`)
  if (open) openBrowser(url)
  return true
}
