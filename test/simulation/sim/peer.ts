/** One simulated peer: the driver of a core, its disk, its pending records. It does what the real driver must do. */
import { createCore, type ConsensusState, type Core } from '../../../shared/ledger/consensus/core.ts'
import { TIMING } from '../../../shared/ledger/consensus/timing.ts'
import type { Rules } from '../../../shared/ledger/consensus/rules.ts'
import type { Ballot, BlockId, Effect, Event, Message, SlotCert, TimerName, Voters } from '../../../shared/ledger/consensus/types.ts'
import { Blocks } from './blocks.ts'
import { Clock } from './clock.ts'
import { Disk } from './disk.ts'
import { receive } from './inbox.ts'
import { fakeSign, goodVote } from './keys.ts'
import { execute, type ChainState, type SimBlock, type SimRecord, type SimVoters } from './ledger.ts'
import { includable, settle } from './pool.ts'
import { Seat } from './seat.ts'
import { Sync } from './sync.ts'
import type { World } from './world.ts'

export class Peer {
  /** The member; a clone has the same. */
  readonly index: number
  /** Which of all machines that ever ran: the random instance id. */
  readonly instance: number
  readonly world: World
  readonly clock: Clock
  readonly seat: Seat
  readonly sync: Sync
  readonly blocks: Blocks
  disk: Disk
  private readonly core: Core
  private readonly rules: Rules
  state: ConsensusState
  alive = false
  paused = false
  /** Counts starts: work of a former life is dropped. */
  life = 0
  /** Boundaries left until a crash. */
  fuse = Infinity
  /** The next flush fails. */
  failingFlush = false
  private timers = new Map<TimerName, number>()
  readonly heard = new Map<number, number>()
  private online = ''
  private told = -1
  /** Voters last told to the core: its indices are of this list. */
  voters: SimVoters
  /** Point-to-point consensus messages sent. */
  sent = 0

  constructor(world: World, index: number, instance: number, rules: Rules, disk = new Disk()) {
    this.world = world
    this.index = index
    this.instance = instance
    this.rules = rules
    this.disk = disk
    this.voters = world.genesis.voters
    this.clock = new Clock(this)
    this.seat = new Seat(this)
    this.sync = new Sync(this)
    this.blocks = new Blocks(this)
    const { seed, mixedTiming } = world.options
    const timing = mixedTiming && index % 2 ? { ...TIMING, batchWait: 150, shareMin: 10, shareMax: 400, proposalMin: 900 } : TIMING
    this.core = createCore({ sign: (ballot) => this.sign(ballot), timing, seed: (seed * 131 + instance) >>> 0 }, rules)
    this.state = this.core.initial
  }

  get chain(): ChainState {
    return this.disk.chain.at(-1)?.after ?? this.world.genesis
  }

  get height(): number {
    return this.disk.chain.length
  }

  get head(): BlockId {
    return this.chain.head
  }

  /** Records that a block could take now. */
  get pending(): number {
    return includable(this.disk.records, this.chain, this.clock.adjusted()).length
  }

  quorumOf(voters: SimVoters): number {
    return this.rules.quorum(voters.size)
  }

  private sign(ballot: Ballot): Uint8Array {
    return fakeSign(this.voters.members[this.voters.index.get(this.index)!]!.key, ballot)
  }

  start(): void {
    this.alive = true
    this.life++
    this.timers.clear()
    this.seat.boot()
    this.clock.forget()
    this.sync.forget()
    this.heard.clear()
    this.failingFlush = false
    this.blocks.restore(this.safety.facts())
    this.resume()
    for (const peer of this.world.neighbours(this)) this.connected(peer)
  }

  /** Safety.db, made anew where it was lost (`Seat.boot`). */
  get safety() {
    return this.disk.safety!
  }

  /** Starts the core from what is durable; also to follow without a vote from now on. */
  resume(): void {
    const { height, safety } = this
    const open = height + 1
    this.timers.clear()
    this.online = ''
    this.state = this.core.initial
    this.voters = this.chain.voters
    const final = this.disk.chain.at(-1)?.final ?? null
    const facts = safety.facts().filter(({ block }) => this.world.blocks.get(block)?.height === open)
    const votes = safety.votes().filter((vote) => vote.height === open && goodVote(vote, this.voters))
    const certs = safety.certs().filter((cert) => cert.height === open)
    const closing = this.closing()
    const durable = { voters: this.coreVoters(), height, final, votes, certs, blocks: facts, pending: this.pending, closing }
    this.told = durable.pending
    this.step({ t: 'start', durable })
    this.presence()
  }

  private coreVoters(): Voters {
    const { epoch, size, order, index } = this.voters
    return { epoch, size, order, me: this.seat.voting(this.height + 1) ? (index.get(this.index) ?? null) : null }
  }

  /** F of the block that began the present epoch. */
  private closing(): SlotCert | null {
    const { epoch } = this.voters
    return this.disk.chain.findLast(({ final }) => final.epoch < epoch)?.final ?? null
  }

  /** The power goes, or the process is killed. */
  crash(): void {
    this.alive = false
    this.disk.safety?.cut(this.world.prng)
    this.world.crashed(this)
  }

  /** A machine put away for good. */
  retire(): void {
    this.alive = false
    this.life++
  }

  step(event: Event): void {
    if (!this.alive) return
    const before = this.state
    const { state, effects } = this.core.step(before, event)
    this.state = state
    this.world.observe(this, before, event, effects)
    const { life, voters } = this
    for (const effect of effects) {
      if (!this.carryOut(effect, voters) || !this.alive || this.life !== life) return
    }
  }

  /** True: the power went out just before this effect. */
  private boundary(): boolean {
    if (--this.fuse > 0) return false
    this.crash()
    return true
  }

  /** False: nothing after this effect may happen. */
  private carryOut(effect: Effect, voters: SimVoters): boolean {
    const { world } = this
    switch (effect.t) {
      case 'persist':
        return !this.boundary() && this.persist(effect)
      case 'send':
        if (this.boundary()) return false
        world.net.sendFrom(this, effect.to === 'all' ? 'all' : voters.members[effect.to]!.id, effect.message)
        return true
      case 'setTimer': {
        this.timers.set(effect.timer, effect.id)
        const delay = Math.max(1, Math.round((effect.delay * (1000 + world.drift(this.index))) / 1000))
        this.later(delay, () => {
          if (this.timers.get(effect.timer) === effect.id) this.step({ t: 'timer', timer: effect.timer, id: effect.id })
        })
        return true
      }
      case 'clearTimer':
        this.timers.delete(effect.timer)
        return true
      case 'prepare':
        this.blocks.prepare(effect.height, effect.block, effect.holders.map((holder) => voters.members[holder]!.id))
        return true
      case 'build':
        this.later(world.prng.range(1, 5), () => this.blocks.build(effect.height, effect.view))
        return true
      case 'commit':
        if (this.boundary()) return false
        this.commit(effect.block, effect.final)
        return true
      case 'prune':
        this.safety.prune(effect.below)
        return true
      case 'sync':
        this.sync.proven(voters.members[effect.from]!.id, effect.final)
        return true
      case 'behind':
        this.sync.hint(voters.members[effect.from]!.id)
        return true
      case 'evidence':
        world.evidence(this, effect.evidence)
        return true
      case 'halt':
        world.haltedPeer(this, effect.code)
        // An attacker's program does not mind that its key has voted twice.
        if (world.byzantine(this.index)) this.state = { ...this.state, muted: false }
        else this.seat.stop()
        return true
    }
  }

  private persist({ sync, blocks, votes, certs }: Extract<Effect, { t: 'persist' }>): boolean {
    const { world, safety } = this
    if (sync && this.failingFlush) {
      // What reached the disk is unknown, and nobody may ask it again: no vote until a restart reads what is there.
      safety.cut(world.prng)
      world.trace(() => `${this.name} cannot flush`)
      this.seat.fault()
      return false
    }
    for (const cert of certs) world.invariants.certHeld(cert)
    safety.write(blocks, this.height + 1, votes, certs, sync)
    for (const vote of votes) {
      if (vote.signer !== this.state.voters.me) continue
      this.seat.voted(vote.height)
      // A durable vote counts: it may already be inside a durable certificate that leaves instead of it.
      if (sync && !world.byzantine(this.index)) world.invariants.exists(vote)
    }
    return true
  }

  later(delay: number, run: () => void): void {
    const { life } = this
    this.world.at(this, delay, () => {
      if (this.alive && this.life === life) run()
    })
  }

  get name(): string {
    return this.instance === this.index ? `${this.index}` : `${this.index}'`
  }

  // ---- blocks

  private commit(id: BlockId, final: SlotCert): void {
    const block = this.blocks.content(id)
    if (!block) throw new Error(`commit of a block without content: ${id}`)
    this.append(block, final)
    this.later(this.world.prng.range(0, 3), () => this.announce())
  }

  /** One transaction of chain.db. */
  append(block: SimBlock, final: SlotCert): boolean {
    const { world, chain } = this
    const after = execute(world.lists, chain, block)
    world.invariants.committed(this, block, final, chain, after)
    if (!after) return false
    this.disk.chain.push({ block, final, after })
    settle(this.disk.records, after)
    return true
  }

  /** Tells the core, and everything that hangs on the epoch, where the chain ends now. */
  announce(): void {
    const { height } = this
    this.seat.opened(height + 1)
    const changed = this.voters !== this.chain.voters
    // A slot that this seat voted in before its chain fell behind: the core has to know those votes.
    if (this.state.voters.me === null && this.safety.voted > height && this.seat.voting(height + 1)) return this.resume()
    this.voters = this.chain.voters
    const { pending } = this
    this.told = pending
    const closing = changed ? this.closing() : null
    this.step({ t: 'committed', height, final: this.disk.chain.at(-1)!.final, voters: this.coreVoters(), pending, closing })
    if (changed) this.online = ''
    this.presence()
    this.world.members.advance(this)
  }

  // ---- from the network

  receive(from: number, message: Message, bodies: readonly SimBlock[]): void {
    this.heard.set(from, this.world.now)
    receive(this, from, message, bodies)
  }

  connected(peer: number): void {
    this.presence()
    this.world.net.greetings++
    const index = this.voters.index.get(peer)
    if (index !== undefined) this.step({ t: 'connected', peer: index })
    this.sync.ask(peer)
    this.shareRecords(peer)
  }

  shareRecords(peer: number): void {
    if (this.disk.records.size === 0) return
    const theirs = this.world.peers[peer]!.disk.records
    const lacking = [...this.disk.records.values()].filter(({ id }) => !theirs.has(id))
    if (lacking.length > 0) this.world.net.sendRecords(this, peer, lacking)
  }

  addRecords(records: readonly SimRecord[], gossip: boolean): void {
    const { seqs } = this.chain
    const fresh = records.filter(({ id, author, seq }) => !this.disk.records.has(id) && seq > seqs[author]!)
    if (fresh.length === 0) return
    for (const record of fresh) this.disk.records.set(record.id, record)
    this.countPending()
    if (gossip && this.alive && !this.paused) for (const peer of this.world.neighbours(this)) this.world.net.sendRecords(this, peer, fresh)
  }

  /** Also at times: a record of the future comes of age, a clock is set right. */
  countPending(): void {
    const { pending } = this
    if (pending === this.told) return
    this.told = pending
    this.step({ t: 'pending', count: pending })
  }

  heartbeat(from: number, height: number): void {
    this.heard.set(from, this.world.now)
    if (height <= this.height) return
    const index = this.voters.index.get(from)
    if (index !== undefined) this.step({ t: 'heartbeat', peer: index, height })
    this.sync.hint(from)
  }

  /** Now and then. */
  tick(): void {
    this.presence()
    this.countPending()
    this.sync.tick()
    this.world.members.advance(this)
  }

  /** Voters with a connection, or a sign of life within 40 s. */
  presence(): void {
    const { world, index } = this
    const online = this.voters.members.flatMap(({ id }, at) =>
      id === index || world.connected(this, id) || world.now - (this.heard.get(id) ?? -Infinity) < 40_000 ? [at] : [],
    )
    const key = `${this.voters.epoch}:${online.join()}`
    if (key === this.online) return
    this.online = key
    this.step({ t: 'presence', online, rtt: world.rtt })
  }
}
