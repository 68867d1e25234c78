import { randomBytes } from 'node:crypto'
import type { Clock, Random } from '../../../shared/kit/env.ts'
import { startPeerApi } from '../api/index.ts'
import { openFolder } from '../folder/open.ts'
import { restServer } from '../gateway/rest.ts'
import { routerServer } from '../gateway/wire.ts'
import { startNode } from '../node/node.ts'
import type { OsWrap } from '../signer/types.ts'
import { stderrLog } from './log.ts'
import type { OpenPeer } from './member-peer.ts'
import { APP_VERSION } from './version.ts'

const clock: Clock = { now: () => Date.now() }
const random: Random = { bytes: (length) => new Uint8Array(randomBytes(length)) }

/** Opens data folders with their peer and its API, on this machine's clock and randomness. */
export function openPeer(options: { readonly osWrap: OsWrap | null }): OpenPeer {
  return async (path) => {
    const folder = openFolder(path, { osWrap: options.osWrap })
    // From here on the node closes the folder, also where it can't start.
    const node = await startNode({ folder, log: stderrLog, clock, random, version: APP_VERSION })
    const api = startPeerApi({ node, workbench: node.stores.workbench, signer: node.signer, network: folder.network, appVersion: APP_VERSION, clock, random, log: stderrLog })
    return {
      memberId: folder.network.me,
      serve: routerServer(api.router as never, () => api.context('page')),
      rest: restServer(api.router as never, () => api.context('rest'), APP_VERSION),
      resumed: () => node.wake(),
      async stop() {
        api.close()
        await node.stop()
      },
    }
  }
}
