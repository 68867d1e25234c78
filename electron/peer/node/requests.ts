import { statSync } from 'node:fs'
import type { Clock } from '../../../shared/kit/env.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import { segmentRoots, segmentTail } from '../../../shared/ledger/log/segments.ts'
import { readVoters } from '../../../shared/ledger/state/membership.ts'
import type { Driver } from '../consensus/driver.ts'
import type { PeerRef } from '../net/directory.ts'
import { SYNC_BYTE_RATE, SYNC_WHOLE_TIMES } from '../net/limits.ts'
import { bodiesHandler } from '../net/protocols/bodies/handler.ts'
import { BODIES_PROTOCOL } from '../net/protocols/bodies/protocol.ts'
import { blocksHandler } from '../net/protocols/blocks/handler.ts'
import { BLOCKS_PROTOCOL } from '../net/protocols/blocks/protocol.ts'
import { epochsHandler, type EpochSource } from '../net/protocols/epochs/handler.ts'
import { EPOCHS_PROTOCOL } from '../net/protocols/epochs/protocol.ts'
import { logHandler, type LogSource } from '../net/protocols/log/handler.ts'
import { LOG_PROTOCOL } from '../net/protocols/log/protocol.ts'
import { pendingHandler } from '../net/protocols/pending/handler.ts'
import { PENDING_PROTOCOL } from '../net/protocols/pending/protocol.ts'
import { stateHandler } from '../net/protocols/state/handler.ts'
import { STATE_PROTOCOL } from '../net/protocols/state/protocol.ts'
import { statusHandler, type StatusBook } from '../net/protocols/status/handler.ts'
import { STATUS_PROTOCOL } from '../net/protocols/status/protocol.ts'
import type { RequestHandler } from '../net/rpc.ts'
import { TokenBucket } from '../net/token-bucket.ts'
import { historyPath } from '../store/chain/history/schema.ts'
import type { ChainStore } from '../store/chain/types.ts'

/** What this peer answers to others, by protocol. */
export function requestHandlers(chain: ChainStore, status: StatusBook, driver: () => Driver, clock: Clock): Readonly<Record<string, RequestHandler>> {
  const allowances = new Map<string, TokenBucket>()
  const allow = ({ id }: PeerRef, bytes: number): boolean => {
    const bucket = allowances.get(id) ?? new TokenBucket(clock, { ...SYNC_BYTE_RATE, capacity: SYNC_BYTE_RATE.capacity + SYNC_WHOLE_TIMES * bytesOf(chain) })
    allowances.set(id, bucket)
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
    [BLOCKS_PROTOCOL]: blocksHandler(source, allow),
    [EPOCHS_PROTOCOL]: epochsHandler(epochSource(chain)),
    [STATE_PROTOCOL]: stateHandler({ open: (at) => chain.snapshot(at) }, allow),
    [LOG_PROTOCOL]: logHandler(logSource(chain), allow),
    [PENDING_PROTOCOL]: pendingHandler({ ids: () => chain.pending.ids(), envelope: (id) => chain.pending.get(id)?.envelope ?? null }),
  }
}

const epochSource = (chain: ChainStore): EpochSource => ({
  hops: (from, limit) =>
    chain.closings(from, limit).map(({ header, cert }, i) => {
      const voters = readVoters(chain.state, from + i + 1)
      if (!voters) throw new CodedError('NET_RANGE_UNKNOWN', { from: from + i })
      return { header, certificate: cert, members: voters.members }
    }),
  newest: () => {
    const { header, height } = chain.head()
    return header && { header, certificate: chain.cert(height) ?? NONE }
  },
})

const logSource = (chain: ChainStore): LogSource => ({
  size: () => chain.log.size,
  roots: (from, to) => segmentRoots(chain.log, from, to),
  tail: (size) => segmentTail(chain.log, size),
  envelopes: (from, to) => chain.envelopes(from, to),
  header: (height) => chain.header(height)?.bytes ?? null,
})

const NONE = new Uint8Array(0)

/** Bytes that this peer's ledger takes on the disk. */
const bytesOf = ({ path }: ChainStore): number => [path, historyPath(path)].reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0)
