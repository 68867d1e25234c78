import { equalBytes } from '../../../shared/kit/bytes.ts'
import type { Clock } from '../../../shared/kit/env.ts'
import { CodedError, problem, unwrap } from '../../../shared/kit/result.ts'
import { decodeCert } from '../../../shared/ledger/codec/cert.ts'
import { verifyCert } from '../../../shared/ledger/crypto/votes.ts'
import { FINALIZE, type Hash, type MemberId } from '../../../shared/ledger/types.ts'
import { faultBound } from '../../../shared/ledger/voters.ts'
import type { Driver } from '../consensus/driver.ts'
import type { PeerRef } from '../net/directory.ts'
import type { Network } from '../net/network.ts'
import type { StatusMessage, VoteMark } from '../net/protocols/status/codec.ts'
import type { StatusBook } from '../net/protocols/status/handler.ts'
import type { ChainStore } from '../store/chain/types.ts'
import type { SafetyStore } from '../store/safety/types.ts'
import type { CatchUp } from '../sync/catch-up.ts'
import type { PeerBook } from '../sync/peer-book.ts'
import type { Reconciler } from '../sync/reconcile.ts'
import type { Membership } from './membership.ts'
import type { Quarantine } from './quarantine.ts'

export interface StatusDeskOptions {
  readonly genesisHash: Hash
  readonly membership: Membership
  readonly me: MemberId
  readonly instance: Uint8Array
  readonly version: string
  readonly chain: ChainStore
  readonly safety: SafetyStore
  readonly book: PeerBook
  readonly network: () => Network
  readonly driver: () => Driver
  readonly catchUp: () => CatchUp
  readonly reconciler: () => Reconciler
  readonly quarantine: Quarantine
  readonly heard: (peer: PeerRef) => void
  /** The member's seat has told what it knows of us. */
  readonly answered: (member: MemberId) => void
  /** So many members hold a vote of our key that is not in safety.db that one of them is honest. */
  readonly strangeVote: (height: number) => void
  readonly clock: Clock
}

/** Delay of the line that is forgiven before another process with our key is taken for a fact, ms. */
const TWIN_MARGIN_MS = 2_000

/** Behind the version of a seat in quarantine: what it says about the chain is true, but it may have forgotten what it knew. */
const QUARANTINED = '+quarantined'

const seenVote = (driver: Driver, voteKey: Uint8Array | null): VoteMark | null => (voteKey ? driver.highestVote(voteKey) : null)

/** Writes our heartbeats and acts on those of others. What they say about us is a claim: f + 1 members must agree before we believe it. */
export class StatusDesk implements StatusBook {
  readonly #twins = new Set<MemberId>()
  readonly #strangeVotes = new Set<MemberId>()
  readonly #options: StatusDeskOptions
  readonly #startedAt: number

  constructor(options: StatusDeskOptions) {
    this.#options = options
    this.#startedAt = options.clock.now()
  }

  mine(peer: PeerRef): StatusMessage {
    const { genesisHash, chain, instance, version, clock, book, membership, driver, quarantine } = this.#options
    const head = chain.head()
    const final = head.height > 0 ? chain.cert(head.height) : null
    // A head without its certificate can't be proven: better a lower claim than one nobody believes.
    const proven = head.height === 0 || (final !== null && final.length > 0)
    return {
      v: 1,
      G: genesisHash,
      height: proven ? head.height : 0,
      blockId: proven ? head.blockId : genesisHash,
      final: proven ? final : null,
      instance,
      version: quarantine.active ? `${version}${QUARANTINED}` : version,
      now: clock.now(),
      pending: chain.pending.size,
      pendingDigest: chain.pending.digest(),
      seen: seenVote(driver(), membership.voteKeyOf(peer)),
      twinAge: book.twinAge(peer.id),
    }
  }

  theirs(peer: PeerRef, status: StatusMessage, rtt: number | null): void {
    const { genesisHash, book, network, driver, heard, quarantine, catchUp, chain } = this.#options
    if (!equalBytes(status.G, genesisHash)) throw new CodedError('FOREIGN_NETWORK')
    const proven = this.#checkClaim(status)
    const isQuarantined = status.version.endsWith(QUARANTINED)
    book.note(peer, { ...status, height: proven ? status.height : 0, version: isQuarantined ? status.version.slice(0, -QUARANTINED.length) : status.version }, rtt, network().remoteAddress(peer.id))
    heard(peer)
    this.#checkTwin(peer, status)
    this.#checkOwnVotes(peer, status)
    if (proven && peer.kind === 'seat') {
      this.#options.answered(peer.member)
      quarantine.answer(peer.member, isQuarantined ? null : status.height)
      driver().heartbeat(peer.member, status.height)
    }
    if (status.height > chain.head().height) catchUp().request(status.height, peer, proven)
    if (peer.access === 'full') this.#comparePending(peer, status)
  }

  /**
   * A height counts only with its certificate; of our own blocks we know already. False where the certificate is of an epoch
   * that isn't known here: then it can be neither believed nor blamed.
   */
  #checkClaim({ height, blockId, final }: StatusMessage): boolean {
    const { chain, genesisHash, membership, driver } = this.#options
    if (height === 0) return true
    const own = chain.header(height)
    if (own && equalBytes(own.blockId, blockId)) return true
    if (!final) throw new CodedError('STATUS_UNPROVEN', { height })
    const cert = unwrap(decodeCert(final))
    if (cert.kind !== FINALIZE || cert.height !== height || !equalBytes(cert.blockId, blockId)) throw new CodedError('STATUS_UNPROVEN', { height })
    // Who voted once votes no more: keys of an epoch that is over prove nothing about blocks to come.
    if (height > chain.head().height && cert.epoch < membership.voters.epoch) throw new CodedError('STATUS_UNPROVEN', { height })
    const voters = membership.votersOf(cert.epoch)
    if (!voters) return false
    unwrap(verifyCert(genesisHash, voters, cert))
    if (own) {
      driver().breaches.otherFinal(cert)
      throw new CodedError('CONSENSUS_FORK', { height })
    }
    return true
  }

  /** Somebody heard our key from another process while this one was running. */
  #checkTwin(peer: PeerRef, { twinAge }: StatusMessage): void {
    const { clock, driver } = this.#options
    const heard = twinAge !== null && twinAge + TWIN_MARGIN_MS < clock.now() - this.#startedAt
    if (this.#agreed(this.#twins, peer, heard)) driver().stopVoting(problem('VOTING_TWIN'))
  }

  /** Whether so many members claim it that one of them is honest; a member that takes its claim back no longer counts. */
  #agreed(claims: Set<MemberId>, { member, kind }: PeerRef, claimed: boolean): boolean {
    const { me, membership: { voters } } = this.#options
    if (kind !== 'seat' || !voters.members.some(({ id }) => id === member)) return false
    if (!claimed || member === me) claims.delete(member)
    else claims.add(member)
    return claims.size > faultBound(voters.members.length)
  }

  /** Somebody holds a vote of ours beyond all we remember: safety.db is an old copy. */
  #checkOwnVotes(peer: PeerRef, { seen }: StatusMessage): void {
    const beyond = seen !== null && this.#isBeyond(seen)
    if (this.#agreed(this.#strangeVotes, peer, beyond)) this.#options.strangeVote(seen?.height ?? 0)
  }

  #isBeyond(seen: VoteMark): boolean {
    const { highWater, quarantined, voteFrom } = this.#options.safety.meta()
    if (quarantined || seen.height < voteFrom) return false
    return seen.epoch > highWater.epoch || seen.height > highWater.height || (seen.height === highWater.height && seen.view > highWater.view)
  }

  #comparePending(peer: PeerRef, status: StatusMessage): void {
    const { chain, reconciler } = this.#options
    if (equalBytes(status.pendingDigest, chain.pending.digest())) {
      if (status.pending > 0) reconciler().equal(peer)
      return
    }
    // An empty pool has nothing to teach, and what of ours it lacks it will fetch itself.
    if (status.pending > 0) void reconciler().run(peer)
  }
}
