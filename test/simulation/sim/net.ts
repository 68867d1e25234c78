/** Links between machines: delay, loss, duplicates, partitions, replays, and what is asked and answered over them. */
import type { BlockId, Message, SlotVote } from '../../../shared/ledger/consensus/types.ts'
import { fakeSign } from './keys.ts'
import { Violation } from './invariants.ts'
import type { SimBlock, SimRecord } from './ledger.ts'
import type { Peer } from './peer.ts'
import { bytesOf } from './weight.ts'
import type { World } from './world.ts'

/** Of one slot entered, one view entered or one greeting: messages a member may answer it with (S14). */
const PER_STEP = 8
const PER_GREETING = 12

export class Net {
  private readonly world: World
  private readonly blocked: boolean[][]
  private readonly oldMessages: { from: number; to: number; message: Message }[] = []
  private messages = 0
  private bytes = 0
  /** Slots and views entered, by anybody. */
  steps = 0
  greetings = 0

  constructor(world: World) {
    this.world = world
    this.blocked = world.ids.map(() => world.ids.map(() => false))
  }

  isOpen(a: number, b: number): boolean {
    return a !== b && !this.blocked[a]![b] && !this.blocked[b]![a]
  }

  /** Sets which directions are cut; peers joined by it greet each other. */
  cut(blocks: (from: number, to: number) => boolean): void {
    const { ids, peers } = this.world
    const greet: [number, number][] = []
    for (const a of ids) for (const b of ids) if (a !== b && !this.isOpen(a, b) && !blocks(a, b) && !blocks(b, a)) greet.push([a, b])
    for (const a of ids) for (const b of ids) this.blocked[a]![b] = a !== b && blocks(a, b)
    this.world.trace(() => `links cut: ${ids.flatMap((a) => ids.filter((b) => this.blocked[a]![b]).map((b) => `${a}-${b}`)).join(' ') || 'none'}`)
    for (const [a, b] of greet) if (this.world.connected(peers[a]!, b)) peers[a]!.connected(b)
  }

  private delay(): number {
    const { faulty, options, prng } = this.world
    return 1 + prng.below(faulty ? options.latency : Math.min(options.latency, 100))
  }

  /** One packet from a member to another. `deliver` runs at the machine where it arrives. */
  packet(from: number, to: number, deliver: (peer: Peer) => void): void {
    const { options, prng, faulty } = this.world
    if (this.blocked[from]![to] || (faulty && prng.chance(options.loss))) return
    const copies = faulty && prng.chance(options.duplicate) ? 2 : 1
    for (let i = 0; i < copies; i++)
      this.world.queue.push(this.world.now + this.delay(), () => {
        const peer = this.world.machine(to)
        if (peer.alive && !this.blocked[from]![to]) this.world.arrives(peer, () => deliver(peer))
      })
  }

  // ---- consensus

  sendFrom(peer: Peer, to: number | 'all', message: Message): void {
    const { world } = this
    if (world.byzantine(peer.index)) return world.adversary!.intercept(peer, to, message)
    const { me } = peer.state.voters
    const own = [...message.votes, ...message.proposals.map(({ vote }) => vote)].filter((vote) => vote.signer === me && vote.epoch === peer.voters.epoch)
    // In the order in which a receiver would use them: notarize before finalize.
    for (const vote of own.sort((a, b) => a.kind - b.kind)) world.ownVoteLeaves(peer, vote)
    for (const target of to === 'all' ? world.ids : [to]) if (target !== peer.index && world.started(target)) this.transmit(peer, target, message)
  }

  private transmit(peer: Peer, to: number, message: Message): void {
    const { now, size } = this.world
    peer.sent++
    this.messages++
    this.bytes += bytesOf(message)
    // What is sent is bounded by the views entered, the greetings, and the resends of the time that passed.
    const allowed = PER_STEP * size * this.steps + PER_GREETING * this.greetings + 2 * size ** 2 * (now / 1000 + 1)
    if (this.messages > allowed) throw new Violation('S14', `storm: ${this.messages} messages in ${now} ms`)
    if (this.bytes > allowed * (600 + 160 * size)) throw new Violation('S14', `storm: ${this.bytes} bytes in ${now} ms`)
    const bodies = message.proposals.flatMap(({ facts }) => peer.blocks.content(facts.block) ?? [])
    this.deliverMessage(peer.index, to, message, bodies)
  }

  deliverMessage(from: number, to: number, message: Message, bodies: readonly SimBlock[]): void {
    const { world } = this
    const { options, prng, faulty } = world
    if (world.byzantine(from)) world.adversary!.reveal(message)
    if (!world.passes(from, to, message)) return
    this.packet(from, to, (peer) => peer.receive(from, message, bodies))
    if (options.replay > 0 && faulty && prng.chance(options.replay)) this.oldMessages.push({ from, to, message })
  }

  /** An old message comes again: of a view, a slot, an epoch long past. */
  replayOld(): void {
    if (this.oldMessages.length === 0) return
    const { from, to, message } = this.world.prng.pick(this.oldMessages)
    this.packet(from, to, (peer) => peer.receive(from, message, []))
  }

  /** The same people vote in another network, and what they say there strays into this one. */
  strayForeign(): void {
    const { prng, ids, peers } = this.world
    const peer = peers[prng.pick(ids)]!
    const { slot } = peer.state
    const votes = slot.views.flatMap((view) => [...(view?.notarize ?? []), ...(view?.nullify ?? [])].filter((vote): vote is SlotVote => vote !== undefined))
    const foreign = votes.map((vote) => ({ ...vote, sig: fakeSign(peer.voters.members[vote.signer]?.key ?? 0, vote, 1) }))
    const { epoch } = peer.voters
    const nullify = { kind: 2, epoch, height: slot.height, view: slot.view, block: '' } as const
    const signers = peer.voters.members.map((_, index) => index)
    const cert = { ...nullify, signers, sigs: signers.map((signer) => fakeSign(peer.voters.members[signer]!.key, nullify, 1)) }
    const to = prng.pick(ids)
    if (to !== peer.index) this.packet(peer.index, to, (other) => other.receive(peer.index, { certs: [cert], proposals: [], votes: foreign, status: null }, []))
  }

  // ---- requests

  askBody(peer: Peer, to: number, id: BlockId): void {
    this.packet(peer.index, to, (source) => {
      if (this.world.adversary?.withholds(to)) return
      const block = source.blocks.content(id)
      if (block) this.reply(source, peer, () => peer.blocks.hold(block))
    })
  }

  askChain(peer: Peer, to: number, height: number): void {
    this.packet(peer.index, to, (source) => {
      const items = source.disk.chain.slice(height, height + 10)
      const told = this.world.adversary?.chain(to, items) ?? items
      this.reply(source, peer, () => peer.sync.received(to, told))
    })
  }

  askStatus(peer: Peer, to: number): void {
    this.packet(peer.index, to, (source) => {
      const claim = source.sync.claim(peer.index)
      const told = this.world.adversary?.claim(to, source, claim) ?? claim
      this.reply(source, peer, () => peer.sync.claimed(to, told))
    })
  }

  /** Comes back over the connection on which it was asked: never to a later life of the asker. */
  private reply(source: Peer, asker: Peer, deliver: () => void): void {
    const { life } = asker
    this.packet(source.index, asker.index, (peer) => {
      if (peer === asker && asker.life === life) deliver()
    })
  }

  sendRecords(peer: Peer, to: number, records: readonly SimRecord[]): void {
    this.packet(peer.index, to, (other) => other.addRecords(records, true))
  }

  heartbeat(peer: Peer, to: number): void {
    const { instance, height } = peer
    const time = peer.clock.own() + (this.world.adversary?.clockLie(peer.index) ?? 0)
    this.packet(peer.index, to, (other) => {
      other.heartbeat(peer.index, height)
      other.clock.heard(peer.index, time)
      const two = other.seat.heardInstance(peer.index, instance)
      // Whichever of them it reaches is told that another machine speaks with its key.
      if (two) this.packet(to, peer.index, (mine) => mine.seat.stop())
    })
  }
}
