import { consHello, CONS_PROTOCOL } from '../../electron/peer/net/protocols/cons/protocol.ts'
import { encodeMessages } from '../../electron/peer/net/protocols/cons/codec.ts'
import { BLOCKS_PROTOCOL } from '../../electron/peer/net/protocols/blocks/protocol.ts'
import { encodeBlocksHead, encodeBlocksPart, encodeBlocksRequest } from '../../electron/peer/net/protocols/blocks/codec.ts'
import { BODIES_PROTOCOL } from '../../electron/peer/net/protocols/bodies/protocol.ts'
import { encodeBodiesRequest } from '../../electron/peer/net/protocols/bodies/codec.ts'
import { PENDING_PROTOCOL } from '../../electron/peer/net/protocols/pending/protocol.ts'
import { encodePendingRequest, GET, IDS, SUMS } from '../../electron/peer/net/protocols/pending/codec.ts'
import { partSums } from '../../electron/peer/net/protocols/pending/sums.ts'
import { STATUS_PROTOCOL } from '../../electron/peer/net/protocols/status/protocol.ts'
import { encodeStatus } from '../../electron/peer/net/protocols/status/codec.ts'
import { packEnvelopes } from '../../electron/peer/net/protocols/pack.ts'
import { END_FRAME, frame } from '../../electron/peer/net/framing.ts'
import { recordTopic } from '../../electron/peer/net/gossip.ts'
import { utf8 } from '../../shared/kit/bytes.ts'
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
    names: utf8([STATUS_PROTOCOL, BLOCKS_PROTOCOL, BODIES_PROTOCOL, PENDING_PROTOCOL, CONS_PROTOCOL, recordTopic(ledger('genesisHash'))].join(' ')),
  }
}
