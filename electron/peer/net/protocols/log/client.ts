import { concat } from '../../../../../shared/kit/bytes.ts'
import { CodedError } from '../../../../../shared/kit/result.ts'
import type { PeerRef } from '../../directory.ts'
import type { Network } from '../../network.ts'
import { checkHashes, decodeHeaders, encodeLogRequest, type LogRequest } from './codec.ts'
import { HEADERS_PER_FRAME, LOG_PROTOCOL, ROOTS_PER_ANSWER } from './protocol.ts'
import type { FetchSignals } from '../../fetch.ts'

type Range = Pick<LogRequest, 'size' | 'from' | 'count'>

/** What a peer says the roots and the tail of its log are, unverified. Throws CodedError (see `Network.fetch`), NET_BAD_ANSWER. */
export async function fetchRoots(network: Network, peer: PeerRef, range: Range, signals: FetchSignals): Promise<{ readonly roots: Uint8Array; readonly tail: Uint8Array }> {
  const frames: Uint8Array[] = []
  await network.fetch(peer.id, LOG_PROTOCOL, encodeLogRequest({ v: 1, want: 'roots', ...range }), (frame) => frames.push(checkHashes(frame)), signals)
  const [tail, ...roots] = frames
  if (!tail || roots.length > ROOTS_PER_ANSWER) throw new CodedError('NET_BAD_ANSWER')
  return { tail, roots: concat(...roots) }
}

/** Frames with segments (see `decodeSegmentPart`) as they come, not even decoded: whoever hashes them does that, in a worker. */
export const fetchSegments = (network: Network, peer: PeerRef, range: Range, onFrame: (frame: Uint8Array) => void, signals: FetchSignals): Promise<void> =>
  network.fetch(peer.id, LOG_PROTOCOL, encodeLogRequest({ v: 1, want: 'segments', ...range }), onFrame, signals)

/** Headers from the height `from` downwards, unverified. */
export async function fetchHeaders(network: Network, peer: PeerRef, from: number, count: number, signals: FetchSignals): Promise<readonly Uint8Array[]> {
  const headers: Uint8Array[] = []
  const take = (frame: Uint8Array): void => {
    headers.push(...decodeHeaders(frame))
    if (headers.length > count + HEADERS_PER_FRAME) throw new CodedError('NET_BAD_ANSWER')
  }
  await network.fetch(peer.id, LOG_PROTOCOL, encodeLogRequest({ v: 1, want: 'headers', size: 0, from, count }), take, signals)
  if (headers.length === 0 || headers.length > count) throw new CodedError('NET_BAD_ANSWER')
  return headers
}
