import { consHello, CONS_PROTOCOL } from '../../electron/peer/net/protocols/cons/protocol.ts'
import { encodeMessages } from '../../electron/peer/net/protocols/cons/codec.ts'
import { BLOCKS_PROTOCOL } from '../../electron/peer/net/protocols/blocks/protocol.ts'
import { encodeBlocksHead, encodeBlocksPart, encodeBlocksRequest } from '../../electron/peer/net/protocols/blocks/codec.ts'
import { BODIES_PROTOCOL } from '../../electron/peer/net/protocols/bodies/protocol.ts'
import { encodeBodiesRequest } from '../../electron/peer/net/protocols/bodies/codec.ts'
import { PENDING_PROTOCOL } from '../../electron/peer/net/protocols/pending/protocol.ts'
import { encodePendingRequest, GET, IDS, SUMS } from '../../electron/peer/net/protocols/pending/codec.ts'
import { partSums } from '../../electron/peer/net/protocols/pending/sums.ts'
import { encodeEpochsHead, encodeEpochsRequest, encodeHop } from '../../electron/peer/net/protocols/epochs/codec.ts'
import { EPOCHS_PROTOCOL } from '../../electron/peer/net/protocols/epochs/protocol.ts'
import { encodeJoinAnswer } from '../../electron/peer/net/protocols/join/codec.ts'
import { JOIN_PROTOCOL } from '../../electron/peer/net/protocols/join/protocol.ts'
import { encodeHeaders, encodeLogRequest, encodeSegmentPart } from '../../electron/peer/net/protocols/log/codec.ts'
import { LOG_PROTOCOL } from '../../electron/peer/net/protocols/log/protocol.ts'
import { encodeBucketPart, encodeSnapshotHead, encodeStateRequest } from '../../electron/peer/net/protocols/state/codec.ts'
import { STATE_PROTOCOL } from '../../electron/peer/net/protocols/state/protocol.ts'
import { STATUS_PROTOCOL } from '../../electron/peer/net/protocols/status/protocol.ts'
import { encodeStatus } from '../../electron/peer/net/protocols/status/codec.ts'
import { packEnvelopes } from '../../electron/peer/net/protocols/pack.ts'
import { END_FRAME, frame } from '../../electron/peer/net/framing.ts'
import { packRecords } from '../../electron/peer/net/record-batch.ts'
import { recordTopic } from '../../electron/peer/net/gossip.ts'
import { concat, utf8 } from '../../shared/kit/bytes.ts'
import { goldenBytes } from './golden.ts'

export const ledger = (name: string): Uint8Array => goldenBytes('ledger/formats', name)
const status = {
  v: 1 as const, G: ledger('genesisHash'), height: 1, blockId: ledger('blockId'), final: ledger('certificate'), instance: new Uint8Array(16).fill(7),
  version: '0.1.0', now: 1_790_000_000_000, pending: 2, pendingDigest: ledger('leaf'), seen: { epoch: 0, height: 1, view: 2 }, twinAge: null,
}
const none = { certs: [], proposals: [], votes: [], status: null }
const slotStatus = {
  epoch: 0, height: 2, view: 1, ask: true,
  views: [{ view: 0, notarized: false, nullified: true, proposal: true, notarize: [1], nullify: [0, 2, 3], finalize: [] }],
}

/** Every message between peers, of the committed values of the ledger. */
export function netFormats(): Record<string, Uint8Array> {
  const [one] = packEnvelopes([ledger('envelope')])
  const [empty] = packEnvelopes([])
  return {
    status: encodeStatus(status),
    statusOfNewcomer: encodeStatus({ ...status, height: 0, blockId: status.G, final: null, seen: null, twinAge: 5_000 }),
    blocksRequest: encodeBlocksRequest({ from: 1 }),
    blocksHead: encodeBlocksHead({ headers: [ledger('header')], finals: [ledger('certificate')] }),
    blocksPart: encodeBlocksPart({ envelopes: [ledger('envelope')], last: true }),
    bodiesRequest: encodeBodiesRequest({ block: ledger('blockId'), at: [0, 2] }),
    bodiesRequestAll: encodeBodiesRequest({ block: ledger('blockId'), at: null }),
    pendingSums: encodePendingRequest({ op: SUMS, of: new Uint8Array(0) }),
    pendingIds: encodePendingRequest({ op: IDS, of: Uint8Array.of(3, 200) }),
    pendingGet: encodePendingRequest({ op: GET, of: ledger('recordId') }),
    pendingSumsAnswer: partSums([ledger('recordId')]),
    envelopes: one!,
    noEnvelopes: empty!,
    consHello: consHello(ledger('genesisHash')),
    consVotes: encodeMessages({ ...none, certs: [ledger('certificate')], votes: [ledger('vote')], status: slotStatus })[0]!,
    consProposal: encodeMessages({ ...none, proposals: [ledger('proposal')] })[0]!,
    frame: frame(Uint8Array.of(1, 2, 3)),
    endFrame: END_FRAME,
    epochsRequest: encodeEpochsRequest({ v: 1, epoch: 3 }),
    epochsHop: encodeHop({ header: ledger('header'), certificate: ledger('certificate'), members: ['BJ', 'GD', 'SH', 'SZSE'].map((id, i) => ({ id, voteKey: new Uint8Array(32).fill(i) })) }),
    epochsHead: encodeEpochsHead({ header: ledger('header'), certificate: ledger('certificate'), more: true }),
    epochsHeadOfNothing: encodeEpochsHead({ header: null, certificate: null, more: false }),
    logRoots: encodeLogRequest({ v: 1, want: 'roots', size: 100_000, from: 0, count: 391 }),
    logSegments: encodeLogRequest({ v: 1, want: 'segments', size: 100_000, from: 16, count: 16 }),
    logHeaders: encodeLogRequest({ v: 1, want: 'headers', size: 0, from: 500, count: 500 }),
    logSegmentPart: encodeSegmentPart({ envelopes: [ledger('envelope')], last: true }),
    logHeaderList: encodeHeaders([ledger('header')]),
    stateOpen: encodeStateRequest({ v: 1, at: null, from: 0, to: 0 }),
    stateBuckets: encodeStateRequest({ v: 1, at: ledger('blockId'), from: 256, to: 512 }),
    stateHead: encodeSnapshotHead({ header: ledger('header'), certificate: ledger('certificate') }),
    stateBucketParts: concat(
      encodeBucketPart({ bucket: 256, last: true, entries: [['note/a', utf8('征信')]] }),
      encodeBucketPart({ bucket: 65_535, last: false, entries: [['k', new Uint8Array(300)], ['键', new Uint8Array(0)]] }),
    ),
    recordBatch: packRecords([ledger('envelope'), ledger('envelope')])[0]!,
    joinAnswer: encodeJoinAnswer({ until: 1_790_000_600_000, fingerprint: '0123 4567 89ab cdef' }),
    namesOfSync: utf8([EPOCHS_PROTOCOL, STATE_PROTOCOL, LOG_PROTOCOL, JOIN_PROTOCOL].join(' ')),
    names: utf8([STATUS_PROTOCOL, BLOCKS_PROTOCOL, BODIES_PROTOCOL, PENDING_PROTOCOL, CONS_PROTOCOL, recordTopic(ledger('genesisHash'))].join(' ')),
  }
}
