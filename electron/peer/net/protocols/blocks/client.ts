import { CodedError } from '../../../../../shared/kit/result.ts'
import type { PeerRef } from '../../directory.ts'
import type { Network } from '../../network.ts'
import { decodeBlocksHead, decodeBlocksPart, encodeBlocksRequest, type BlocksHead } from './codec.ts'
import { BLOCKS_PROTOCOL } from './protocol.ts'

export interface FetchedBlocks extends BlocksHead {
  /** Envelopes of the first blocks of `headers`, as many as the answer held. */
  readonly bodies: readonly (readonly Uint8Array[])[]
}

/** Blocks from `from` on, unverified. Throws CodedError (see `Network.ask`), CBOR_*, NET_BAD_ANSWER. */
export async function fetchBlocks(network: Network, peer: PeerRef, from: number, stop?: AbortSignal): Promise<FetchedBlocks> {
  const [head, ...frames] = await network.ask(peer.id, BLOCKS_PROTOCOL, encodeBlocksRequest({ from }), stop)
  if (!head) throw new CodedError('NET_BAD_ANSWER')
  const bodies: Uint8Array[][] = []
  let open: Uint8Array[] = []
  for (const frame of frames) {
    const part = decodeBlocksPart(frame)
    open.push(...part.envelopes)
    if (!part.last) continue
    bodies.push(open)
    open = []
  }
  const { headers, finals } = decodeBlocksHead(head)
  const fits = finals.length === headers.length && bodies.length > 0 && bodies.length <= headers.length && finals.at(-1)!.length > 0
  if (open.length > 0 || !fits) throw new CodedError('NET_BAD_ANSWER')
  return { headers, finals, bodies }
}
