/** One simulated peer: the driver of a core, its disk, its pending records. It does what the real driver must do. */
import { createCore, type ConsensusState, type Core } from '../../../shared/ledger/consensus/core.ts'
import { TIMING } from '../../../shared/ledger/consensus/timing.ts'
import type { Rules } from '../../../shared/ledger/consensus/rules.ts'
import { type BlockId, type Effect, type Event, type Message, type SlotCert, type TimerName, type Voters } from '../../../shared/ledger/consensus/types.ts'
import { fakeSign, goodCert, goodVote, type SimBlock } from './blocks.ts'
import { Disk } from './disk.ts'
import type { World } from './world.ts'

const GENESIS = 'genesis'

export class Peer {
  readonly index: number
  readonly disk = new Disk()
  private readonly world: World
  private readonly core: Core
  private readonly voters: Voters
  private readonly quorum: number
  state: ConsensusState
  alive = false
  halted = false
  /** Counts starts: work of a former life is dropped. */
  life = 0
  /** Boundaries left until a crash. */
  fuse = Infinity
  /** Block contents in memory; the durable ones are found again through the disk's facts. */
  private contents = new Map<BlockId, SimBlock>()
  private jobs = new Set<BlockId>()
  private timers = new Map<TimerName, number>()
  private readonly heard: number[]
  private online = ''
  private syncing = false
  /** Point-to-point consensus messages sent. */
  sent = 0

  constructor(world: World, index: number, rules: Rules) {
    this.world = world
    this.index = index
    const { n, seed } = world.options
    this.voters = { epoch: 0, size: n, order: world.order, me: index }
    this.quorum = rules.quorum(n)
    this.heard = Array.from({ length: n }, () => -Infinity)
    this.core = createCore(
      { sign: (ballot) => fakeSign(index, ballot), timing: TIMING, seed: (seed * 131 + index) >>> 0 },
      rules,
    )
    this.state = this.core.initial
  }

  get height(): number {
    return this.disk.chain.length
  }

  get head(): BlockId {
    return this.disk.chain.at(-1)?.block.facts.block ?? GENESIS
  }

  get pending(): number {
    return this.disk.records.size
  }

  start(): void {
    this.alive = true
    this.life++
    this.state = this.core.initial
    this.timers.clear()
    this.jobs.clear()
    this.syncing = false
    this.online = ''
    this.contents = new Map()
    for (const facts of this.disk.facts()) {
      const block = this.world.blocks.get(facts.block)
      if (block) this.contents.set(facts.block, block)
    }
    const { height, disk, voters } = this
    const blocks = disk.facts().filter((facts) => this.world.blocks.get(facts.block)?.height === height + 1)
    const final = disk.chain.at(-1)?.final ?? null
    this.step({ t: 'start', durable: { voters, height, final, votes: disk.votes(), certs: disk.certs(), blocks, pending: this.pending } })
    this.presence()
    for (const peer of this.world.neighbours(this.index)) this.connected(peer)
  }

  crash(): void {
    this.alive = false
    this.disk.cut(this.world.prng)
    this.world.crashed(this)
  }

  step(event: Event): void {
    if (!this.alive || this.halted) return
    const before = this.state
    const { state, effects } = this.core.step(before, event)
    this.state = state
    this.world.observe(this, before, event, effects)
    const { life } = this
    for (const effect of effects) {
      this.carryOut(effect)
      if (!this.alive || this.life !== life) return
    }
  }

  /** True: the power went out just before this effect. */
  private boundary(): boolean {
    if (--this.fuse > 0) return false
    this.crash()
    return true
  }

  private carryOut(effect: Effect): void {
    const { world } = this
    switch (effect.t) {
      case 'persist':
        if (this.boundary()) return
        for (const cert of effect.certs) world.invariants.certHeld(cert, world.options.n, this.quorum)
        this.disk.write(effect.blocks, effect.votes, effect.certs, effect.sync)
        // A durable vote counts: it may already be inside a durable certificate that leaves instead of it.
        if (effect.sync && world.honest(this.index)) for (const vote of effect.votes) if (vote.signer === this.index) world.invariants.exists(vote)
        return
      case 'send':
        if (this.boundary()) return
        return world.sendFrom(this, effect.to, effect.message)
      case 'setTimer': {
        this.timers.set(effect.timer, effect.id)
        const delay = Math.max(1, Math.round((effect.delay * (1000 + world.drift(this.index))) / 1000))
        return this.later(delay, () => {
          if (this.timers.get(effect.timer) === effect.id) this.step({ t: 'timer', timer: effect.timer, id: effect.id })
        })
      }
      case 'clearTimer':
        this.timers.delete(effect.timer)
        return
      case 'prepare':
        return this.prepare(effect.height, effect.block, effect.holders)
      case 'build':
        return this.later(world.prng.range(1, 5), () => this.build(effect.height, effect.view))
      case 'commit':
        if (this.boundary()) return
        return this.commit(effect.block, effect.final)
      case 'prune':
        return this.disk.prune(effect.below)
      case 'sync':
        return this.sync(effect.from, effect.final)
      case 'evidence':
        return world.evidence(this, effect.evidence)
      case 'halt':
        this.halted = world.honest(this.index)
        return world.haltedPeer(this, effect.code)
    }
  }

  later(delay: number, run: () => void): void {
    const { life } = this
    this.world.queue.push(this.world.now + delay, () => {
      if (this.alive && this.life === life) run()
    })
  }

  // ---- blocks

  hold(block: SimBlock): void {
    this.contents.set(block.facts.block, block)
    if (this.jobs.delete(block.facts.block)) this.prepare(block.height, block.facts.block, [])
  }

  content(block: BlockId): SimBlock | undefined {
    return this.contents.get(block)
  }

  private prepare(height: number, id: BlockId, holders: readonly number[]): void {
    const block = this.contents.get(id)
    if (!block) {
      this.jobs.add(id)
      for (const holder of holders) this.world.askBody(this.index, holder, id)
      return
    }
    this.later(this.world.prng.range(1, 4), () => {
      if (height !== this.height + 1) return
      const fits = block.sound && block.height === height && block.parent === this.head && block.records.length > 0
      this.step({ t: 'prepared', height, facts: block.facts, verdict: fits ? 'valid' : 'invalid' })
    })
  }

  private build(height: number, view: number): void {
    if (height !== this.height + 1) return
    const records = [...this.disk.records]
    if (records.length === 0) return this.step({ t: 'built', height, view, facts: null })
    const block = this.world.makeBlock(height, this.head, view, this.index, records, true)
    this.contents.set(block.facts.block, block)
    this.step({ t: 'built', height, view, facts: block.facts })
  }

  private commit(id: BlockId, final: SlotCert): void {
    const block = this.contents.get(id)
    if (!block) throw new Error(`commit of a block without content: ${id}`)
    this.append(block, final)
    this.later(this.world.prng.range(0, 3), () => this.announce())
  }

  private append(block: SimBlock, final: SlotCert): void {
    this.world.invariants.committed(this.index, block, this.head, this.height)
    this.disk.chain.push({ block, final })
    for (const record of block.records) this.disk.records.delete(record)
  }

  private announce(): void {
    const { height, voters, pending } = this
    this.step({ t: 'committed', height, final: this.disk.chain.at(-1)!.final, voters, pending })
  }

  // ---- catch-up

  private sync(from: number, final: SlotCert): void {
    if (this.syncing || final.height <= this.height) return
    this.syncing = true
    this.later(3_000, () => (this.syncing = false))
    this.world.askChain(this.index, from, this.height)
  }

  /** Blocks after `height` with their certificates, from a member that may lie. */
  receiveChain(items: readonly { block: SimBlock; final: SlotCert }[]): void {
    this.syncing = false
    let grown = false
    for (const { block, final } of items) {
      if (block.height !== this.height + 1) continue
      const proved = goodCert(final, this.quorum) && final.kind === 3 && final.block === block.facts.block && final.height === block.height
      if (!proved || block.parent !== this.head || !block.sound) break
      this.append(block, final)
      grown = true
    }
    if (grown) this.announce()
  }

  // ---- from the network

  receive(from: number, message: Message, bodies: readonly SimBlock[]): void {
    this.heard[from] = this.world.now
    for (const block of bodies) this.hold(block)
    const good = (certs: readonly SlotCert[]): SlotCert[] => certs.filter((cert) => goodCert(cert, this.quorum))
    // The driver reads a proposal's facts from the header; nobody can tell it others.
    const proposals = message.proposals.flatMap(({ vote, facts, justify }) => {
      const header = this.world.blocks.get(facts.block)
      return header && goodVote(vote) ? [{ vote, facts: header.facts, justify: good(justify) }] : []
    })
    const checked = { certs: good(message.certs), proposals, votes: message.votes.filter(goodVote), status: message.status }
    this.step({ t: 'message', from, message: checked })
  }

  connected(peer: number): void {
    this.presence()
    this.world.allowance += 12
    this.step({ t: 'connected', peer })
    this.shareRecords(peer)
  }

  shareRecords(peer: number): void {
    const lacking = [...this.disk.records].filter((record) => !this.world.peers[peer]!.disk.records.has(record))
    if (lacking.length > 0) this.world.sendRecords(this.index, peer, lacking)
  }

  addRecords(records: readonly number[], gossip: boolean): void {
    const fresh = records.filter((record) => !this.disk.records.has(record) && !this.isFinal(record))
    if (fresh.length === 0) return
    for (const record of fresh) this.disk.records.add(record)
    this.step({ t: 'pending', count: this.pending })
    if (gossip && this.alive) for (const peer of this.world.neighbours(this.index)) this.world.sendRecords(this.index, peer, fresh)
  }

  private isFinal(record: number): boolean {
    return this.disk.chain.some(({ block }) => block.records.includes(record))
  }

  heartbeat(peer: number, height: number): void {
    this.heard[peer] = this.world.now
    if (height > this.height) this.step({ t: 'heartbeat', peer, height })
  }

  /** A connection, or a sign of life within 40 s. */
  presence(): void {
    const { world, index } = this
    const online = this.heard.flatMap((time, peer) =>
      peer === index || world.connected(index, peer) || world.now - time < 40_000 ? [peer] : [],
    )
    const key = online.join()
    if (key === this.online) return
    this.online = key
    this.step({ t: 'presence', online, rtt: world.rtt })
  }
}

