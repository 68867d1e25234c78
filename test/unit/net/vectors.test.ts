import { describe, expect, it } from 'vitest'
import { decodeMessage, encodeMessages } from '../../../electron/peer/net/protocols/cons/codec.ts'
import { decodeBlocksHead, decodeBlocksPart, decodeBlocksRequest, encodeBlocksHead, encodeBlocksPart, encodeBlocksRequest } from '../../../electron/peer/net/protocols/blocks/codec.ts'
import { decodeBodiesRequest, encodeBodiesRequest } from '../../../electron/peer/net/protocols/bodies/codec.ts'
import { decodePendingRequest, encodePendingRequest } from '../../../electron/peer/net/protocols/pending/codec.ts'
import { decodeEpochsHead, decodeEpochsRequest, decodeHop, encodeEpochsHead, encodeEpochsRequest, encodeHop } from '../../../electron/peer/net/protocols/epochs/codec.ts'
import { decodeJoinAnswer, encodeJoinAnswer } from '../../../electron/peer/net/protocols/join/codec.ts'
import { decodeHeaders, decodeLogRequest, decodeSegmentPart, encodeHeaders, encodeLogRequest, encodeSegmentPart } from '../../../electron/peer/net/protocols/log/codec.ts'
import { decodeBucketParts, decodeSnapshotHead, decodeStateRequest, encodeBucketPart, encodeSnapshotHead, encodeStateRequest } from '../../../electron/peer/net/protocols/state/codec.ts'
import { decodeStatus, encodeStatus } from '../../../electron/peer/net/protocols/status/codec.ts'
import { packRecords, unpackRecords } from '../../../electron/peer/net/record-batch.ts'
import { unpackEnvelopes } from '../../../electron/peer/net/protocols/pack.ts'
import { concat, fromUtf8, toHex } from '../../../shared/kit/bytes.ts'
import { unwrap } from '../../../shared/kit/result.ts'
import { golden, goldenBytes, hexOf } from '../../vectors/golden.ts'
import { ledger, netFormats } from '../../vectors/net.ts'

const bytes = (name: string): Uint8Array => goldenBytes('net/formats', name)

describe('the messages between peers', () => {
  it('are what they always were', () => {
    expect(hexOf(netFormats())).toEqual(golden('net/formats'))
  })

  it('read from the committed bytes, and give them again', () => {
    expect(encodeStatus(unwrap(decodeStatus(bytes('status'))))).toEqual(bytes('status'))
    expect(encodeBlocksRequest(decodeBlocksRequest(bytes('blocksRequest')))).toEqual(bytes('blocksRequest'))
    expect(encodeBlocksHead(decodeBlocksHead(bytes('blocksHead')))).toEqual(bytes('blocksHead'))
    expect(encodeBlocksPart(decodeBlocksPart(bytes('blocksPart')))).toEqual(bytes('blocksPart'))
    expect(encodeBodiesRequest(unwrap(decodeBodiesRequest(bytes('bodiesRequest'))))).toEqual(bytes('bodiesRequest'))
    expect(encodePendingRequest(decodePendingRequest(bytes('pendingGet')))).toEqual(bytes('pendingGet'))
    expect(encodeEpochsRequest(decodeEpochsRequest(bytes('epochsRequest')))).toEqual(bytes('epochsRequest'))
    expect(encodeHop(decodeHop(bytes('epochsHop')))).toEqual(bytes('epochsHop'))
    expect(encodeEpochsHead(decodeEpochsHead(bytes('epochsHead')))).toEqual(bytes('epochsHead'))
    expect(encodeLogRequest(decodeLogRequest(bytes('logSegments')))).toEqual(bytes('logSegments'))
    expect(encodeSegmentPart(decodeSegmentPart(bytes('logSegmentPart')))).toEqual(bytes('logSegmentPart'))
    expect(encodeHeaders(decodeHeaders(bytes('logHeaderList')))).toEqual(bytes('logHeaderList'))
    expect(encodeStateRequest(decodeStateRequest(bytes('stateBuckets')))).toEqual(bytes('stateBuckets'))
    expect(encodeSnapshotHead(decodeSnapshotHead(bytes('stateHead')))).toEqual(bytes('stateHead'))
    expect(concat(...decodeBucketParts(bytes('stateBucketParts')).map(encodeBucketPart))).toEqual(bytes('stateBucketParts'))
    expect(encodeJoinAnswer(decodeJoinAnswer(bytes('joinAnswer')))).toEqual(bytes('joinAnswer'))
    expect(unpackEnvelopes(bytes('envelopes'))).toEqual([ledger('envelope')])
    expect(encodeMessages(decodeMessage(bytes('consVotes')))).toEqual([bytes('consVotes')])
    expect(encodeMessages(decodeMessage(bytes('consProposal')))).toEqual([bytes('consProposal')])
  })

  it('a record travels by gossip as the envelope itself, several of one burst as a list', () => {
    expect(packRecords([ledger('envelope')])).toEqual([ledger('envelope')])
    expect(unpackRecords(ledger('envelope'))).toEqual([ledger('envelope')])
    expect(unpackRecords(bytes('recordBatch'))).toEqual([ledger('envelope'), ledger('envelope')])
    expect(fromUtf8(bytes('names'))).toContain(`zxl/rec/1/${toHex(ledger('genesisHash'))}`)
  })
})
