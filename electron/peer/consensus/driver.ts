import { CodedError, problem, type Problem } from '../../../shared/kit/result.ts'
import { encodeCert } from '../../../shared/ledger/codec/cert.ts'
import { createCore, type ConsensusState, type Core } from '../../../shared/ledger/consensus/core.ts'
import { TIMING } from '../../../shared/ledger/consensus/timing.ts'
import type { BlockFacts, BlockId, Effect, Event, SlotCert, SlotVote } from '../../../shared/ledger/consensus/types.ts'
import type { Cert, Hash, MemberId } from '../../../shared/ledger/types.ts'
import type { VoteMark } from '../net/protocols/status/codec.ts'
import type { BlockContent } from '../net/protocols/bodies/handler.ts'
import { contentOf, freshBlock, judgedBlock } from './block-work.ts'
import { Breaches } from './breaches.ts'
import { storedCerts, storedVotes, type Persist } from './durable.ts'
import type { DriverOptions } from './driver-options.ts'
import type { ExecutedBlock } from './engine.ts'
import { Indices } from './indices.ts'
import { closeMessage, openMessage } from './messages.ts'
import { PrepareJobs } from './prepare-jobs.ts'
import { SafetyWriter } from './safety-writer.ts'
import { SlotBlocks } from './slot-blocks.ts'
import { SlotVoters } from './slot-voters.ts'
import { Timers } from './timers.ts'
import { fromSlotCert } from './values.ts'
import { contested, mostWitnessed } from './witnesses.ts'

/** Heights below the open slot whose votes are still looked at (as evidence). */
const EVIDENCE_WINDOW = 2

/**
 * Drives the pure core: feeds it events, carries its effects out in order. All events that wait in one turn of the event
 * loop are stepped together, and everything they want durable is one flush, before anything leaves.
 */
export class Driver {
  readonly blocks: SlotBlocks
  readonly breaches: Breaches
  readonly #options: DriverOptions
  readonly #core: Core
  readonly #jobs: PrepareJobs
  readonly #timers: Timers
  readonly #voters: SlotVoters
  readonly #writer: SafetyWriter
  readonly #indices: Indices
  #state: ConsensusState
  /** Events, or what makes one when its turn has come: members are indices only in the epoch in which they are stepped. */
  #queue: (Event | (() => Event | null))[] = []
  #scheduled = false
  readonly #pending = (): Event => ({ t: 'pending', count: this.#options.pool.includable })
  #stopped = false
  #fault: Problem | null = null
  #dead = false
  #epoch = 0

  constructor(options: DriverOptions) {
    this.#options = options
    this.blocks = new SlotBlocks(options.engine, (epoch) => options.voters.of(epoch))
    this.#voters = new SlotVoters(options, () => this.#fault !== null)
    this.breaches = new Breaches({ driver: options, voters: this.#voters, blocks: this.blocks, stopVoting: (why) => this.stopVoting(why) })
    this.#core = createCore({ sign: (ballot) => this.#voters.sign(ballot), timing: options.timing ?? TIMING, seed: options.seed })
    this.#state = this.#core.initial
    this.#indices = new Indices(() => this.#state, (epoch) => options.voters.of(epoch))
    this.#writer = new SafetyWriter({
      genesisHash: options.genesisHash,
      isOwn: ({ epoch, signer }) => options.voters.ownIndex(epoch) === signer,
      safety: options.safety,
      encodedBlock: ({ block }) => this.blocks.encoded(block),
      // A catch-up may be ahead of the core, which still votes in the slot it has open.
      finalized: () => Math.min(options.chain.head().height, this.#state.slot.height - 1),
      failed: (why) => this.stopVoting(why),
    })
    this.#timers = new Timers((timer, id) => this.#push({ t: 'timer', timer, id }))
    this.#jobs = new PrepareJobs({
      blocks: this.blocks,
      findLeaf: (leaf) => options.pool.byLeaf(leaf),
      askable: (holders) => this.#indices.indices(options.askable(this.#indices.members(holders))),
      fetch: async (from, block, at, stop) => {
        const [member] = this.#indices.members([from])
        return member === undefined ? null : options.fetchBodies(member, block, at, stop)
      },
      ready: (height, block) => this.#guarded(() => this.#answerPrepared(height, block)),
      log: options.log,
    })
  }

  /** Reads what is durable and resumes the open slot. `connected`: members whose seats are connected by now. */
  start(connected: readonly MemberId[] = []): void {
    const { chain, safety, genesisHash, voters } = this.#options
    const image = safety.load()
    const open = chain.head().height + 1
    const facts = image.blocks.filter(({ height }) => height === open).flatMap(({ bytes }) => this.blocks.restore(bytes) ?? [])
    const votes = storedVotes(genesisHash, voters.ownIndex, image)
    for (const vote of votes) this.#voters.mark(vote)
    this.#voters.markFinals(open - 1)
    this.#begin({
      votes: votes.filter((vote) => vote.height === open),
      certs: storedCerts(image).filter((cert) => cert.height === open),
      blocks: facts,
    })
    for (const member of connected) this.connected(member)
  }

  stop(): void {
    this.#stopped = true
    this.#timers.clearAll()
    this.#jobs.dropUpTo(Number.MAX_SAFE_INTEGER)
    if (!this.#fault) this.#writer.flush()
    this.#writer.close()
  }

  /** Why this seat does not vote, or null; also for a peer that is no voter's seat. */
  get notVoting(): Problem | null {
    return this.#fault ?? this.#voters.notVoting()
  }

  /** Stops voting for good in this process, e.g. because another one uses the same key. The peer goes on following. */
  stopVoting(why: Problem): void {
    if (this.#fault) return
    this.#options.log('error', 'consensus.voting-stopped', { code: why.code, params: why.params })
    this.#fault = why
    this.#follow()
    this.#options.changed()
  }

  /** A consensus message of a member's seat. Throws CodedError where it is malformed or something in it does not verify. */
  receive(from: MemberId, payload: Uint8Array): void {
    const { chain, genesisHash, voters, startSync } = this.#options
    const open = chain.head().height + 1
    const window = { lowest: open - EVIDENCE_WINDOW, contradicts: (cert: Cert) => this.#voters.contradicts(cert) }
    const { message, shown, ahead, conflicts } = openMessage(genesisHash, voters.of, window, payload)
    for (const block of shown) this.blocks.show(block, open)
    this.breaches.shown(shown)
    for (const vote of message.votes) this.#voters.mark(vote)
    for (const cert of message.certs) this.#voters.markCert(cert)
    for (const { vote } of message.proposals) this.#voters.mark(vote)
    for (const cert of conflicts) this.breaches.otherFinal(cert)
    if (ahead) startSync(from, { ...ahead, proven: false })
    this.#push(() => this.#fromMember(from, (index) => ({ t: 'message', from: index, message })))
    for (const proposal of message.proposals) this.#jobs.poke(proposal.vote.block)
  }

  connected(member: MemberId): void {
    this.#push(() => this.#fromMember(member, (peer) => ({ t: 'connected', peer })))
  }
  heartbeat(member: MemberId, height: number): void {
    this.#push(() => this.#fromMember(member, (peer) => ({ t: 'heartbeat', peer, height })))
  }
  presence(online: readonly MemberId[], rtt: number): void {
    this.#push(() => ({ t: 'presence', online: this.#indices.indices(online), rtt: Math.round(rtt) }))
  }

  /** Records come one by one, but one look at the pool a turn is enough. */
  pendingChanged(): void {
    if (!this.#queue.includes(this.#pending)) this.#push(this.#pending)
  }

  highestVote = (voteKey: Uint8Array): VoteMark | null => this.#voters.highestVote(voteKey)

  /** Content of a block of the open slot, or of the newest final ones, for a peer that asks. */
  content(block: Hash): BlockContent | null {
    return contentOf(this.#options, this.blocks, block)
  }

  /** The block of the open slot that most members voted for: "witnessed k/q". */
  witnessed(): { readonly block: BlockId; readonly k: number } | null {
    return mostWitnessed(this.#state)
  }

  get view(): number {
    return this.#state.slot.view
  }

  /** A final block from a catch-up: checked, executed and committed here. Throws CodedError; the chain is then as before. */
  applyFinal(block: ExecutedBlock, cert: Uint8Array): void {
    this.#options.committing(block)
    this.#options.chain.commitBlock({ ...block.commit, cert, finalizedAt: this.#options.clock.now() })
    this.#settle(block.header.height)
    this.#options.committed(block)
    const final = block.header.nextMembers === null ? null : this.#voters.final(block.header.height)
    if (final) this.caughtUp(final)
  }

  /** After a catch-up: tells the core where the chain ends now. */
  caughtUp(final: SlotCert): void {
    const { chain, pool, safety, voters, epochOpened } = this.#options
    const { height } = chain.head()
    const next = this.#voters.at(height + 1)
    // A slot that this seat voted in before its chain.db fell behind: the core has to know those votes before it casts any.
    const returns = this.#state.phase !== 'new' && this.#state.voters.me === null && next.me !== null
    if (returns && safety.load().votes.some((vote) => vote.height === height + 1)) return this.start()
    this.#push({ t: 'committed', height, final, voters: next, pending: pool.includable, closing: this.#voters.closing() })
    const { epoch } = voters.electorate().voters
    if (epoch === this.#epoch) return
    this.#epoch = epoch
    epochOpened()
  }

  /** A fault of the disk on a path that must not fail: nothing is committed or voted any more. */
  fail(cause: unknown): void {
    if (this.#dead) return
    this.#dead = true
    this.#fault = cause instanceof CodedError ? problem(cause.code, cause.params) : problem('STORE_IO', { reason: cause instanceof Error ? cause.message.slice(0, 200) : 'unknown' })
    this.#options.log('error', 'consensus.failed', { code: this.#fault.code, params: this.#fault.params, stack: cause instanceof Error ? cause.stack : undefined })
    this.#timers.clearAll()
    this.#writer.close()
    this.#queue = []
    this.#options.changed()
  }

  #fromMember(member: MemberId, event: (index: number) => Event): Event | null {
    const index = this.#indices.index(member)
    return index < 0 ? null : event(index)
  }

  #push(event: Event | (() => Event | null)): void {
    if (this.#stopped || this.#dead) return
    this.#queue.push(event)
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#guarded(() => this.#turn())
    })
  }

  /** One turn: all waiting events, one flush, then what leaves. Answers of our own go into the next turn. */
  #turn(): void {
    if (this.#stopped || this.#dead) return
    const effects: Effect[] = []
    for (const queued of this.#queue.splice(0)) {
      const event = typeof queued === 'function' ? queued() : queued
      if (!event) continue
      // What was said in the old epoch names its members; after this event they are others.
      if (event.t === 'committed' && event.voters.epoch !== this.#state.voters.epoch && !this.#finish(effects.splice(0))) return
      const step = this.#core.step(this.#state, event)
      this.#state = step.state
      effects.push(...step.effects)
    }
    this.#finish(effects)
  }

  /** Durable first, then what leaves. False where the disk failed: then nothing of it leaves. */
  #finish(effects: readonly Effect[]): boolean {
    if (!this.#writer.write(effects.filter((effect): effect is Persist => effect.t === 'persist'))) return false
    for (const effect of effects) this.#carryOut(effect)
    if (effects.length > 0) this.#options.changed()
    return true
  }

  #carryOut(effect: Effect): void {
    const options = this.#options
    switch (effect.t) {
      case 'persist':
        return
      case 'send':
        return this.#send(effect.to, closeMessage(options.genesisHash, effect.message, (block) => this.blocks.shown(block)))
      case 'setTimer':
        return this.#timers.set(effect.timer, effect.id, effect.delay)
      case 'clearTimer':
        return this.#timers.clear(effect.timer)
      case 'prepare':
        return this.#jobs.request(effect.height, effect.block, effect.holders)
      case 'build':
        return this.#push({ t: 'built', height: effect.height, view: effect.view, facts: freshBlock(options, this.blocks, effect.height, effect.view) })
      case 'commit':
        return this.#commit(effect.height, effect.block, effect.final)
      case 'prune':
        return this.#writer.prune()
      case 'sync':
        return this.#sync(effect.from, { epoch: effect.final.epoch, height: effect.final.height, proven: true })
      case 'behind':
        return this.#sync(effect.from, { epoch: effect.epoch, height: effect.height, proven: false })
      case 'evidence':
        return this.breaches.doubleVote(effect.evidence)
      case 'halt':
        if (effect.finals) this.breaches.inSlot(effect.finals)
        this.#fault ??= problem(effect.code, { height: effect.height })
        this.#writer.close()
        options.log('error', 'consensus.halt', { code: effect.code, height: effect.height, view: effect.view })
        return options.changed()
    }
  }

  #send(to: number | 'all', frames: readonly Uint8Array[]): void {
    if (to === 'all') return this.#options.send(null, frames)
    for (const member of this.#indices.members([to])) this.#options.send(member, frames)
  }

  #sync(from: number, ahead: { epoch: number; height: number; proven: boolean }): void {
    for (const member of this.#indices.members([from])) this.#options.startSync(member, ahead)
  }

  #answerPrepared(height: number, block: BlockId): void {
    const answer = judgedBlock(this.#options, this.blocks, height, block)
    if (answer) this.#push({ t: 'prepared', height, ...answer })
  }

  #commit(height: number, block: BlockId, final: SlotCert): void {
    const { chain, clock } = this.#options
    if (chain.head().height >= height) return this.caughtUp(this.#voters.final(chain.head().height) ?? final)
    const outcome = this.blocks.execute(block)
    if (!outcome?.ok) throw new CodedError('STORE_IO', { reason: 'block to commit is not prepared' })
    this.#options.committing(outcome.value)
    const archive = contested(this.#state, height)
    chain.commitBlock({ ...outcome.value.commit, cert: encodeCert(fromSlotCert(final)), archive, finalizedAt: clock.now() })
    this.#settle(height)
    this.#options.committed(outcome.value)
    this.caughtUp(final)
  }

  #settle(height: number): void {
    this.#options.pool.settle()
    this.#jobs.dropUpTo(height)
    this.blocks.dropUpTo(height)
  }

  /** Starts the core anew as an observer: it follows final blocks, and never votes again in this process. */
  #follow(): void {
    this.#writer.close()
    this.#restart()
  }

  #restart(): void {
    this.#begin({ votes: [], certs: [], blocks: [] })
  }

  #begin(slot: { readonly votes: readonly SlotVote[]; readonly certs: readonly SlotCert[]; readonly blocks: readonly BlockFacts[] }): void {
    const { chain, pool } = this.#options
    const { height } = chain.head()
    this.#timers.clearAll()
    this.#queue = []
    this.#state = this.#core.initial
    const voters = this.#voters.at(height + 1)
    this.#epoch = voters.epoch
    this.#push({ t: 'start', durable: { voters, height, final: this.#voters.final(height), closing: this.#voters.closing(), pending: pool.includable, ...slot } })
    this.#options.epochOpened()
  }

  /** Faults of stores and of our own end voting and committing, never the process. */
  #guarded(work: () => void): void {
    try {
      work()
    } catch (cause) {
      this.fail(cause)
    }
  }
}
