import { consHello } from '../../../electron/peer/net/protocols/cons/protocol.ts'
import { decodeMessage, encodeMessages } from '../../../electron/peer/net/protocols/cons/codec.ts'
import { decodeBlocksHead, decodeBlocksPart, decodeBlocksRequest, encodeBlocksHead, encodeBlocksPart, encodeBlocksRequest } from '../../../electron/peer/net/protocols/blocks/codec.ts'
import { blocksHandler } from '../../../electron/peer/net/protocols/blocks/handler.ts'
import { decodeBodiesRequest, encodeBodiesRequest } from '../../../electron/peer/net/protocols/bodies/codec.ts'
import { bodiesHandler } from '../../../electron/peer/net/protocols/bodies/handler.ts'
import { decodePendingRequest, encodePendingRequest } from '../../../electron/peer/net/protocols/pending/codec.ts'
import { pendingHandler } from '../../../electron/peer/net/protocols/pending/handler.ts'
import { decodeStatus, encodeStatus } from '../../../electron/peer/net/protocols/status/codec.ts'
import { packRecords, unpackRecords } from '../../../electron/peer/net/record-batch.ts'
import { packEnvelopes, unpackEnvelopes } from '../../../electron/peer/net/protocols/pack.ts'
import { parseHostPort, toMultiaddr } from '../../../electron/peer/net/address.ts'
import { END_FRAME, frame, FrameReader } from '../../../electron/peer/net/framing.ts'
import { closeMessage, openMessage } from '../../../electron/peer/consensus/messages.ts'
import { concat, equalBytes, utf8 } from '../../../shared/kit/bytes.ts'
import { unwrap } from '../../../shared/kit/result.ts'
import { openGenesis } from '../../../shared/ledger/index.ts'
import { goldenBytes } from '../../vectors/golden.ts'
import { answers, thrown, throws, UNCHANGED, type Target } from '../target.ts'
import { serves } from './serves.ts'

const seed = (name: string): Uint8Array => goldenBytes('net/formats', name)
const ledger = (name: string): Uint8Array => goldenBytes('ledger/formats', name)
const G = ledger('genesisHash')
const { voters } = unwrap(openGenesis(ledger('genesis')))
const blocks = {
  height: () => 1,
  header: (height: number) => (height === 1 ? ledger('header') : null),
  cert: (height: number) => (height === 1 ? ledger('certificate') : null),
  body: (height: number) => (height === 1 ? [ledger('envelope')] : null),
}
const pending = { ids: () => [ledger('recordId')], envelope: (id: Uint8Array) => (equalBytes(id, ledger('recordId')) ? ledger('envelope') : null) }

/** Frames read however the stream is cut, and what they came from. */
function frames(input: Uint8Array): string | null {
  const read = (step: number): Uint8Array[] => {
    const reader = new FrameReader(1_024)
    const found: Uint8Array[] = []
    for (let at = 0; at < input.length; at += step) found.push(...reader.push(input.subarray(at, at + step)))
    return found
  }
  try {
    const whole = concat(...read(input.length).map(frame))
    if (!equalBytes(whole, input.subarray(0, whole.length))) return 'frames are not what the stream held'
    return equalBytes(whole, concat(...read(1).map(frame))) ? null : 'the cut of the stream changes its frames'
  } catch (error) {
    return thrown(error)
  }
}

function consensus(input: Uint8Array): string | null {
  try {
    const { message, shown } = openMessage(G, (epoch) => (epoch === 0 ? voters : null), { lowest: 1, contradicts: () => true }, input)
    closeMessage(G, message, () => shown[0] ?? null)
    return null
  } catch (error) {
    return thrown(error)
  }
}

/** A message is sent again as it came, or in parts that are messages themselves. */
function same(message: ReturnType<typeof decodeMessage>): Uint8Array {
  const frames = encodeMessages(message)
  for (const part of frames) decodeMessage(part)
  return frames.length === 1 ? frames[0]! : UNCHANGED
}

/** Many envelopes are sent in more frames than they came in. */
function repacked(envelopes: readonly Uint8Array[]): Uint8Array {
  const [first, ...more] = packEnvelopes(envelopes)
  return more.length === 0 ? first! : UNCHANGED
}

function regossiped(records: readonly Uint8Array[]): Uint8Array {
  const [first, ...more] = packRecords(records)
  return more.length === 0 ? first! : UNCHANGED
}

function address(input: Uint8Array): string | null {
  try {
    toMultiaddr(parseHostPort(new TextDecoder().decode(input)))
    return null
  } catch (error) {
    return thrown(error)
  }
}

export const NET: readonly Target[] = [
  { name: 'net.frames', form: 'bytes', seeds: [seed('frame'), concat(seed('frame'), END_FRAME, frame(new Uint8Array(300))), concat(frame(seed('status')), END_FRAME)], take: frames },
  { name: 'net.hello', form: 'bytes', seeds: [seed('consHello')], take: (input) => (equalBytes(input, consHello(G)) === equalBytes(input, seed('consHello')) ? null : 'a foreign greeting passes') },
  { name: 'net.status', form: 'cbor', seeds: [seed('status'), seed('statusOfNewcomer')], take: answers(decodeStatus, encodeStatus) },
  { name: 'net.blocks', form: 'cbor', seeds: [seed('blocksRequest')], share: 0.3, take: throws(decodeBlocksRequest, encodeBlocksRequest) },
  { name: 'net.blocks.serve', form: 'cbor', seeds: [seed('blocksRequest')], share: 0.3, take: serves(blocksHandler(blocks, () => true)) },
  { name: 'net.blocks.head', form: 'cbor', seeds: [seed('blocksHead')], take: throws(decodeBlocksHead, encodeBlocksHead) },
  { name: 'net.blocks.part', form: 'cbor', seeds: [seed('blocksPart')], take: throws(decodeBlocksPart, encodeBlocksPart) },
  { name: 'net.bodies', form: 'cbor', seeds: [seed('bodiesRequest'), seed('bodiesRequestAll')], take: answers(decodeBodiesRequest, encodeBodiesRequest) },
  { name: 'net.bodies.serve', form: 'cbor', seeds: [seed('bodiesRequest'), seed('bodiesRequestAll')], share: 0.3, take: serves(bodiesHandler((id) => (equalBytes(id, ledger('blockId')) ? { header: ledger('header'), body: [ledger('envelope')] } : null))) },
  { name: 'net.pending', form: 'cbor', seeds: [seed('pendingSums'), seed('pendingIds'), seed('pendingGet')], take: throws(decodePendingRequest, encodePendingRequest) },
  { name: 'net.pending.serve', form: 'cbor', seeds: [seed('pendingSums'), seed('pendingIds'), seed('pendingGet')], share: 0.3, take: serves(pendingHandler(pending)) },
  { name: 'net.gossip', form: 'cbor', seeds: [seed('recordBatch'), ledger('envelope')], take: throws(unpackRecords, regossiped) },
  { name: 'net.envelopes', form: 'cbor', seeds: [seed('envelopes'), seed('noEnvelopes')], take: throws(unpackEnvelopes, repacked) },
  { name: 'net.cons', form: 'cbor', seeds: [seed('consVotes'), seed('consProposal')], take: throws(decodeMessage, same) },
  { name: 'net.cons.open', form: 'cbor', seeds: [seed('consVotes'), seed('consProposal')], share: 0.3, take: consensus },
  { name: 'net.address', form: 'bytes', seeds: ['127.0.0.1:4101', '[::1]:4101', 'seat.example:4101', '[fe80::1:2]:65535'].map(utf8), take: address },
]
