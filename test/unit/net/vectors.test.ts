import { describe, expect, it } from 'vitest'
import { decodeMessage, encodeMessages } from '../../../electron/peer/net/protocols/cons/codec.ts'
import { decodeBlocksHead, decodeBlocksPart, decodeBlocksRequest, encodeBlocksHead, encodeBlocksPart, encodeBlocksRequest } from '../../../electron/peer/net/protocols/blocks/codec.ts'
import { decodeBodiesRequest, encodeBodiesRequest } from '../../../electron/peer/net/protocols/bodies/codec.ts'
import { decodePendingRequest, encodePendingRequest } from '../../../electron/peer/net/protocols/pending/codec.ts'
import { decodeStatus, encodeStatus } from '../../../electron/peer/net/protocols/status/codec.ts'
import { unpackEnvelopes } from '../../../electron/peer/net/protocols/pack.ts'
import { fromUtf8, toHex } from '../../../shared/kit/bytes.ts'
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
    expect(unpackEnvelopes(bytes('envelopes'))).toEqual([ledger('envelope')])
    expect(encodeMessages(decodeMessage(bytes('consVotes')))).toEqual([bytes('consVotes')])
    expect(encodeMessages(decodeMessage(bytes('consProposal')))).toEqual([bytes('consProposal')])
  })

  it('a record travels by gossip as the envelope itself', () => {
    expect(unpackEnvelopes(bytes('envelopes'))[0]).toEqual(ledger('envelope'))
    expect(fromUtf8(bytes('names'))).toContain(`zxl/rec/1/${toHex(ledger('genesisHash'))}`)
  })
})
