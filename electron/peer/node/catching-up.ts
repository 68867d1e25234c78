import type { Clock, Log } from '../../../shared/kit/env.ts'
import { unwrap } from '../../../shared/kit/result.ts'
import { decodeCert } from '../../../shared/ledger/codec/cert.ts'
import type { Driver } from '../consensus/driver.ts'
import type { LedgerEngine } from '../consensus/ledger-engine.ts'
import type { Network } from '../net/network.ts'
import { CatchUp } from '../sync/catch-up.ts'
import type { TrustedBlock } from '../sync/fast-start.ts'
import type { FollowedChain } from '../sync/epochs.ts'
import type { PeerBook } from '../sync/peer-book.ts'
import { openLoader } from '../workers/thread.ts'
import type { ForkSide } from '../store/evidence/fork.ts'
import type { PeerParts } from './parts.ts'

export interface CatchingUpOptions {
  readonly parts: PeerParts
  readonly engine: LedgerEngine
  readonly network: Network
  readonly book: PeerBook
  readonly driver: () => Driver
  /** A block of the invitation this folder was made from. */
  readonly checkpoint: () => TrustedBlock | null
  /** Two final blocks of one height, each as another member showed it. */
  readonly forked: (one: ForkSide, other: ForkSide) => void
  readonly jumped: () => void
  readonly complete: () => void
  readonly changed: () => void
  readonly clock: Clock
  readonly log: Log
}

/** The catch-up of a running peer: its sources are the members connected now, its loader is a thread. */
export function catchingUp(options: CatchingUpOptions): CatchUp {
  const { parts, engine, network, book, driver, checkpoint, forked, jumped, complete, changed, clock, log } = options
  const { stores, genesis, application } = parts
  const twoHeads = (first: FollowedChain, second: FollowedChain): void => {
    log('error', 'sync.fork', { height: first.head?.header.height, members: [first.peer.member, second.peer.member] })
    const [one, other] = [first, second].map(({ head }) => head && { cert: unwrap(decodeCert(head.certificate)), header: head.bytes })
    if (one && other) forked(one, other)
  }
  const setup = { chainPath: stores.chain.path, genesisHash: genesis.hash, now: clock.now(), worker: application.worker ?? null }
  return new CatchUp({
    genesisHash: genesis.hash,
    voters: () => engine.electorate().voters,
    chain: stores.chain,
    engine,
    driver,
    network,
    sources: () => book.ahead(stores.chain.head().height),
    readable: () => network.connected(),
    fast: { open: () => openLoader(setup, application.describe, log), checkpoint, forked: twoHeads, jumped, complete },
    clock,
    log,
    changed,
  })
}
