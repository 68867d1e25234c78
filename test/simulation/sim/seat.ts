/** Whether this machine votes for its member: lost and restored memories, quarantine, a second machine with the same key. */
import { judgementAt, judgeQuarantine } from '../../../shared/ledger/consensus/quarantine.ts'
import type { MemberId, VoterSet } from '../../../shared/ledger/types.ts'
import type { SlotVote } from '../../../shared/ledger/consensus/types.ts'
import { Safety } from './disk.ts'
import type { Key } from './keys.ts'
import type { SimVoters } from './ledger.ts'
import type { Peer } from './peer.ts'

const name = (id: number): MemberId => `M${id}` as MemberId

/** A displaced instance that speaks again after this long, ms, is no late packet: it lives. */
const ALIVE = 10_000

export class Seat {
  private readonly peer: Peer
  /** Until the next start. */
  private faulted = false
  /** Open slots of members that are sure of their memory, proved since the start. */
  private readonly answers = new Map<MemberId, number>()
  /** Newest vote key that this machine holds. */
  newest: Key
  /** By member: the instance heard last, the one it displaced, and when. */
  private readonly instances = new Map<number, { now: number; former: number; since: number }>()

  constructor(peer: Peer) {
    this.peer = peer
    this.newest = peer.world.genesis.keys[peer.index]!
  }

  /** Start-up guard: safety.db against its second copy. Two numbers are compared, as many as fit a key store. */
  boot(): void {
    const { disk, world } = this.peer
    const { keyStore } = disk
    this.faulted = false
    this.answers.clear()
    const safety = disk.safety ?? new Safety()
    const lost = disk.safety === null || safety.boot !== keyStore.boot || safety.voted < keyStore.voted
    if (lost) {
      world.trace(() => `${this.peer.name} no longer knows its votes`)
      safety.lost = { key: this.newest, judgement: null }
    }
    disk.safety = safety
    safety.boot = Math.max(safety.boot, keyStore.boot) + 1
    keyStore.boot = safety.boot
    keyStore.voted = safety.voted = Math.max(safety.voted, keyStore.voted)
    this.opened(this.peer.height + 1)
  }

  /** May this machine vote in the slot of this height? */
  voting(open: number): boolean {
    const { safety, chain } = this.peer
    const at = chain.voters.index.get(this.peer.index)
    if (at === undefined || this.faulted || safety.stopped) return false
    // A chain.db that is behind what this seat has seen final: nothing is voted there a second time.
    if (open <= safety.finalized) return false
    return safety.lost === null || chain.voters.members[at]!.key > safety.lost.key
  }

  get isFaulted(): boolean {
    return this.faulted
  }

  get quarantined(): boolean {
    return this.peer.safety.lost !== null || this.peer.height < this.peer.safety.finalized
  }

  voted(height: number): void {
    const { safety, disk } = this.peer
    if (height <= safety.voted) return
    safety.voted = height
    disk.keyStore.voted = height
  }

  /** Another slot opens. */
  opened(open: number): void {
    const { safety, chain } = this.peer
    safety.finalized = Math.max(safety.finalized, open - 1)
    const judgement = safety.lost?.judgement
    if (!judgement) return
    const verdict = judgementAt(judgement, open, chain.voters.epoch)
    if (verdict === 'void') safety.lost!.judgement = null
    if (verdict !== 'over') return
    this.peer.world.trace(() => `${this.peer.name} votes again from slot ${open}`)
    safety.lost = null
  }

  /** A member that is sure of its memory proved its open slot. */
  answered(member: number, open: number): void {
    const { peer } = this
    const { lost } = peer.safety
    if (!lost) return
    this.answers.set(name(member), Math.max(open, this.answers.get(name(member)) ?? 0))
    if (lost.judgement) return
    const finding = judgeQuarantine({ me: name(peer.index), open: peer.height + 1, voters: setOf(peer.chain.voters), answers: this.answers })
    if (finding.t === 'judged') {
      peer.world.trace(() => `${peer.name} will vote from slot ${finding.judgement.from - peer.world.haste}`)
      lost.judgement = { ...finding.judgement, from: finding.judgement.from - peer.world.haste }
      // Never at once by the true rule: the judged slot is not the one to vote in.
      this.opened(peer.height + 1)
      if (!peer.safety.lost) peer.resume()
    }
    if (finding.t === 'behind') peer.sync.hint(member)
  }

  /** Another member holds these votes of ours. One that is not in safety.db says that it is not the true one. */
  reminded(votes: readonly SlotVote[]): void {
    const { safety, height } = this.peer
    if (safety.lost || this.peer.world.byzantine(this.peer.index) || votes.every((vote) => vote.height <= Math.max(height, safety.finalized) || safety.holdsVote(vote))) return
    this.peer.world.trace(() => `${this.peer.name} is reminded of a vote it does not know`)
    safety.lost = { key: this.newest, judgement: null }
    this.peer.resume()
  }

  /** A heartbeat of a member's machine. True where the machine that it had displaced speaks again: both are running. */
  heardInstance(member: number, instance: number): boolean {
    const { now } = this.peer.world
    const known = this.instances.get(member)
    if (known?.now === instance) return false
    this.instances.set(member, { now: instance, former: known?.now ?? instance, since: now })
    return known !== undefined && known.former === instance && now - known.since > ALIVE
  }

  /** The own key is used by two machines, or a final block contradicts the own chain: never again, until the key is replaced. */
  stop(): void {
    if (this.peer.safety.stopped) return
    this.peer.safety.stopped = true
    this.peer.later(1, () => this.peer.resume())
  }

  /** A write that failed: no vote until a restart. */
  fault(): void {
    this.faulted = true
    this.peer.resume()
  }
}

const sets = new WeakMap<SimVoters, VoterSet>()
function setOf(voters: SimVoters): VoterSet {
  let set = sets.get(voters)
  if (!set) sets.set(voters, (set = { epoch: voters.epoch, members: voters.members.map(({ id }) => ({ id: name(id), voteKey: new Uint8Array(0) as VoterSet['members'][number]['voteKey'] })) }))
  return set
}
