/** The whole network in one process with virtual time: links, faults, crashes, and the judge. */
import { faultBound, quorum } from '../../../shared/ledger/voters.ts'
import { RULES, type Rules } from '../../../shared/ledger/consensus/rules.ts'
import type { ConsensusState } from '../../../shared/ledger/consensus/core.ts'
import type { BlockFacts, BlockId, Effect, Event, Evidence, Message } from '../../../shared/ledger/consensus/types.ts'
import { Adversary } from './adversary.ts'
import type { SimBlock } from './blocks.ts'
import { Invariants, Violation } from './invariants.ts'
import type { Options } from './options.ts'
import { Peer } from './peer.ts'
import { Prng } from './prng.ts'
import { TaskQueue } from './queue.ts'

export interface Hooks {
  /** False: this message is lost. For scripted schedules. */
  readonly passes?: (from: number, to: number, message: Message, world: World) => boolean
  /** An invariant that is not judged, to see what follows from breaking it. */
  readonly overlook?: 'S6'
  readonly trace?: (line: string) => void
}

export class World {
  readonly options: Options
  readonly prng: Prng
  readonly queue = new TaskQueue()
  readonly invariants: Invariants
  readonly peers: Peer[]
  readonly order: readonly number[]
  readonly blocks = new Map<BlockId, SimBlock>()
  private readonly hooks: Hooks
  private readonly rules: Rules
  readonly adversary: Adversary | null
  private readonly blocked: boolean[][]
  now = 0
  steps = 0
  /** Running hash of everything that happened. */
  hash = 0x811c9dc5
  faulty = true
  attacking = true
  rtt = 50
  private readonly oldMessages: { from: number; to: number; message: Message }[] = []
  private nextBlock = 1
  private sent = 0
  /** Messages that views entered and greetings account for (S14). */
  allowance = 0

  constructor(options: Options, rules: Rules = RULES, hooks: Hooks = {}) {
    this.options = options
    this.rules = rules
    this.hooks = hooks
    this.prng = new Prng(options.seed + 0x5eed_0000_0000)
    const { n } = options
    const members = Array.from({ length: n }, (_, i) => i)
    // Any fixed order serves; rotated by the seed so that every index leads first somewhere.
    this.order = members.map((i) => (i * (n % 2 ? 2 : 1) + options.seed) % n)
    this.invariants = new Invariants(quorum(n), (member) => this.honest(member))
    this.blocked = members.map(() => members.map(() => false))
    this.rtt = Math.min(4_000, 2 * options.latency)
    this.peers = members.map((index) => new Peer(this, index, rules))
    this.adversary = options.byzantine.length > 0 ? new Adversary(this) : null
  }

  get quorum(): number {
    return this.rules.quorum(this.options.n)
  }

  get faults(): number {
    return faultBound(this.options.n)
  }

  honest(member: number): boolean {
    return !this.options.byzantine.includes(member)
  }

  honestPeers(): Peer[] {
    return this.peers.filter((peer) => this.honest(peer.index))
  }

  /** Per mille by which this peer's clock is off. */
  drift(index: number): number {
    return this.options.drift === 0 ? 0 : ((index * 37) % (2 * this.options.drift + 1)) - this.options.drift
  }

  note(...values: readonly number[]): void {
    for (const value of values) this.hash = Math.imul(this.hash ^ value, 0x01000193) >>> 0
  }

  trace(line: () => string): void {
    this.hooks.trace?.(`${String(this.now).padStart(6)} ${line()}`)
  }

  // ---- running

  /** Runs until virtual time `until`, or until `done` holds. */
  run(until: number, done?: () => boolean): boolean {
    for (;;) {
      if (done?.()) return true
      const task = this.queue.peek()
      if (!task || task.time > until) break
      this.queue.pop()
      this.now = task.time
      task.run()
    }
    this.now = until
    return done ? done() : true
  }

  observe(peer: Peer, before: ConsensusState, event: Event, effects: readonly Effect[]): void {
    this.steps++
    const { slot } = peer.state
    if (slot.height !== before.slot.height || slot.view !== before.slot.view) this.allowance += 8 * this.options.n
    this.note(this.now, peer.index, event.t.charCodeAt(0) * 256 + event.t.length, effects.length, peer.state.slot.height, peer.state.slot.view)
    this.trace(() => `${peer.index} <- ${describe(event)}${effects.length ? ' => ' : ''}${effects.map(describeEffect).join('; ')}`)
    if (peer.state.slot.views.length > 5_000) throw new Violation('S15', 'views without bound')
  }

  // ---- links

  connected(a: number, b: number): boolean {
    return a !== b && this.peers[a]!.alive && this.peers[b]!.alive && !this.blocked[a]![b] && !this.blocked[b]![a]
  }

  neighbours(index: number): number[] {
    return this.order.filter((other) => this.connected(index, other))
  }

  /** Sets which directions are cut; peers joined by it greet each other. */
  cut(blocks: (from: number, to: number) => boolean): void {
    const greet: [number, number][] = []
    for (const a of this.order)
      for (const b of this.order) {
        if (a === b) continue
        const before = !this.blocked[a]![b] && !this.blocked[b]![a]
        const after = !blocks(a, b) && !blocks(b, a)
        if (!before && after) greet.push([a, b])
      }
    for (const a of this.order) for (const b of this.order) this.blocked[a]![b] = a !== b && blocks(a, b)
    this.trace(() => `links cut: ${this.order.flatMap((a) => this.order.filter((b) => this.blocked[a]![b]).map((b) => `${a}-${b}`)).join(' ') || 'none'}`)
    for (const [a, b] of greet) if (this.connected(a, b)) this.peers[a]!.connected(b)
  }

  private delay(): number {
    const most = this.faulty ? this.options.latency : Math.min(this.options.latency, 100)
    return 1 + this.prng.below(most)
  }

  /** One packet. `deliver` runs at the receiver where it arrives. */
  packet(from: number, to: number, deliver: (peer: Peer) => void): void {
    const { options, prng, faulty } = this
    if (this.blocked[from]![to] || (faulty && prng.chance(options.loss))) return
    const copies = faulty && prng.chance(options.duplicate) ? 2 : 1
    for (let i = 0; i < copies; i++)
      this.queue.push(this.now + this.delay(), () => {
        const peer = this.peers[to]!
        if (peer.alive && !this.blocked[from]![to]) deliver(peer)
      })
  }

  sendFrom(peer: Peer, to: number | 'all', message: Message): void {
    const own = [...message.votes, ...message.proposals.map(({ vote }) => vote)].filter((vote) => vote.signer === peer.index)
    if (!this.honest(peer.index)) return this.adversary!.intercept(peer, to, message)
    // In the order in which a receiver would use them: notarize before finalize.
    for (const vote of own.sort((a, b) => a.kind - b.kind)) this.invariants.ownVoteLeaves(vote, peer.disk.holdsVote(vote) || this.hooks.overlook === 'S6')
    for (const target of to === 'all' ? this.order : [to]) if (target !== peer.index) this.transmit(peer, target, message)
  }

  private transmit(peer: Peer, to: number, message: Message): void {
    peer.sent++
    // S14: what is sent is bounded by the views entered, the greetings, and the resends of the time that passed.
    const seconds = this.now / 1000
    if (++this.sent > this.allowance + 2 * this.options.n ** 2 * (seconds + 1))
      throw new Violation('S14', `storm: ${this.sent} messages in ${seconds} s`)
    const bodies = message.proposals.flatMap(({ facts }) => peer.content(facts.block) ?? [])
    this.deliverMessage(peer.index, to, message, bodies)
  }

  deliverMessage(from: number, to: number, message: Message, bodies: readonly SimBlock[]): void {
    if (!this.honest(from)) this.adversary!.reveal(message)
    if (this.hooks.passes && !this.hooks.passes(from, to, message, this)) return
    this.packet(from, to, (peer) => peer.receive(from, message, bodies))
    if (this.options.replay > 0 && this.faulty && this.prng.chance(this.options.replay)) this.oldMessages.push({ from, to, message })
  }

  replayOld(): void {
    if (this.oldMessages.length === 0) return
    const { from, to, message } = this.prng.pick(this.oldMessages)
    this.packet(from, to, (peer) => peer.receive(from, message, []))
  }

  askBody(from: number, to: number, id: BlockId): void {
    this.packet(from, to, () => {
      if (!this.honest(to) && this.options.attacks.includes('withholdBody')) return
      const block = this.peers[to]!.content(id)
      if (block) this.packet(to, from, (peer) => peer.hold(block))
    })
  }

  askChain(from: number, to: number, height: number): void {
    this.packet(from, to, (source) => {
      const items = source.disk.chain.slice(height, height + 10)
      this.packet(to, from, (peer) => peer.receiveChain(items))
    })
  }

  sendRecords(from: number, to: number, records: readonly number[]): void {
    this.packet(from, to, (peer) => peer.addRecords(records, true))
  }

  makeBlock(height: number, parent: BlockId, bornView: number, proposer: number, records: readonly number[], sound: boolean): SimBlock {
    const facts: BlockFacts = { block: `b${this.nextBlock++}`, bornView, proposer }
    const block = { facts, height, parent, records, sound }
    this.blocks.set(facts.block, block)
    return block
  }

  // ---- peers

  crashed(peer: Peer): void {
    this.note(this.now, peer.index, 0xdead)
    this.trace(() => `${peer.index} crashes`)
    const back = this.faulty ? this.prng.range(1, this.options.downTime) : 1
    this.queue.push(this.now + back, () => {
      if (peer.alive) return
      this.setFuse(peer)
      this.trace(() => `${peer.index} restarts`)
      peer.start()
      for (const other of this.neighbours(peer.index)) this.peers[other]!.connected(peer.index)
    })
  }

  setFuse(peer: Peer): void {
    const { crashBoundaries, crashAt } = this.options
    if (crashAt) peer.fuse = peer.life === 0 && crashAt.member === peer.index ? crashAt.boundary : Infinity
    else peer.fuse = this.faulty && crashBoundaries > 0 && this.honest(peer.index) ? this.prng.range(1, 2 * crashBoundaries) : Infinity
  }

  haltedPeer(peer: Peer, code: string): void {
    if (this.honest(peer.index)) throw new Violation('S5', `honest member ${peer.index} stopped voting: ${code}`)
  }

  evidence(peer: Peer, { code, second }: Evidence): void {
    this.trace(() => `${peer.index} has evidence ${code} against ${second.signer}`)
    if (this.honest(second.signer)) throw new Violation('S11', `${code} names the honest member ${second.signer}`)
  }
}

const describe = (event: Event): string => {
  if (event.t !== 'message') return `${event.t}${'timer' in event ? `:${event.timer}` : ''}${'verdict' in event ? `:${event.verdict} ${event.facts.block}` : ''}`
  return `${event.from}: ${describeMessage(event.message)}`
}

const KIND = ['', 'N', 'X', 'F']
const describeMessage = ({ certs, proposals, votes, status }: Message): string =>
  [
    ...certs.map((c) => `${KIND[c.kind]}(${c.height},${c.view},${c.block})`),
    ...proposals.map(({ vote: v, justify }) => `propose(${v.height},${v.view},${v.block};${justify.length})`),
    ...votes.map((v) => `${KIND[v.kind]!.toLowerCase()}${v.signer}(${v.height},${v.view},${v.block})`),
    ...(status ? [`status(${status.height},${status.view}${status.ask ? '?' : ''})`] : []),
  ].join(' ')

const describeEffect = (effect: Effect): string =>
  effect.t === 'send'
    ? `->${effect.to} ${describeMessage(effect.message)}`
    : effect.t === 'setTimer'
      ? `set ${effect.timer} ${effect.delay}`
      : effect.t === 'clearTimer'
        ? `clear ${effect.timer}`
        : effect.t === 'persist'
          ? `persist${effect.sync ? '!' : ''} ${describeMessage({ certs: effect.certs, votes: effect.votes, proposals: [], status: null })}`
          : effect.t
