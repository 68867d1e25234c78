import { decodeEpochsHead, decodeEpochsRequest, decodeHop, encodeEpochsHead, encodeEpochsRequest, encodeHop } from '../../../electron/peer/net/protocols/epochs/codec.ts'
import { epochsHandler } from '../../../electron/peer/net/protocols/epochs/handler.ts'
import { decodeJoinAnswer, encodeJoinAnswer } from '../../../electron/peer/net/protocols/join/codec.ts'
import { checkHashes, decodeHeaders, decodeLogRequest, decodeSegmentPart, encodeHeaders, encodeLogRequest, encodeSegmentPart } from '../../../electron/peer/net/protocols/log/codec.ts'
import { logHandler } from '../../../electron/peer/net/protocols/log/handler.ts'
import { decodeBucketParts, decodeSnapshotHead, decodeStateRequest, encodeBucketPart, encodeSnapshotHead, encodeStateRequest } from '../../../electron/peer/net/protocols/state/codec.ts'
import { stateHandler } from '../../../electron/peer/net/protocols/state/handler.ts'
import { concat, utf8 } from '../../../shared/kit/bytes.ts'
import { followEpochs, openCheckpoint } from '../../../shared/ledger/membership/epochs.ts'
import { unwrap } from '../../../shared/kit/result.ts'
import { openGenesis } from '../../../shared/ledger/index.ts'
import { goldenBytes } from '../../vectors/golden.ts'
import { throws, type Target } from '../target.ts'
import { serves } from './serves.ts'

const seed = (name: string): Uint8Array => goldenBytes('net/formats', name)
const ledger = (name: string): Uint8Array => goldenBytes('ledger/formats', name)
const genesis = unwrap(openGenesis(ledger('genesis')))

const hop = decodeHop(seed('epochsHop'))
const newest = { header: ledger('header'), certificate: ledger('certificate') }
const epochs = { hops: (from: number, limit: number) => Array.from({ length: Math.max(0, Math.min(limit, 3 - from)) }, () => hop), newest: () => newest }
const log = {
  size: () => 300,
  roots: (from: number, to: number) => new Uint8Array(32 * (to - from)),
  tail: (size: number) => new Uint8Array(32 * (size % 256)),
  envelopes: (from: number, to: number) => (to <= 300 ? Array.from({ length: to - from }, () => ledger('envelope')) : null),
  header: (height: number) => (height >= 1 && height <= 9 ? ledger('header') : null),
}
const snapshot = {
  head: newest,
  *hashes() {
    yield [256, ledger('leaf')] as const
  },
  *entries(from: number, to: number) {
    if (from <= 256 && to > 256) yield [256, 'note/a', utf8('征信')] as const
  },
}

/** What a newcomer does with a hop and a head that a peer sent. */
const follow = (input: Uint8Array): string | null =>
  throws((bytes) => unwrap(followEpochs(genesis.hash, genesis.voters, [decodeHop(bytes)])), null)(input)
const arrive = (input: Uint8Array): string | null =>
  throws((bytes) => {
    const { header, certificate } = decodeSnapshotHead(bytes)
    return unwrap(openCheckpoint(genesis.hash, genesis.voters, header, certificate))
  }, null)(input)

export const SYNC: readonly Target[] = [
  { name: 'sync.epochs', form: 'cbor', seeds: [seed('epochsRequest')], share: 0.3, take: throws(decodeEpochsRequest, encodeEpochsRequest) },
  { name: 'sync.epochs.serve', form: 'cbor', seeds: [seed('epochsRequest')], share: 0.3, take: serves(epochsHandler(epochs)) },
  { name: 'sync.epochs.hop', form: 'cbor', seeds: [seed('epochsHop')], take: throws(decodeHop, encodeHop) },
  { name: 'sync.epochs.follow', form: 'cbor', seeds: [seed('epochsHop')], share: 0.5, take: follow },
  { name: 'sync.epochs.head', form: 'cbor', seeds: [seed('epochsHead'), seed('epochsHeadOfNothing')], take: throws(decodeEpochsHead, encodeEpochsHead) },
  { name: 'sync.log', form: 'cbor', seeds: [seed('logRoots'), seed('logSegments'), seed('logHeaders')], share: 0.5, take: throws(decodeLogRequest, encodeLogRequest) },
  { name: 'sync.log.serve', form: 'cbor', seeds: [seed('logRoots'), seed('logSegments'), seed('logHeaders')], share: 0.5, take: serves(logHandler(log, () => true)) },
  { name: 'sync.log.part', form: 'cbor', seeds: [seed('logSegmentPart')], take: throws(decodeSegmentPart, encodeSegmentPart) },
  { name: 'sync.log.headers', form: 'cbor', seeds: [seed('logHeaderList')], take: throws(decodeHeaders, encodeHeaders) },
  { name: 'sync.log.hashes', form: 'bytes', seeds: [new Uint8Array(64)], share: 0.2, take: throws(checkHashes, (frame) => frame) },
  { name: 'sync.state', form: 'cbor', seeds: [seed('stateOpen'), seed('stateBuckets')], share: 0.5, take: throws(decodeStateRequest, encodeStateRequest) },
  { name: 'sync.state.serve', form: 'cbor', seeds: [seed('stateBuckets')], share: 0.3, take: serves(stateHandler({ open: () => snapshot }, () => true)) },
  { name: 'sync.state.head', form: 'cbor', seeds: [seed('stateHead')], share: 0.5, take: throws(decodeSnapshotHead, encodeSnapshotHead) },
  { name: 'sync.state.arrive', form: 'cbor', seeds: [seed('stateHead')], share: 0.5, take: arrive },
  { name: 'sync.state.buckets', form: 'bytes', seeds: [seed('stateBucketParts'), encodeBucketPart({ bucket: 1, last: true, entries: [['\ufeffkey', new Uint8Array(1)]] })], take: throws(decodeBucketParts, (parts) => concat(...parts.map(encodeBucketPart))) },
  { name: 'sync.join', form: 'cbor', seeds: [seed('joinAnswer')], share: 0.3, take: throws(decodeJoinAnswer, encodeJoinAnswer) },
]
