import type { OpenGenesis } from '../../../shared/ledger/genesis.ts'
import type { Signer } from '../signer/types.ts'
import type { Application } from './application.ts'
import type { OpenedStores } from './stores.ts'

/** What is opened before a peer is put together. */
export interface PeerParts {
  readonly stores: OpenedStores
  readonly genesis: OpenGenesis
  readonly signer: Signer
  readonly application: Application
  readonly peerId: string
}
