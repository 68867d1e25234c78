import path from 'node:path'
import type { Clock, Log } from '../../../shared/kit/env.ts'
import { problem } from '../../../shared/kit/result.ts'
import type { MemberId } from '../../../shared/ledger/types.ts'
import type { Driver } from '../consensus/driver.ts'
import type { Signer } from '../signer/types.ts'
import type { ChainStore } from '../store/chain/types.ts'
import type { LiveSafety } from '../store/safety/live.ts'
import type { EvidenceDesk } from './evidence.ts'
import type { Membership } from './membership.ts'
import { Quarantine } from './quarantine.ts'
import { SeatMemory } from './seat-memory.ts'
import { StartGuard } from './start-guard.ts'
import { followVoteKey } from './vote-key.ts'

export interface SeatKeeperOptions {
  readonly safety: LiveSafety
  readonly chain: ChainStore
  readonly membership: Membership
  readonly signer: Signer
  readonly evidence: EvidenceDesk
  readonly driver: () => Driver
  readonly me: MemberId
  /** Folder of the keys. */
  readonly keys: string
  readonly clock: Clock
  readonly log: Log
  readonly changed: () => void
}

/** Everything that decides whether this seat may vote: what it remembers, what others hold of it, which key is its own. */
export class SeatKeeper {
  readonly quarantine: Quarantine
  readonly #options: SeatKeeperOptions
  readonly #memory: SeatMemory
  #guard: StartGuard | null = null

  constructor(options: SeatKeeperOptions) {
    const { safety, chain, membership, me, keys, clock, log, changed } = options
    this.#options = options
    this.#memory = new SeatMemory(path.join(keys, 'seat.json'), safety, clock, log)
    this.quarantine = new Quarantine({ safety, me, open: () => ({ voters: membership.voters, height: chain.head().height + 1 }), log, changed })
  }

  /** Before the network starts. */
  check(): void {
    this.#followKey()
    if (this.#memory.isAhead()) this.quarantine.enter('safety.db is older than its second copy')
  }

  /** Once the network runs: `vote` is called when everybody in reach was asked, at the latest after three seconds. */
  guard(vote: () => void): void {
    const fork = this.#options.evidence.fork(this.#options.membership.voters.epoch)
    if (fork) this.#options.driver().stopVoting(problem('CONSENSUS_FORK', { height: fork.height ?? 0 }))
    this.#guard = new StartGuard(this.#mayKnowOurVotes(), vote)
  }

  /** A member's seat has told what it knows of us. */
  answered(member: MemberId): void {
    this.#guard?.answered(member)
  }

  /** Others hold votes of our key that are not in safety.db: it is an old copy, or another machine has the key too. */
  strangeVote(height: number): void {
    const isBefore = this.#guard?.done !== true
    this.quarantine.enter('others hold votes of this key that safety.db does not know')
    if (!isBefore) this.#options.driver().stopVoting(problem('CONSENSUS_FOREIGN_OWN_VOTE', { height }))
  }

  /** A block is final; before the next slot opens. */
  committed(membersChanged: boolean): void {
    this.#memory.note()
    if (membersChanged && this.#followKey()) this.#memory.write()
    this.quarantine.opened()
  }

  stop(): void {
    this.#guard?.stop()
  }

  /** When nothing more is voted. */
  remember(): void {
    this.#memory.write()
  }

  #followKey(): boolean {
    const { membership, signer, safety, log } = this.#options
    return followVoteKey(membership, signer, safety, log)
  }

  /** Members that may hold votes of ours; none where nothing is going to be voted. */
  #mayKnowOurVotes(): readonly MemberId[] {
    const { membership, me } = this.#options
    if (membership.role().index === null || this.quarantine.active) return []
    return membership.voters.members.flatMap(({ id }) => (id === me ? [] : [id]))
  }
}
