import type { ParentPort } from 'electron'
import { mkdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { isChannel } from '../../shared/contract/channel.ts'
import { PEER_FLAGS, type FromMain, type ToMain } from '../../shared/contract/process.ts'
import { CodedError } from '../../shared/kit/result.ts'
import { APP_VERSION } from './host/version.ts'
import { stderrLog } from './host/log.ts'
import { createHost } from './host/host.ts'
import { runMemberProcess } from './host/member-process.ts'
import { openPeer } from './host/open-peer.ts'
import type { OsWrap } from './signer/types.ts'
import { portWire } from './host/port-wire.ts'
import { hostChannel } from './host/router.ts'
import { mainSpawner } from './host/spawn-main.ts'

/** The OS key store as this process reaches it: by asking main, one question a number. */
function mainKeyStore(post: (message: ToMain) => void): OsWrap & { receive(message: FromMain): void } {
  const open = new Map<number, { resolve: (bytes: Uint8Array) => void; reject: (error: Error) => void }>()
  let seq = 0
  const ask = (op: 'wrap' | 'unwrap', data: Uint8Array): Promise<Uint8Array> =>
    new Promise((resolve, reject) => {
      open.set(++seq, { resolve, reject })
      post({ type: 'os-store', seq, op, data: Buffer.from(data).toString('base64') })
    })
  return {
    name: 'os-store',
    wrap: (secret) => ask('wrap', secret),
    unwrap: (sealed) => ask('unwrap', sealed),
    receive(message) {
      if (message.type !== 'os-store') return
      const waiting = open.get(message.seq)
      open.delete(message.seq)
      if (message.ok) waiting?.resolve(new Uint8Array(Buffer.from(message.data, 'base64')))
      else waiting?.reject(new CodedError(message.code))
    },
  }
}

/** The supervised peer process of the desktop: host contract, own peer, demonstration. */
async function runHost(parent: ParentPort, argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: { 'user-data': { type: 'string' }, runtime: { type: 'string' }, 'os-store': { type: 'boolean', default: false }, demo: { type: 'boolean', default: false } },
  })
  const userData = values['user-data']
  if (!userData) throw new CodedError('HOST_ARGUMENTS')
  mkdirSync(userData, { recursive: true, mode: 0o700 })
  const post = (message: ToMain): void => parent.postMessage(message)
  const spawner = mainSpawner(post)
  const store = mainKeyStore(post)
  const osWrap = values['os-store'] ? store : null
  const host = createHost({ runtime: 'electron', appVersion: APP_VERSION, userData, spawner, openPeer: openPeer({ osWrap }), osWrap, log: stderrLog })
  const channels = { host: hostChannel(host, stderrLog), peer: host.peerChannel }
  parent.on('message', (event) => {
    const message = event.data as FromMain
    spawner.receive(message)
    store.receive(message)
    if (message.type === 'stop') void host.stop().finally(() => process.exit(0))
    else if (message.type === 'resumed') host.resumed()
    else if (message.type === 'open') {
      const [port] = event.ports
      if (port && isChannel(message.channel)) channels[message.channel](portWire(port))
    }
  })
  post({ type: 'ready' })
  if (values.demo) await host.startDemo()
  else await host.resume()
}

const argv = process.argv.slice(2)
if (argv.includes(PEER_FLAGS.child)) await runMemberProcess(argv, openPeer({ osWrap: null }))
else await runHost(process.parentPort, argv)
