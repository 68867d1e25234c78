import { CodedError, unwrap } from '../../../../../shared/kit/result.ts'
import type { Hash } from '../../../../../shared/ledger/types.ts'
import type { RequestHandler } from '../../rpc.ts'
import { packEnvelopes } from '../pack.ts'
import { decodeBodiesRequest } from './codec.ts'

export interface BlockContent {
  readonly header: Uint8Array
  readonly body: readonly Uint8Array[]
}
/** Content of a block of the open slot, or of the newest final one; null where it is not held. */
export type ContentSource = (block: Hash) => BlockContent | null

/** Answer: the header bytes, then the envelopes asked for in order. NET_BLOCK_UNKNOWN where it is not held. */
export const bodiesHandler =
  (source: ContentSource): RequestHandler =>
  (_peer, request) => {
    const { block, at } = unwrap(decodeBodiesRequest(request))
    const content = source(block)
    if (!content) return [new Uint8Array(0)]
    const wanted = at === null ? content.body : at.map((i) => envelopeAt(content, i))
    return [content.header, ...packEnvelopes(wanted)]
  }

function envelopeAt(content: BlockContent, index: number): Uint8Array {
  const envelope = content.body[index]
  if (!envelope) throw new CodedError('NET_BAD_REQUEST', { index })
  return envelope
}
