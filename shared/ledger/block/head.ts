import { keyId } from '../crypto/keys.ts'
import type { OpenGenesis } from '../genesis.ts'
import { EMPTY_LOG, type Frontier } from '../log/tree.ts'
import type { StateStore } from '../state/bucket.ts'
import type { Executor, StateChange, StateReader } from '../state/executor.ts'
import { encodeEpoch, encodeMember, epochKey, memberKey, readVoters, voteKeyKey } from '../state/membership.ts'
import { deviceKey, encodeDevice } from '../state/system.ts'
import type { StateTree } from '../state/tree.ts'
import type { Genesis, Hash, Header, VoterSet } from '../types.ts'
import { leaderOrder, votersOf } from '../voters.ts'
import { encodeCanonical } from '../codec/canonical.ts'
import { blockId } from '../codec/header.ts'
import { ledgerError } from '../errors.ts'

/** The finalized end of the chain: all that is needed to build, judge and execute the next block. */
export interface Head {
  readonly G: Hash
  /** Of the genesis: 1 has fixed voters, 2 keeps its members in the state. */
  readonly version: 1 | 2
  /** Voters of the next block. */
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
  return [...devices, ...(genesis.v === 2 ? membership(genesis) : []), ...executor.genesis(genesis, hash)]
}

/** Members, their vote keys and the first epoch. */
function membership(genesis: Genesis): readonly StateChange[] {
  const members = genesis.members.flatMap(({ id, idKey, voteKey, peers }): StateChange[] => [
    [memberKey(id), encodeMember({ idKey, voteKey, peers, standing: 'voter' })],
    [voteKeyKey(keyId(voteKey)), encodeCanonical({ a: id })]
  ])
  return [...members, [epochKey(0), encodeEpoch({ height: 1, voters: votersOf(genesis).members })]]
}

/** The head before the first block. `state` already holds genesisChanges. */
export const genesisHead = ({ genesis, hash, voters }: OpenGenesis, state: StateStore, tree: StateTree): Head => ({
  G: hash,
  version: genesis.v,
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
export function headAfter(head: Head, header: Header, log: Frontier): Head {
  const voters = header.nextMembers === null ? head.voters : votersAfter(header, head.state)
  const order = voters === head.voters ? head.order : leaderOrder(voters)
  return { ...head, voters, order, height: header.height, id: blockId(header), time: header.time, log }
}

/** Epoch of the block after this one. */
export const epochAfter = ({ epoch, nextMembers }: Pick<Header, 'epoch' | 'nextMembers'>): number => (nextMembers === null ? epoch : epoch + 1)

/**
 * Voters of the block after a final one, read from the state after it. Throws MEMBERSHIP_FIXED where the state holds no such
 * epoch: such a header was not made by the rules.
 */
export function votersAfter(header: Pick<Header, 'epoch' | 'nextMembers'>, state: StateReader): VoterSet {
  const voters = readVoters(state, epochAfter(header))
  if (!voters) throw ledgerError('MEMBERSHIP_FIXED')
  return voters
}
