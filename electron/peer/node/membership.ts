import { equalBytes } from '../../../shared/kit/bytes.ts'
import type { Clock } from '../../../shared/kit/env.ts'
import { problem, type Problem } from '../../../shared/kit/result.ts'
import type { Signer as VoterIndex } from '../../../shared/ledger/consensus/types.ts'
import type { OpenGenesis } from '../../../shared/ledger/genesis.ts'
import type { StateChange } from '../../../shared/ledger/state/executor.ts'
import { readRecentHead } from '../../../shared/ledger/state/recent.ts'
import { ledgerMembers, MEMBER_PREFIX, readLedgerMember } from '../../../shared/ledger/state/membership.ts'
import type { MemberId, VoterSet } from '../../../shared/ledger/types.ts'
import { voterIndex } from '../../../shared/ledger/voters.ts'
import type { Electorate, LedgerEngine } from '../consensus/ledger-engine.ts'
import { Directory, type ListedMember, type PeerRef } from '../net/directory.ts'
import type { JoinFile } from '../folder/candidate.ts'
import type { Signer } from '../signer/types.ts'
import type { ChainStore } from '../store/chain/types.ts'

export interface MembershipOptions {
  readonly genesis: OpenGenesis
  readonly chain: ChainStore
  readonly engine: LedgerEngine
  readonly signer: Signer
  readonly me: MemberId
  readonly peerId: string
  readonly clock: Clock
  /** How this folder began, where it was made from an invitation. */
  readonly join: JoinFile | null
}

/** Who the members, the voters and we ourselves are, as the newest final block has it. */
export class Membership {
  readonly directory: Directory
  readonly #options: MembershipOptions

  constructor(options: MembershipOptions) {
    this.#options = options
    this.directory = new Directory(options.clock, this.listed())
  }

  /** Voters of the next block, and the order in which they lead. */
  get electorate(): Electorate {
    return this.#options.engine.electorate()
  }
  get voters(): VoterSet {
    return this.electorate.voters
  }

  /** Voters of an epoch; null where the state knows no such epoch. */
  votersOf(epoch: number): VoterSet | null {
    return this.#options.engine.votersOf(epoch)
  }

  /** Every member with its machines; of the genesis where membership is fixed. */
  listed(): readonly ListedMember[] {
    const { genesis, chain } = this.#options
    if (genesis.genesis.v === 2) return this.#introduced(ledgerMembers(chain.state))
    return genesis.genesis.members.map(({ id, peers }) => ({ id, peers, standing: 'voter' }))
  }

  /** While this computer is a candidate whose state is older than its invitation, it finds the members by the inviter's word. */
  #introduced(members: readonly ListedMember[]): readonly ListedMember[] {
    const { join, chain, peerId } = this.#options
    if (!join || members.some(({ peers }) => peers.includes(peerId)) || chain.head().height >= (join.checkpoint?.height ?? 0)) return members
    const known = new Map(members.map((member) => [member.id, member]))
    for (const { id, peers } of join.introduced) {
      const before = known.get(id)
      known.set(id, { id, peers: [...new Set([...peers, ...(before?.peers ?? [])])], standing: before?.standing ?? 'observer' })
    }
    return [...known.values()]
  }

  /** The block that the inviter of this computer vouched for; null where there is none. */
  get vouched(): JoinFile['checkpoint'] {
    return this.#options.join?.checkpoint ?? null
  }

  /**
   * Whether the own chain goes through the block that the inviter vouched for: `none` where it vouched for none, `waiting`
   * also while old headers are not here yet.
   */
  get checkpoint(): 'none' | 'waiting' | 'confirmed' | 'differs' {
    const { chain } = this.#options
    const expected = this.vouched
    if (!expected) return 'none'
    const known = chain.header(expected.height)?.blockId ?? readRecentHead(chain.state, expected.height)?.id
    return known ? (equalBytes(known, expected.blockId) ? 'confirmed' : 'differs') : 'waiting'
  }

  /** After a block: follows what its changes did to the members. True where they changed. */
  committed(changes: readonly StateChange[]): boolean {
    this.directory.recheckGuests()
    if (!changes.some(([key]) => key.startsWith(MEMBER_PREFIX))) return false
    this.directory.update(this.listed())
    return true
  }

  /** After a start from another state. */
  refresh(): void {
    this.directory.update(this.listed())
  }

  /** Vote key that this state holds for us; null where there is none. */
  ownVoteKey(): Uint8Array | null {
    const { genesis, chain, me } = this.#options
    if (genesis.genesis.v === 2) return readLedgerMember(chain.state, me)?.voteKey ?? null
    return genesis.genesis.members.find(({ id }) => id === me)?.voteKey ?? null
  }

  /** Vote key with which a machine votes for its member, whether at present or not; null for all but seats. */
  voteKeyOf({ member, kind }: PeerRef): Uint8Array | null {
    if (kind !== 'seat') return null
    return this.voters.members.find(({ id }) => id === member)?.voteKey ?? readLedgerMember(this.#options.chain.state, member)?.voteKey ?? null
  }

  /** Index under which our vote key votes in an epoch, on whatever machine; null where it doesn't. */
  ownIndex(epoch: number): VoterIndex | null {
    const { me, signer } = this.#options
    const voters = this.votersOf(epoch)
    const index = voters ? voterIndex(voters, me) : -1
    return index >= 0 && equalBytes(voters!.members[index]!.voteKey, signer.vote.publicKey) ? index : null
  }

  /** Whether this machine votes on the next block: it is its member's seat by transport key, and holds the vote key of the list. */
  role(): { readonly index: VoterIndex | null; readonly problem: Problem | null } {
    const { me, peerId } = this.#options
    const peer = this.directory.get(peerId)
    const isVoter = voterIndex(this.voters, me) >= 0
    if (!isVoter || peer?.kind !== 'seat' || peer.member !== me) return { index: null, problem: null }
    const index = this.ownIndex(this.voters.epoch)
    return index === null ? { index: null, problem: problem('NODE_VOTE_KEY_MISMATCH', { member: me }) } : { index, problem: null }
  }

  /** Whether this machine is its member's seat, voting at present or not. */
  get isSeat(): boolean {
    const peer = this.directory.get(this.#options.peerId)
    return peer?.kind === 'seat' && peer.member === this.#options.me
  }
}
