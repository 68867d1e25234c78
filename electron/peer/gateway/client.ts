import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { WebSocket } from 'ws'
import type { Channel } from '../../../shared/contract/channel.ts'
import type { hostContract, PeerContract } from '../../../shared/contract/index.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import { GATEWAY } from './limits.ts'

/** Where a running peer's gateway listens, and what it asks for. */
export interface GatewayAddress {
  readonly port: number
  readonly token: string
}

/** Opens a socket to a gateway. The token travels in a header: never in an argument list or an address. */
export function openSocket(address: GatewayAddress, channel: Channel): WebSocket {
  return new WebSocket(`ws://127.0.0.1:${address.port}/rpc/${channel}`, {
    headers: { authorization: `Bearer ${address.token}` },
    maxPayload: GATEWAY.maxFrame,
    perMessageDeflate: false,
    handshakeTimeout: 10_000,
  })
}

export type PeerClient = ContractRouterClient<PeerContract>
export type HostClient = ContractRouterClient<typeof hostContract>

export interface Connection<T> {
  readonly client: T
  /** Resolves when the connection has ended, for whatever reason. */
  readonly closed: Promise<void>
  close(): void
}

async function connect<T>(address: GatewayAddress, channel: Channel): Promise<Connection<T>> {
  const socket = openSocket(address, channel)
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', (error) => reject(new CodedError('PEER_NOT_REACHED', { reason: error.message.slice(0, 200) }, { cause: error })))
  })
  socket.on('error', () => undefined)
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })
  // oRPC types its client as a proxy of whatever contract it is told: this is where it is told.
  return { client: createORPCClient(link) as T, closed, close: () => socket.close() }
}

/** Speaks the peer contract to the gateway at `address`. Throws CodedError PEER_NOT_REACHED {reason}. */
export const connectPeer = (address: GatewayAddress): Promise<Connection<PeerClient>> => connect(address, 'peer')
/** Speaks the host contract to the gateway at `address`. Throws CodedError PEER_NOT_REACHED {reason}. */
export const connectHost = (address: GatewayAddress): Promise<Connection<HostClient>> => connect(address, 'host')
