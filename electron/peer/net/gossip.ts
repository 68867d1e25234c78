import { TopicValidatorResult, type GossipSub } from '@libp2p/gossipsub'
import { toHex } from '../../../shared/kit/bytes.ts'
import type { Hash } from '../../../shared/ledger/types.ts'
import { MAX_GOSSIP_BYTES } from './limits.ts'

/** One topic a network: records of another genesis are not even heard. */
export const recordTopic = (genesisHash: Hash): string => `zxl/rec/1/${toHex(genesisHash)}`

/** Mesh of the Ethereum consensus layer; a full mesh below nine members. */
export const gossipOptions = (topic: string, idOf: (data: Uint8Array) => Uint8Array, isReader: (peerId: string) => boolean) => ({
  D: 8,
  Dlo: 6,
  Dhi: 12,
  Dlazy: 6,
  heartbeatInterval: 1_000,
  seenTTL: 10 * 60_000,
  floodPublish: true,
  doPX: false,
  fallbackToFloodsub: false,
  allowPublishToZeroTopicPeers: true,
  ignoreDuplicatePublishError: true,
  globalSignaturePolicy: 'StrictNoSign' as const,
  allowedTopics: [topic],
  maxInboundDataLength: MAX_GOSSIP_BYTES,
  maxInboundStreams: 2,
  maxOutboundStreams: 2,
  maxTopicBytesPerPeer: 16 * 1024,
  // Members on one office line or one machine share an address. Readers stay below every threshold: nothing is sent to them.
  scoreParams: { IPColocationFactorWeight: 0, appSpecificScore: (peerId: string) => (isReader(peerId) ? -1_000 : 10) },
  msgIdFn: (message: { data: Uint8Array }) => idOf(message.data),
})

/** accept: new and well signed, pass it on. ignore: known, or no room. reject: nobody honest would have passed it on. */
export type RecordVerdict = 'accept' | 'ignore' | 'reject'

const RESULT = { accept: TopicValidatorResult.Accept, ignore: TopicValidatorResult.Ignore, reject: TopicValidatorResult.Reject } as const

/** Subscribes to the records of the network and publishes own ones. */
export class RecordGossip {
  readonly #pubsub: GossipSub
  readonly #topic: string

  constructor(pubsub: GossipSub, topic: string, judge: (peerId: string, data: Uint8Array) => Promise<RecordVerdict>) {
    this.#pubsub = pubsub
    this.#topic = topic
    pubsub.topicValidators.set(topic, async (peer, message) => RESULT[await judge(peer.toString(), message.data)])
  }

  start(): void {
    this.#pubsub.subscribe(this.#topic)
  }

  /** Sends a message of records to every subscribed peer; gives the peer ids it went to. Best effort: reconciliation delivers the rest. */
  async publish(message: Uint8Array): Promise<ReadonlySet<string>> {
    const { recipients } = await this.#pubsub.publish(this.#topic, message)
    return new Set(recipients.map((peer) => peer.toString()))
  }
}
