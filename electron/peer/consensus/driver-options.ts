import type { Clock, Log } from '../../../shared/kit/env.ts'
import type { Evidence, Signer, Timing } from '../../../shared/ledger/consensus/types.ts'
import type { Hash, MemberId, Vote, VoterSet } from '../../../shared/ledger/types.ts'
import type { FetchedBodies } from '../net/protocols/bodies/client.ts'
import type { ChainStore } from '../store/chain/types.ts'
import type { ForkSide } from '../store/evidence/fork.ts'
import type { SafetyStore } from '../store/safety/types.ts'
import type { BlockEngine, ExecutedBlock } from './engine.ts'
import type { Electorate } from './ledger-engine.ts'
import type { Pool } from './pool.ts'

/** Who votes when, as the newest final block has it. The driver speaks of members; only the core speaks of indices. */
export interface DriverVoters {
  /** Own member. */
  readonly me: MemberId
  /** Of the next block. */
  readonly electorate: () => Electorate
  /** Of any epoch; null where the state knows no such epoch (yet). */
  readonly of: (epoch: number) => VoterSet | null
  /** Index of the own vote key in an epoch, whether it may vote or not. */
  readonly ownIndex: (epoch: number) => Signer | null
  /** The own index in the electorate where this machine votes; null for a peer that only follows. */
  readonly role: () => Signer | null
  /** First height of the electorate's epoch. */
  readonly epochStart: () => number
}

/** What the driver of a peer works with. */
export interface DriverOptions {
  readonly genesisHash: Hash
  readonly voters: DriverVoters
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
  /** To one member's seat, or (null) to everybody. */
  readonly send: (to: MemberId | null, frames: readonly Uint8Array[]) => void
  /** Members with a connected seat, the given ones first. */
  readonly askable: (holders: readonly MemberId[]) => readonly MemberId[]
  readonly fetchBodies: (from: MemberId, block: Hash, at: readonly number[] | null, stop: AbortSignal) => Promise<FetchedBodies | null>
  /** A member proved this height, or speaks of a later epoch, whose certificates nothing here can judge (`proven` false). */
  readonly startSync: (from: MemberId, ahead: { readonly epoch: number; readonly height: number; readonly proven: boolean }) => void
  /** A final block is about to be committed. */
  readonly committing: (block: ExecutedBlock) => void
  /** A block is in chain.db, whoever brought it. */
  readonly committed: (block: ExecutedBlock) => void
  /** The core follows another epoch from here on: who is online has to be told anew. */
  readonly epochOpened: () => void
  readonly evidence: (evidence: Evidence) => void
  /** Two final blocks of one height, both certified; `ours` is null where our certificate is no longer kept. */
  readonly forked: (ours: ForkSide | null, theirs: ForkSide) => void
  /** Votes or the reason not to vote changed. */
  readonly changed: () => void
}
