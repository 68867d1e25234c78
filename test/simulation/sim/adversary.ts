/**
 * The Byzantine members of a seed, acting together. Each runs an honest core to follow the slot; what it says is decided
 * here. They sign with their own keys only, and use every certificate that any of them has seen or can put together.
 */
import { MAX_JUSTIFY } from '../../../shared/ledger/limits.ts'
import { FINALIZE, NOTARIZE, NULLIFY, type VoteKind } from '../../../shared/ledger/types.ts'
import { leaderOf } from '../../../shared/ledger/voters.ts'
import { NO_BLOCK, type BlockFacts, type BlockId, type Message, type SlotCert, type SlotProposal, type SlotVote } from '../../../shared/ledger/consensus/types.ts'
import { fakeSign } from './keys.ts'
import { lead } from './lead.ts'
import type { SimBlock, SimRecord } from './ledger.ts'
import type { ChainItem } from './disk.ts'
import type { Attack } from './options.ts'
import type { Peer } from './peer.ts'
import type { Claim } from './sync.ts'
import type { World } from './world.ts'

const NOTHING: Message = { certs: [], proposals: [], votes: [], status: null }

export class Adversary {
  readonly world: World
  /** What was done already, so that each trick is played once a view and member. */
  private readonly done = new Set<string>()

  constructor(world: World) {
    this.world = world
  }

  has(attack: Attack): boolean {
    return this.world.attacking && this.world.options.attacks.includes(attack)
  }

  private lies(member: number, attack: Attack): boolean {
    return this.has(attack) && this.world.byzantine(member)
  }

  /** Signs for a Byzantine member and puts the vote on the judge's table. */
  vote(member: number, kind: VoteKind, height: number, view: number, block: BlockId, voters = this.world.peers[member]!.voters): SlotVote {
    const signer = voters.index.get(member)
    if (!this.world.byzantine(member) || signer === undefined) throw new Error('a key that the adversary does not own')
    const ballot = { kind, epoch: voters.epoch, height, view, block }
    const vote = { ...ballot, signer, sig: fakeSign(voters.members[signer]!.key, ballot) }
    this.world.invariants.exists(vote)
    return vote
  }

  propose(member: number, height: number, view: number, facts: BlockFacts, justify: readonly SlotCert[]): SlotProposal {
    // The wire carries no more: even an attacker's message has to be decoded.
    return { vote: this.vote(member, NOTARIZE, height, view, facts.block), facts, justify: justify.slice(-MAX_JUSTIFY) }
  }

  send(from: number, to: readonly number[], message: Partial<Message>, bodies: readonly SimBlock[] = []): void {
    for (const target of to) if (target !== from) this.world.net.deliverMessage(from, target, { ...NOTHING, ...message }, bodies)
  }

  others(): number[] {
    return this.world.ids.filter((member) => !this.world.byzantine(member))
  }

  /** A vote of ours that leaves only inside a certificate exists as well. */
  reveal({ certs, proposals }: Message): void {
    for (const { kind, epoch, height, view, block, signers, sigs } of [...certs, ...proposals.flatMap((each) => each.justify)])
      signers.forEach((signer, i) => {
        const vote = { kind, epoch, height, view, block, signer, sig: sigs[i]! }
        const member = this.world.invariants.signer(vote)
        if (member !== undefined && !this.world.honest(member)) this.world.invariants.exists(vote)
      })
  }

  /** What the member's own core wants to send. */
  intercept(peer: Peer, to: number | 'all', message: Message): void {
    const { world } = this
    const { slot } = peer.state
    const { me } = peer.state.voters
    if (me !== null) this.play(peer, slot.height, slot.view)
    const ownTricks = ['silentLeader', 'equivocate', 'unjustified', 'staleJustification', 'wrongBlocks', 'badTimes', 'badRecords'] as const
    const proposals = ownTricks.some((attack) => this.has(attack)) ? [] : message.proposals
    const votes = this.has('doubleVote') ? message.votes.filter((vote) => vote.signer !== me) : message.votes
    const certs = this.has('selectiveCerts') ? [] : message.certs
    for (const vote of [...proposals.map((each) => each.vote), ...votes]) if (vote.signer === me) world.invariants.exists(vote)
    const bodies = this.has('withholdBody') ? [] : proposals.flatMap(({ facts }) => peer.blocks.content(facts.block) ?? [])
    const status = message.status && this.has('statusLies') && world.prng.chance(0.3) ? { ...message.status, height: message.status.height + world.prng.range(-2, 3), epoch: Math.max(0, message.status.epoch + world.prng.range(-1, 1)) } : message.status
    for (const target of to === 'all' ? world.ids : [to])
      if (target !== peer.index && !(this.has('selectiveCerts') && world.prng.chance(0.5)))
        world.net.deliverMessage(peer.index, target, { certs, proposals, votes, status }, bodies)
  }

  private once(key: string): boolean {
    if (this.done.has(key)) return false
    this.done.add(key)
    return true
  }

  /** Called whenever a Byzantine voter has something to say anyway: one chance for each trick of the view. */
  private play(peer: Peer, height: number, view: number): void {
    const { world } = this
    if (!world.attacking) return
    const { index: me, voters } = peer
    const { prng } = world
    const signer = voters.index.get(me)
    if (signer === undefined) return
    const { slot } = peer.state
    if (leaderOf(voters.order, height, view) === signer && peer.height === height - 1 && this.once(`lead ${me} ${height} ${view}`)) lead(this, peer, view)
    if (this.has('ownNullify') && this.once(`nullify ${me} ${height} ${view}`)) this.send(me, prng.some(this.others(), 0.8), { votes: [this.vote(me, NULLIFY, height, view, NO_BLOCK)] })
    if (this.has('doubleVote') && prng.chance(0.7) && this.once(`votes ${me} ${height} ${view} ${prng.below(4)}`)) this.voteForAll(me, [...slot.blocks.keys()], height, view)
    if (this.has('selectiveCerts') && this.once(`certs ${me} ${height} ${view}`)) {
      const certs = slot.views.flatMap((each) => [each?.notarization, each?.nullification].filter((c): c is SlotCert => !!c))
      for (const cert of certs) this.send(me, prng.some(this.others(), 0.3), { certs: [cert] })
    }
    if (this.has('twinRecords') && this.once(`twins ${me} ${height}`)) this.twinRecords(me)
  }

  /** Votes of every kind for everything, also for the slot after and for a slot or an epoch that is over. */
  private voteForAll(me: number, blocks: readonly BlockId[], height: number, view: number): void {
    const { prng } = this.world
    for (let w = Math.max(0, view - 1); w <= view; w++) {
      for (const block of blocks)
        for (const kind of [NOTARIZE, FINALIZE]) this.send(me, prng.some(this.others()), { votes: [this.vote(me, kind, height, w, block)] })
      this.send(me, prng.some(this.others()), { votes: [this.vote(me, NULLIFY, height, w, NO_BLOCK)] })
    }
    const past = this.world.invariants.votersAt(height - 1)
    const block = this.world.invariants.finals.get(height - 1)
    if (past?.index.has(me) && block) this.send(me, prng.some(this.others()), { votes: [this.vote(me, NULLIFY, height - 1, 0, NO_BLOCK, past), this.vote(me, FINALIZE, height - 1, 0, block, past)] })
    this.send(me, prng.some(this.others()), { votes: [this.vote(me, NULLIFY, height + 1, 0, NO_BLOCK)] })
  }

  /** Two records with one number of one device, each to others (A1); and one that breaks a rule of its domain. */
  private twinRecords(me: number): void {
    const { world } = this
    const half = world.prng.some(this.others())
    const rest = this.others().filter((member) => !half.includes(member))
    const give = (members: readonly number[]): Peer[] => members.map((member) => world.peers[member]!).filter(({ alive }) => alive)
    const { author, seq, at } = world.write(me, { t: 'nonsense' }, give(half))
    world.put({ author, seq, at, body: { t: 'data' } }, give(rest))
  }

  // ---- what they answer

  withholds(member: number): boolean {
    return this.lies(member, 'withholdBody')
  }

  clockLie(member: number): number {
    return this.lies(member, 'badTimes') ? this.world.prng.range(-600_000, 600_000) : 0
  }

  /** The records that a block of theirs takes: everything but one author's (V5). */
  choose(peer: Peer, records: readonly SimRecord[]): readonly SimRecord[] | null {
    if (!this.lies(peer.index, 'censor')) return null
    const victim = this.others()[0]
    return records.filter(({ author }) => author !== victim)
  }

  /** A height without proof, with a foreign proof, or one of long ago. */
  claim(member: number, peer: Peer, claim: Claim): Claim {
    if (!this.lies(member, 'statusLies')) return claim
    const { prng } = this.world
    const old = peer.disk.chain.length > 0 ? prng.pick(peer.disk.chain) : null
    return prng.pick<Claim>([
      claim,
      { ...claim, height: claim.height + 100 },
      { ...claim, height: claim.height + 1, final: null },
      { ...claim, height: old?.final.height ?? 0, final: old?.final ?? null },
      { ...claim, quarantined: !claim.quarantined, yours: [] },
    ])
  }

  /** Blocks with the wrong certificate, other content under a true certificate, in the wrong order, or none. */
  chain(member: number, items: readonly ChainItem[]): readonly Pick<ChainItem, 'block' | 'final'>[] {
    if (!this.lies(member, 'statusLies') || items.length === 0) return items
    const { prng } = this.world
    const at = prng.below(items.length)
    const { block, final } = items[at]!
    const other: SimBlock = { ...block, root: block.root ^ 1 }
    return prng.pick([
      [],
      items.toReversed(),
      items.slice(at + 1),
      items.with(at, { ...items[at]!, block: other }),
      items.with(at, { ...items[at]!, final: { ...final, block: 'b0' } }),
      items.with(at, { ...items[at]!, final: { ...final, signers: final.signers.slice(1), sigs: final.sigs.slice(1) } }),
      items.with(at, { ...items[at]!, final: { ...final, epoch: final.epoch + 1 } }),
    ])
  }
}
