import type { Clock } from '../../../shared/kit/env.ts'
import type { Driver } from '../consensus/driver.ts'
import { SYNC_BYTE_RATE } from '../net/limits.ts'
import { bodiesHandler } from '../net/protocols/bodies/handler.ts'
import { BODIES_PROTOCOL } from '../net/protocols/bodies/protocol.ts'
import { blocksHandler } from '../net/protocols/blocks/handler.ts'
import { BLOCKS_PROTOCOL } from '../net/protocols/blocks/protocol.ts'
import { pendingHandler } from '../net/protocols/pending/handler.ts'
import { PENDING_PROTOCOL } from '../net/protocols/pending/protocol.ts'
import { statusHandler, type StatusBook } from '../net/protocols/status/handler.ts'
import { STATUS_PROTOCOL } from '../net/protocols/status/protocol.ts'
import type { RequestHandler } from '../net/rpc.ts'
import { TokenBucket } from '../net/token-bucket.ts'
import type { ChainStore } from '../store/chain/types.ts'

/** What this peer answers to others, by protocol. */
export function requestHandlers(chain: ChainStore, status: StatusBook, driver: () => Driver, clock: Clock): Readonly<Record<string, RequestHandler>> {
  const allowances = new Map<string, TokenBucket>()
  const allow = (peerId: string, bytes: number): boolean => {
    const bucket = allowances.get(peerId) ?? new TokenBucket(clock, SYNC_BYTE_RATE)
    allowances.set(peerId, bucket)
    return bucket.take(bytes)
  }
  const source = {
    height: () => chain.head().height,
    header: (height: number) => chain.header(height)?.bytes ?? null,
    cert: (height: number) => chain.cert(height),
    body: (height: number) => chain.body(height),
  }
  return {
    [STATUS_PROTOCOL]: statusHandler(status),
    [BODIES_PROTOCOL]: bodiesHandler((block) => driver().content(block)),
    [BLOCKS_PROTOCOL]: blocksHandler(source, (peer, bytes) => allow(peer.id, bytes)),
    [PENDING_PROTOCOL]: pendingHandler({ ids: () => chain.pending.ids(), envelope: (id) => chain.pending.get(id)?.envelope ?? null }),
  }
}
