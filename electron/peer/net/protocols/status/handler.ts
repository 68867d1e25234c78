import { unwrap } from '../../../../../shared/kit/result.ts'
import type { PeerRef } from '../../directory.ts'
import type { RequestHandler } from '../../rpc.ts'
import { decodeStatus, encodeStatus, type StatusMessage } from './codec.ts'

export interface StatusBook {
  /** Own status as told to `peer`. */
  mine(peer: PeerRef): StatusMessage
  /** Takes what the peer said. Throws CodedError where it is refused. `rtt` in ms where it is known. */
  theirs(peer: PeerRef, status: StatusMessage, rtt: number | null): void
}

export const statusHandler =
  (book: StatusBook): RequestHandler =>
  (peer, request) => {
    book.theirs(peer, unwrap(decodeStatus(request)), null)
    return [encodeStatus(book.mine(peer))]
  }
