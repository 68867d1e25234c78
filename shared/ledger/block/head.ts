import { keyId } from '../crypto/keys.ts'
import type { OpenGenesis } from '../genesis.ts'
import { EMPTY_LOG, type Frontier } from '../log/tree.ts'
import type { StateStore } from '../state/bucket.ts'
import type { Executor, StateChange } from '../state/executor.ts'
import { deviceKey, encodeDevice } from '../state/system.ts'
import type { StateTree } from '../state/tree.ts'
import type { Hash, Header, VoterSet } from '../types.ts'
import { leaderOrder } from '../voters.ts'
import { blockId } from '../codec/header.ts'

/** The finalized end of the chain: all that is needed to build, judge and execute the next block. */
export interface Head {
  readonly G: Hash
  readonly voters: VoterSet
  /** Leader order of the epoch (see leaderOrder). */
  readonly order: readonly number[]
  /** 0 before the first block. */
  readonly height: number
  /** Id of the last block; G before the first. */
  readonly id: Hash
  /** Time of the last block or of the genesis, ms. */
  readonly time: number
  readonly log: Frontier
  /** The finalized state, and the tree over it; both are at `height`. */
  readonly state: StateStore
  readonly tree: StateTree
}

/**
 * The state before the first block: every member's root key as a device, then the application's own entries.
 * The caller stores it (in one transaction with the genesis) and makes the tree of it.
 */
export function genesisChanges({ genesis, hash }: OpenGenesis, executor: Executor): readonly StateChange[] {
  const devices = genesis.members.map(({ id, idKey }): StateChange => [
    deviceKey(keyId(idKey)),
    encodeDevice({ a: id, k: idKey, on: true, n: 0, p: null })
  ])
  return [...devices, ...executor.genesis(genesis, hash)]
}

/** The head before the first block. `state` already holds genesisChanges. */
export const genesisHead = ({ genesis, hash, voters }: OpenGenesis, state: StateStore, tree: StateTree): Head => ({
  G: hash,
  voters,
  order: leaderOrder(voters),
  height: 0,
  id: hash,
  time: genesis.time,
  log: EMPTY_LOG,
  state,
  tree
})

/** The head after a finalized block; `log` is the log after it, `state` and `tree` have taken it over. */
export const headAfter = (head: Head, header: Header, log: Frontier): Head => ({
  ...head,
  height: header.height,
  id: blockId(header),
  time: header.time,
  log
})
