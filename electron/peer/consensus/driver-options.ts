import type { Clock, Log } from '../../../shared/kit/env.ts'
import type { Evidence, Signer, SlotCert, Timing } from '../../../shared/ledger/consensus/types.ts'
import type { Hash, Vote, VoterSet } from '../../../shared/ledger/types.ts'
import type { FetchedBodies } from '../net/protocols/bodies/client.ts'
import type { ChainStore } from '../store/chain/types.ts'
import type { SafetyStore } from '../store/safety/types.ts'
import type { BlockEngine, ExecutedBlock } from './engine.ts'
import type { Pool } from './pool.ts'

/** What the driver of a seat (or of a peer that only follows) works with. */
export interface DriverOptions {
  readonly genesisHash: Hash
  readonly voters: VoterSet
  readonly order: readonly number[]
  /** Index of this seat; null for a peer that only follows. */
  readonly me: Signer | null
  readonly chain: ChainStore
  readonly safety: SafetyStore
  readonly engine: BlockEngine
  readonly pool: Pool
  readonly signVote: (vote: Omit<Vote, 'sig'>) => Uint8Array
  readonly seed: number
  readonly timing?: Timing
  /** Wall clock, for what peers see; and the adjusted one (median over members), for header times. */
  readonly clock: Clock
  readonly adjustedNow: () => number
  /** False while the own clock is too far off to date a block. */
  readonly mayPropose: () => boolean
  readonly log: Log
  readonly send: (to: Signer | 'all', frames: readonly Uint8Array[]) => void
  readonly askable: (holders: readonly Signer[]) => readonly Signer[]
  readonly fetchBodies: (from: Signer, block: Hash, at: readonly number[] | null, stop: AbortSignal) => Promise<FetchedBodies | null>
  readonly startSync: (from: Signer, final: SlotCert) => void
  /** A block is in chain.db, whoever brought it. */
  readonly committed: (block: ExecutedBlock) => void
  readonly evidence: (evidence: Evidence) => void
  /** Votes or the reason not to vote changed. */
  readonly changed: () => void
}
