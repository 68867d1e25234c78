/** The whole network in one process with virtual time: machines, the ledger's names, and the judge. */
import { RULES, type Rules } from '../../../shared/ledger/consensus/rules.ts'
import type { ConsensusState } from '../../../shared/ledger/consensus/core.ts'
import type { BlockFacts, BlockId, Effect, Event, Evidence, Message, Signer, SlotVote } from '../../../shared/ledger/consensus/types.ts'
import { Adversary } from './adversary.ts'
import { paceOf } from './faults.ts'
import { Invariants, Violation } from './invariants.ts'
import { genesisState, run, VoterLists, type Body, type ChainState, type SimBlock, type SimRecord } from './ledger.ts'
import { Members } from './members.ts'
import { Net } from './net.ts'
import type { Options } from './options.ts'
import { Peer } from './peer.ts'
import { Prng } from './prng.ts'
import { TaskQueue } from './queue.ts'
import { describe, describeEffect } from './report.ts'

export interface Hooks {
  /** False: this message is lost. For scripted schedules. */
  readonly passes?: (from: number, to: number, message: Message, world: World) => boolean
  /** An invariant that is not judged, to see what follows from breaking it. */
  readonly overlook?: 'S6' | 'S7'
  /** Slots by which a seat leaves its quarantine too early. */
  readonly haste?: number
  readonly trace?: (line: string) => void
}

/** Crashes of one machine in one run. */
const MOST_LIVES = 25
/** A closed lid for less than this leaves connections open, ms. */
const SHORT_PAUSE = 5_000

export class World {
  readonly options: Options
  readonly prng: Prng
  readonly queue = new TaskQueue()
  readonly lists: VoterLists
  readonly genesis: ChainState
  readonly invariants: Invariants
  readonly members: Members
  readonly net: Net
  /** Every member id: voters, those who may become some, and a newcomer. */
  readonly ids: readonly number[]
  readonly peers: Peer[]
  /** Second machines with a member's key. */
  readonly clones: Peer[] = []
  readonly blocks = new Map<BlockId, SimBlock>()
  readonly adversary: Adversary | null
  private readonly hooks: Hooks
  private readonly rules: Rules
  private readonly suspended = new Map<Peer, { until: number; short: boolean; waiting: (() => void)[] }>()
  now = 0
  steps = 0
  /** Running hash of everything that happened. */
  hash = 0x811c9dc5
  faulty = true
  attacking = true
  rtt = 50
  /** Factor of periods while faults last. */
  readonly pace: number
  readonly records: SimRecord[] = []
  private nextBlock = 1

  constructor(options: Options, rules: Rules = RULES, hooks: Hooks = {}) {
    this.options = options
    this.rules = rules
    this.hooks = hooks
    this.prng = new Prng(options.seed + 0x5eed_0000_0000)
    const { n, plans, newcomer } = options
    const more = plans.filter(({ t }) => t === 'join').length + (newcomer ? 1 : 0)
    this.ids = Array.from({ length: n + more }, (_, i) => i)
    this.lists = new VoterLists(options.seed)
    this.genesis = genesisState(this.lists, n, more)
    this.invariants = new Invariants(this.genesis, (member) => this.honest(member), this.overlooks('S7'))
    this.members = new Members(this)
    this.net = new Net(this)
    this.rtt = Math.min(4_000, 2 * options.latency)
    this.pace = paceOf(options)
    this.peers = this.ids.map((index) => new Peer(this, index, index, rules))
    this.adversary = options.byzantine.length > 0 ? new Adversary(this) : null
  }

  get size(): number {
    return this.ids.length
  }

  /** The member that appears after the faults, or -1. */
  get newcomer(): number {
    return this.options.newcomer ? this.size - 1 : -1
  }

  started(member: number): boolean {
    return member !== this.newcomer || this.peers[member]!.life > 0
  }

  byzantine(member: number): boolean {
    return this.options.byzantine.includes(member)
  }

  /** Follows the rules with a true memory: what the judge holds a member to. */
  honest(member: number): boolean {
    return !this.byzantine(member) && !this.options.tainted.some((each) => each.member === member)
  }

  /** Per mille by which this peer's timers are off. */
  drift(index: number): number {
    return this.options.drift === 0 ? 0 : ((index * 37) % (2 * this.options.drift + 1)) - this.options.drift
  }

  note(...values: readonly number[]): void {
    for (const value of values) this.hash = Math.imul(this.hash ^ value, 0x01000193) >>> 0
  }

  trace(line: () => string): void {
    this.hooks.trace?.(`${String(this.now).padStart(6)} ${line()}`)
  }

  get haste(): number {
    return this.hooks.haste ?? 0
  }

  overlooks(invariant: 'S6' | 'S7'): boolean {
    return this.hooks.overlook === invariant
  }

  passes(from: number, to: number, message: Message): boolean {
    return this.hooks.passes?.(from, to, message, this) ?? true
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

  /** Runs something on a machine after a time; a machine that sleeps then does it on waking. */
  at(peer: Peer, delay: number, what: () => void): void {
    this.queue.push(this.now + delay, () => {
      const pause = this.suspended.get(peer)
      if (pause) pause.waiting.push(what)
      else what()
    })
  }

  /** A packet is at the door of a machine. */
  arrives(peer: Peer, what: () => void): void {
    const pause = this.suspended.get(peer)
    if (!pause) what()
    else if (pause.short) pause.waiting.push(what)
  }

  observe(peer: Peer, before: ConsensusState, event: Event, effects: readonly Effect[]): void {
    this.steps++
    const { slot, past, next, shares } = peer.state
    if (slot.height !== before.slot.height || slot.view !== before.slot.view) this.net.steps++
    this.note(this.now, peer.instance, event.t.charCodeAt(0) * 256 + event.t.length, effects.length, slot.height, slot.view)
    this.trace(() => `${peer.name} <- ${describe(event)}${effects.length ? ' => ' : ''}${effects.map(describeEffect).join('; ')}`)
    const bounded = slot.views.length < 5_000 && past.length <= 2 && next.views.length <= 17 && shares.length <= 256
    if (!bounded || slot.blocks.size > 3 * slot.views.length + 8 || slot.behind.length > this.size) throw new Violation('S15', `memory without bound at ${peer.name}`)
  }

  // ---- machines

  /** The machine that a packet for a member reaches. */
  machine(member: number): Peer {
    const clones = this.clones.filter((peer) => peer.index === member && peer.alive)
    return clones.length > 0 ? this.prng.pick([this.peers[member]!, ...clones]) : this.peers[member]!
  }

  private awake(peer: Peer): boolean {
    return peer.alive && (this.suspended.get(peer)?.short ?? true)
  }

  connected(peer: Peer, member: number): boolean {
    return member !== peer.index && this.awake(peer) && this.awake(this.peers[member]!) && this.net.isOpen(peer.index, member)
  }

  neighbours(peer: Peer): number[] {
    return this.ids.filter((other) => this.connected(peer, other))
  }

  honestPeers(): Peer[] {
    return this.peers.filter(({ index }) => this.honest(index) && this.started(index))
  }

  /** Every machine there is. */
  everyone(): Peer[] {
    return [...this.peers, ...this.clones]
  }

  cut(blocks: (from: number, to: number) => boolean): void {
    this.net.cut(blocks)
  }

  crashed(peer: Peer, away = this.faulty ? this.prng.range(1, this.options.downTime) : 1): void {
    this.note(this.now, peer.instance, 0xdead)
    this.trace(() => `${peer.name} crashes`)
    this.suspended.delete(peer)
    const { life } = peer
    this.queue.push(this.now + away, () => {
      if (!peer.alive && peer.life === life) this.boot(peer)
    })
  }

  boot(peer: Peer): void {
    this.setFuse(peer)
    this.trace(() => `${peer.name} starts`)
    peer.start()
    for (const other of this.neighbours(peer)) this.peers[other]!.connected(peer.index)
  }

  /** A closed lid: nothing runs, nothing is heard; with time the connections go. */
  pause(peer: Peer, time: number): void {
    if (!peer.alive || this.suspended.has(peer)) return
    this.trace(() => `${peer.name} sleeps for ${time} ms`)
    const pause = { until: this.now + time, short: time < SHORT_PAUSE, waiting: [] }
    this.suspended.set(peer, pause)
    peer.paused = true
    this.queue.push(pause.until, () => {
      if (this.suspended.get(peer) === pause) this.wake(peer)
    })
  }

  wake(peer: Peer): void {
    const pause = this.suspended.get(peer)
    peer.paused = false
    this.suspended.delete(peer)
    if (!pause || !peer.alive) return
    this.trace(() => `${peer.name} wakes`)
    for (const what of pause.waiting) what()
    if (pause.short) return
    for (const other of this.neighbours(peer)) {
      this.peers[other]!.connected(peer.index)
      peer.connected(other)
    }
  }

  setFuse(peer: Peer): void {
    const { crashBoundaries, crashAt } = this.options
    if (crashAt) peer.fuse = peer.life === 0 && crashAt.member === peer.index ? crashAt.boundary : Infinity
    else {
      // Not for ever: every start has greetings, and every greeting may be the last word.
      const unsafe = this.now < this.options.faultTime && peer.life < MOST_LIVES && crashBoundaries > 0 && !this.byzantine(peer.index)
      peer.fuse = unsafe ? this.prng.range(1, 2 * crashBoundaries) : Infinity
    }
  }

  clone(member: number): Peer {
    const peer = new Peer(this, member, this.size + this.clones.length, this.rules, this.peers[member]!.disk.copy())
    this.clones.push(peer)
    return peer
  }

  // ---- what is written and made

  /** A record of a member's device, given to its machine. */
  write(author: number, body: Body, to: readonly Peer[] = [this.peers[author]!]): SimRecord {
    const seq = this.records.filter((record) => record.author === author).length + 1
    return this.put({ author, seq, at: Math.max(1, this.peers[author]!.clock.own()), body }, to)
  }

  put(content: Omit<SimRecord, 'id'>, to: readonly Peer[]): SimRecord {
    const record = { id: this.records.length + 1, ...content }
    this.records.push(record)
    this.trace(() => `${record.author} writes record ${record.id}: ${JSON.stringify(record.body)}`)
    for (const peer of to) peer.addRecords([record], true)
    return record
  }

  /** A block with a true header; `change` for those who lie. */
  makeBlock(state: ChainState, bornView: number, proposer: Signer, records: readonly SimRecord[], time: number, change: Partial<SimBlock> = {}): SimBlock {
    const facts: BlockFacts = { block: `b${this.nextBlock++}`, bornView, proposer }
    const content = { height: state.height + 1, epoch: state.voters.epoch, parent: state.head, time, records }
    const after = run(this.lists, state, content, facts.block)
    const block: SimBlock = { facts, ...content, log: after?.log ?? 0, root: after?.root ?? 0, closes: after !== null && after.voters !== state.voters, sound: true, ...change }
    this.blocks.set(facts.block, block)
    return block
  }

  // ---- what is judged

  ownVoteLeaves(peer: Peer, vote: SlotVote): void {
    if (this.honest(peer.index)) this.invariants.ownVoteLeaves(peer.index, vote, peer.safety.holdsVote(vote) || this.overlooks('S6'))
    else this.invariants.exists(vote)
  }

  haltedPeer(peer: Peer, code: string): void {
    this.trace(() => `${peer.name} stops voting: ${code}`)
    if (this.honest(peer.index)) throw new Violation('S5', `honest member ${peer.index} stopped voting: ${code}`)
  }

  evidence(peer: Peer, { code, second }: Evidence): void {
    const member = this.invariants.signer(second)
    this.trace(() => `${peer.name} has evidence ${code} against ${member}`)
    if (member !== undefined && this.honest(member)) throw new Violation('S11', `${code} names the honest member ${member}`)
  }
}
