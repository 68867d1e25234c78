import { generateKeyPairFromSeed } from '@libp2p/crypto/keys'
import { gossipsub, type GossipSub } from '@libp2p/gossipsub'
import { identify, type Identify } from '@libp2p/identify'
import type { ConnectionGater, Libp2p } from '@libp2p/interface'
import { noise } from '@libp2p/noise'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { ping, type Ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { tls } from '@libp2p/tls'
import { yamux } from '@libp2p/yamux'
import { createLibp2p } from 'libp2p'
import { toMultiaddr, type HostPort } from './address.ts'
import { gossipOptions } from './gossip.ts'
import { MAX_FRAME_BYTES } from './limits.ts'

export type Host = Libp2p<{ identify: Identify; ping: Ping; pubsub: GossipSub }>

export interface HostOptions {
  /** 32-byte seed of the transport key. */
  readonly seed: Uint8Array
  readonly listen: HostPort
  /** Where others reach this machine, beside what it listens on; they learn both on every connection. */
  readonly announce?: HostPort | null
  readonly gater: ConnectionGater
  readonly topic: string
  /** Peers that get and give no records by gossip. */
  readonly isReader?: (peerId: string) => boolean
  readonly recordIdOf: (envelope: Uint8Array) => Uint8Array
  readonly version: string
}

/** Peer id (text) of a transport key's seed: what a genesis lists for a member. */
export async function peerIdOfSeed(seed: Uint8Array): Promise<string> {
  return peerIdFromPrivateKey(await generateKeyPairFromSeed('Ed25519', seed)).toString()
}

/** libp2p over TCP, TLS first and Noise as fallback; not started yet. */
export async function createHost(options: HostOptions): Promise<Host> {
  return createLibp2p({
    start: false,
    privateKey: await generateKeyPairFromSeed('Ed25519', options.seed),
    nodeInfo: { name: 'zhengxinlian', version: options.version, userAgent: `zhengxinlian/${options.version}` },
    addresses: { listen: [toMultiaddr(options.listen).toString()], appendAnnounce: options.announce ? [toMultiaddr(options.announce).toString()] : [] },
    transports: [tcp({ dialOpts: { noDelay: true }, listenOpts: { noDelay: true } })],
    connectionEncrypters: [tls(), noise()],
    streamMuxers: [yamux({ streamOptions: { maxReadBufferLength: 4 * MAX_FRAME_BYTES, maxWriteBufferLength: 12 * MAX_FRAME_BYTES } })],
    connectionGater: options.gater,
    // Redialling is the dialer's; several members may share one office line, so the per-address threshold is generous.
    connectionManager: { maxConnections: 300, reconnectRetries: 0, inboundConnectionThreshold: 100, maxIncomingPendingConnections: 50 },
    // The monitor drops live peers under load: liveness is told by our own heartbeats.
    connectionMonitor: { abortConnectionOnPingFailure: false, pingInterval: 60_000 },
    services: {
      identify: identify(),
      ping: ping(),
      pubsub: gossipsub(gossipOptions(options.topic, options.recordIdOf, options.isReader ?? (() => false))),
    },
  })
}
