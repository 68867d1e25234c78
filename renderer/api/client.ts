import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import type { hostContract, PeerContract } from '../../shared/contract/index.ts'
import { Connection } from './connection.ts'

export type HostClient = ContractRouterClient<typeof hostContract>
export type PeerClient = ContractRouterClient<PeerContract>

export const hostConnection = new Connection('host', (link) => createORPCClient<HostClient>(link).state())
export const peerConnection = new Connection('peer', (link) => createORPCClient<PeerClient>(link).session.accounts())

/** The host process: welcome screen and demonstration. */
export const host: HostClient = createORPCClient(hostConnection)
/** The peer that is looked at: everything else. */
export const peer: PeerClient = createORPCClient(peerConnection)

/** Query and mutation options for TanStack Query, one per procedure. */
export const api = createTanstackQueryUtils(peer, { path: ['peer'] })
export const hostApi = createTanstackQueryUtils(host, { path: ['host'] })
