import type { Clock } from '../../../../../shared/kit/env.ts'
import { CodedError, unwrap } from '../../../../../shared/kit/result.ts'
import type { PeerRef } from '../../directory.ts'
import type { Network } from '../../network.ts'
import { decodeStatus, encodeStatus } from './codec.ts'
import type { StatusBook } from './handler.ts'
import { STATUS_PROTOCOL } from './protocol.ts'

/** One handshake. Throws CodedError: those of `Network.ask`, CBOR_*, and whatever the book refuses with. */
export async function exchangeStatus(network: Network, peer: PeerRef, book: StatusBook, clock: Clock): Promise<void> {
  const started = clock.now()
  const [answer] = await network.ask(peer.id, STATUS_PROTOCOL, encodeStatus(book.mine(peer)))
  if (!answer) throw new CodedError('NET_BAD_ANSWER')
  book.theirs(peer, unwrap(decodeStatus(answer)), Math.max(0, clock.now() - started))
}
