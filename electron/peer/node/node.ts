import { unwrap } from '../../../shared/kit/result.ts'
import { openGenesis } from '../../../shared/ledger/genesis.ts'
import { peerIdOfSeed } from '../net/host.ts'
import { creditApplication } from './application.ts'
import { useNativeCrypto } from './native-crypto.ts'
import { Peer } from './peer.ts'
import { openStores, type OpenedStores } from './stores.ts'
import type { Node, NodeOptions } from './types.ts'

/**
 * Starts the peer of an open data folder: files, then pending records, then the network, then consensus. Throws CodedError
 * of the first thing that fails (stores, signer, genesis, NET_*) with everything closed again, the folder included.
 */
export async function startNode(options: NodeOptions): Promise<Node> {
  useNativeCrypto(options.log)
  let stores: OpenedStores | null = null
  try {
    const genesis = unwrap(openGenesis(options.folder.genesis))
    const signer = await options.folder.signer()
    const application = options.application ?? creditApplication()
    stores = openStores(options.folder, signer, genesis, application, options.clock, options.random)
    const { recovery } = stores
    if (recovery) options.log('error', 'workbench.recovered', { backup: recovery.restored?.name ?? null, aside: recovery.setAside })
    const peer = new Peer(options, { stores, genesis, signer, application, peerId: await peerIdOfSeed(signer.transportSeed()) })
    await peer.start()
    return peer
  } catch (error) {
    stores?.close()
    options.folder.close()
    throw error
  }
}
