import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { PEER_FLAGS } from './spawn-messages.ts'
import { openPeer } from './open-peer.ts'
import { runMemberProcess } from './member-process.ts'
import { runBrowserHost } from './browser-host.ts'
import { defaultUserData } from './settings.ts'

/** Under Node: with `--child` one member's peer, otherwise the host with the page on a loopback address. */
const argv = process.argv.slice(2)
if (argv.includes(PEER_FLAGS.child)) await runMemberProcess(argv, openPeer({ osWrap: null }))
else {
  const { values } = parseArgs({
    args: argv,
    options: {
      'user-data': { type: 'string' },
      runtime: { type: 'string' },
      port: { type: 'string', default: '0' },
      demo: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
    },
  })
  const here = fileURLToPath(import.meta.url)
  // Bundled this file is out/peer/host-node.js, unbundled electron/peer/host/entry-node.ts: the page is in out/renderer.
  const pageRoot = [path.resolve(here, '../../renderer'), path.resolve(here, '../../../../out/renderer')].find((folder) => existsSync(path.join(folder, 'index.html'))) ?? null
  await runBrowserHost({
    entry: here,
    pageRoot,
    userData: values['user-data'] ?? defaultUserData(process.env, process.platform, homedir()),
    port: Number(values.port),
    demo: values.demo,
    open: !values['no-open'],
  })
}
