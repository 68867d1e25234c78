/**
 * The Byzantine members of a seed, acting together. Each runs an honest core to follow the slot; what it says is decided
 * here. They sign with their own keys only, and use every certificate that any of them has seen or can put together.
 */
import { FINALIZE, NOTARIZE, NULLIFY, type VoteKind } from '../../../shared/ledger/types.ts'
import { leaderOf } from '../../../shared/ledger/voters.ts'
import { justification } from '../../../shared/ledger/consensus/slot.ts'
import { NO_BLOCK, type BlockFacts, type BlockId, type Message, type SlotCert, type SlotProposal, type SlotVote } from '../../../shared/ledger/consensus/types.ts'
import { fakeSign, type SimBlock } from './blocks.ts'
import type { Attack } from './options.ts'
import type { Peer } from './peer.ts'
import type { World } from './world.ts'

const NOTHING: Message = { certs: [], proposals: [], votes: [], status: null }

export class Adversary {
  private readonly world: World
  /** What was done already, so that each trick is played once a view and member. */
  private readonly done = new Set<string>()

  constructor(world: World) {
    this.world = world
  }

  private has(attack: Attack): boolean {
    return this.world.attacking && this.world.options.attacks.includes(attack)
  }

  /** Signs for a Byzantine member and puts the vote on the judge's table. */
  vote(signer: number, kind: VoteKind, height: number, view: number, block: BlockId): SlotVote {
    if (this.world.honest(signer)) throw new Error('a key that the adversary does not own')
    const ballot = { kind, epoch: 0, height, view, block }
    const vote = { ...ballot, signer, sig: fakeSign(signer, ballot) }
    this.world.invariants.exists(vote)
    return vote
  }

  propose(signer: number, height: number, view: number, facts: BlockFacts, justify: readonly SlotCert[]): SlotProposal {
    return { vote: this.vote(signer, NOTARIZE, height, view, facts.block), facts, justify }
  }

  send(from: number, to: readonly number[], message: Partial<Message>, bodies: readonly SimBlock[] = []): void {
    for (const target of to) if (target !== from) this.world.deliverMessage(from, target, { ...NOTHING, ...message }, bodies)
  }

  private others(): number[] {
    return this.world.order.filter((member) => this.world.honest(member))
  }

  /** A vote of ours that leaves only inside a certificate exists as well. */
  reveal({ certs, proposals }: Message): void {
    for (const { kind, epoch, height, view, block, signers, sigs } of [...certs, ...proposals.flatMap((each) => each.justify)])
      signers.forEach((signer, i) => {
        if (!this.world.honest(signer)) this.world.invariants.exists({ kind, epoch, height, view, block, signer, sig: sigs[i]! })
      })
  }

  /** What the member's own core wants to send. */
  intercept(peer: Peer, to: number | 'all', message: Message): void {
    const { world } = this
    const { slot } = peer.state
    this.play(peer, slot.height, slot.view)
    const me = peer.index
    const silent = this.has('silentLeader') || this.has('equivocate') || this.has('unjustified') || this.has('staleJustification') || this.has('wrongBlocks')
    const proposals = silent ? [] : message.proposals
    const votes = this.has('doubleVote') ? message.votes.filter((vote) => vote.signer !== me) : message.votes
    const certs = this.has('selectiveCerts') ? [] : message.certs
    for (const vote of [...proposals.map((each) => each.vote), ...votes]) if (vote.signer === me) world.invariants.exists(vote)
    const bodies = this.has('withholdBody') ? [] : proposals.flatMap(({ facts }) => peer.content(facts.block) ?? [])
    for (const target of to === 'all' ? world.order : [to])
      if (target !== me && !(this.has('selectiveCerts') && world.prng.chance(0.5)))
        world.deliverMessage(me, target, { certs, proposals, votes, status: message.status }, bodies)
  }

  private once(key: string): boolean {
    if (this.done.has(key)) return false
    this.done.add(key)
    return true
  }

  /** Called whenever a Byzantine member has something to say anyway: one chance for each trick of the view. */
  play(peer: Peer, height: number, view: number): void {
    const { world } = this
    if (!world.attacking) return
    const me = peer.index
    const { prng } = world
    if (leaderOf(world.order, height, view) === me && this.once(`lead ${me} ${height} ${view}`)) this.lead(peer, height, view)
    if (this.has('doubleVote') && prng.chance(0.7) && this.once(`votes ${me} ${height} ${view} ${prng.below(4)}`)) {
      const { slot } = peer.state
      const blocks = [...slot.blocks.keys()]
      for (let w = Math.max(0, view - 1); w <= view; w++) {
        for (const block of blocks) {
          this.send(me, prng.some(this.others()), { votes: [this.vote(me, NOTARIZE, height, w, block)] })
          this.send(me, prng.some(this.others()), { votes: [this.vote(me, FINALIZE, height, w, block)] })
        }
        this.send(me, prng.some(this.others()), { votes: [this.vote(me, NULLIFY, height, w, NO_BLOCK)] })
      }
    }
    if (this.has('selectiveCerts') && this.once(`certs ${me} ${height} ${view}`)) {
      const certs = peer.state.slot.views.flatMap((each) => [each?.notarization, each?.nullification].filter((c): c is SlotCert => !!c))
      for (const cert of certs) this.send(me, prng.some(this.others(), 0.3), { certs: [cert] })
    }
  }

  private lead(peer: Peer, height: number, view: number): void {
    const { world } = this
    const { prng } = world
    const { slot } = peer.state
    const me = peer.index
    if (peer.height !== height - 1) return
    const records = peer.pending > 0 ? [...peer.disk.records] : [1_000_000 + height * 64 + view]
    const fresh = (sound: boolean): SimBlock => world.makeBlock(height, peer.head, view, me, sound ? records : [], sound)
    const tricks: (() => void)[] = []
    const give = (block: SimBlock, to: readonly number[], justify: readonly SlotCert[]): void => {
      peer.hold(block)
      this.send(me, to, { proposals: [this.propose(me, height, view, block.facts, justify)] }, this.has('withholdBody') ? [] : [block])
    }
    if (this.has('equivocate'))
      tricks.push(() => {
        const half = prng.some(this.others())
        const blocks = [fresh(true), fresh(true)] as const
        give(blocks[0], half, justification(slot, view, blocks[0].facts))
        give(blocks[1], this.others().filter((member) => !half.includes(member)), justification(slot, view, blocks[1].facts))
      })
    if (this.has('unjustified') && view > 0) tricks.push(() => give(fresh(true), this.others(), prng.chance(0.5) ? [] : justification(slot, view, { block: '', bornView: view, proposer: me })))
    if (this.has('staleJustification') && view > 0)
      tricks.push(() => {
        const locked = slot.views.flatMap((each) => (each?.notarization ? [each.notarization] : []))
        const old = locked.length > 0 ? prng.pick(locked) : null
        const block = old ? world.blocks.get(old.block) : undefined
        if (old && block) give(block, this.others(), [old])
      })
    if (this.has('wrongBlocks')) tricks.push(() => give(fresh(false), this.others(), justification(slot, view, { block: '', bornView: view, proposer: me })))
    if (tricks.length > 0) prng.pick(tricks)()
  }
}
