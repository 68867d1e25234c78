import { CodedError, problem, type Problem } from '../../../shared/kit/result.ts'
import { decodeCert, encodeCert } from '../../../shared/ledger/codec/cert.ts'
import { createCore, type ConsensusState, type Core } from '../../../shared/ledger/consensus/core.ts'
import { TIMING } from '../../../shared/ledger/consensus/timing.ts'
import type { Ballot, BlockId, Effect, Event, Evidence, Signer, SlotCert, Verdict, Voters } from '../../../shared/ledger/consensus/types.ts'
import { MAX_BLOCK_BYTES, MAX_BLOCK_RECORDS, MAX_HEADER_AHEAD_MS, MAX_RECORD_AHEAD_MS } from '../../../shared/ledger/limits.ts'
import type { Hash } from '../../../shared/ledger/types.ts'
import type { VoteMark } from '../net/protocols/status/codec.ts'
import type { BlockContent } from '../net/protocols/bodies/handler.ts'
import { storedCerts, storedVotes, type Persist } from './durable.ts'
import type { DriverOptions } from './driver-options.ts'
import type { ExecutedBlock } from './engine.ts'
import { closeMessage, openMessage } from './messages.ts'
import { PrepareJobs } from './prepare-jobs.ts'
import { SafetyWriter } from './safety-writer.ts'
import { SlotBlocks } from './slot-blocks.ts'
import { Timers } from './timers.ts'
import { fromSlotCert, fromSlotVote, toSlotCert } from './values.ts'
import { contested, mostWitnessed, VoteMarks } from './witnesses.ts'

/** Heights below the open slot whose votes are still looked at (as evidence). */
const EVIDENCE_WINDOW = 2

/**
 * Drives the pure core: feeds it events, carries its effects out in order. All events that wait in one turn of the event
 * loop are stepped together, and everything they want durable is one flush, before anything leaves.
 */
export class Driver {
  readonly blocks: SlotBlocks
  readonly #options: DriverOptions
  readonly #core: Core
  readonly #jobs: PrepareJobs
  readonly #timers: Timers
  readonly #marks = new VoteMarks()
  readonly #writer: SafetyWriter
  #state: ConsensusState
  #queue: Event[] = []
  #scheduled = false
  #stopped = false
  #fault: Problem | null = null
  #dead = false

  constructor(options: DriverOptions) {
    this.#options = options
    this.blocks = new SlotBlocks(options.engine, () => options.voters)
    this.#core = createCore({ sign: (ballot) => this.#sign(ballot), timing: options.timing ?? TIMING, seed: options.seed })
    this.#state = this.#core.initial
    this.#writer = new SafetyWriter({
      genesisHash: options.genesisHash,
      me: options.me,
      safety: options.safety,
      encodedBlock: ({ block }) => this.blocks.encoded(block),
      finalized: () => options.chain.head().height,
      failed: (why) => this.stopVoting(why),
    })
    this.#timers = new Timers((timer, id) => this.#push({ t: 'timer', timer, id }))
    this.#jobs = new PrepareJobs({
      blocks: this.blocks,
      findLeaf: (leaf) => options.pool.byLeaf(leaf),
      askable: options.askable,
      fetch: options.fetchBodies,
      ready: (height, block) => this.#answerPrepared(height, block),
      log: options.log,
    })
  }

  /** Reads what is durable and resumes the open slot. */
  start(): void {
    const { chain, safety, genesisHash } = this.#options
    const image = safety.load()
    const open = chain.head().height + 1
    const facts = image.blocks.filter(({ height }) => height === open).flatMap(({ bytes }) => this.blocks.restore(bytes) ?? [])
    const votes = storedVotes(genesisHash, this.#options.me, image).filter((vote) => vote.height === open)
    for (const vote of votes) this.#marks.note(vote)
    this.#push({
      t: 'start',
      durable: {
        voters: this.#voters(open),
        height: open - 1,
        final: this.#finalOf(open - 1),
        votes,
        certs: storedCerts(image).filter((cert) => cert.height === open),
        blocks: facts,
        pending: this.#options.pool.includable,
      },
    })
  }

  stop(): void {
    this.#stopped = true
    this.#timers.clearAll()
    this.#jobs.dropUpTo(Number.MAX_SAFE_INTEGER)
    if (!this.#fault) this.#writer.flush()
    this.#writer.close()
  }

  /** Why this seat does not vote, or null. `fatal` faults also end the following of the chain. */
  get notVoting(): Problem | null {
    if (this.#fault) return this.#fault
    if (this.#options.me === null) return null
    const stopped = this.#options.safety.stopped()
    if (stopped) return problem(stopped.code)
    const { voteFrom } = this.#options.safety.meta()
    const open = this.#options.chain.head().height + 1
    return open < voteFrom ? problem('VOTING_FROM_LATER_BLOCK', { height: voteFrom }) : null
  }

  /** Stops voting for good in this process, e.g. because another one uses the same key. The peer goes on following. */
  stopVoting(why: Problem): void {
    if (this.#fault) return
    this.#options.log('error', 'consensus.voting-stopped', { code: why.code, params: why.params })
    this.#fault = why
    this.#follow()
    this.#options.changed()
  }

  /** A consensus message of a member. Throws CodedError where it is malformed or something in it does not verify. */
  receive(from: Signer, payload: Uint8Array): void {
    const { chain, genesisHash, voters } = this.#options
    const open = chain.head().height + 1
    const { message, shown } = openMessage(genesisHash, voters, { lowest: open - EVIDENCE_WINDOW }, payload)
    for (const block of shown) this.blocks.show(block, open)
    for (const vote of message.votes) this.#marks.note(vote)
    for (const { vote } of message.proposals) this.#marks.note(vote)
    this.#push({ t: 'message', from, message })
    for (const proposal of message.proposals) this.#jobs.poke(proposal.vote.block)
  }

  connected(peer: Signer): void {
    this.#push({ t: 'connected', peer })
  }
  heartbeat(peer: Signer, height: number): void {
    this.#push({ t: 'heartbeat', peer, height })
  }
  presence(online: readonly Signer[], rtt: number): void {
    this.#push({ t: 'presence', online, rtt: Math.round(rtt) })
  }
  pendingChanged(): void {
    this.#push({ t: 'pending', count: this.#options.pool.includable })
  }

  /** Highest slot and view in which a vote of this member was heard since the start, or before it for the open slot. */
  highestVote(signer: Signer): VoteMark | null {
    return this.#marks.of(signer)
  }

  /** Content of a block of the open slot, or of the newest final ones, for a peer that asks. */
  content(block: Hash): BlockContent | null {
    const held = this.blocks.content(block)
    if (held) return held
    const stored = this.#options.chain.headerById(block)
    const body = stored ? this.#options.chain.body(stored.height) : null
    return stored && body ? { header: stored.bytes, body } : null
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
    this.#options.chain.commitBlock({ ...block.commit, cert, finalizedAt: this.#options.clock.now() })
    this.#settle(block.header.height)
    this.#options.committed(block)
  }

  /** After a catch-up: tells the core where the chain ends now. */
  caughtUp(final: SlotCert): void {
    const { height } = this.#options.chain.head()
    this.#push({ t: 'committed', height, final, voters: this.#voters(height + 1), pending: this.#options.pool.includable })
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

  #push(event: Event): void {
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
    for (const event of this.#queue.splice(0)) {
      const step = this.#core.step(this.#state, event)
      this.#state = step.state
      effects.push(...step.effects)
    }
    if (!this.#writer.write(effects.filter((effect): effect is Persist => effect.t === 'persist'))) return
    for (const effect of effects) this.#carryOut(effect)
    if (effects.length > 0) this.#options.changed()
  }

  #carryOut(effect: Effect): void {
    const options = this.#options
    switch (effect.t) {
      case 'persist':
        return
      case 'send':
        return options.send(effect.to, closeMessage(options.genesisHash, effect.message, (block) => this.blocks.shown(block)))
      case 'setTimer':
        return this.#timers.set(effect.timer, effect.id, effect.delay)
      case 'clearTimer':
        return this.#timers.clear(effect.timer)
      case 'prepare':
        return this.#jobs.request(effect.height, effect.block, effect.holders)
      case 'build':
        return this.#build(effect.height, effect.view)
      case 'commit':
        return this.#commit(effect.height, effect.block, effect.final)
      case 'prune':
        return this.#writer.prune()
      case 'sync':
        return options.startSync(effect.from, effect.final)
      case 'evidence':
        return this.#evidence(effect.evidence)
      case 'halt':
        this.#fault ??= problem(effect.code, { height: effect.height })
        this.#writer.close()
        options.log('error', 'consensus.halt', { code: effect.code, height: effect.height, view: effect.view })
        return options.changed()
    }
  }

  #build(height: number, view: number): void {
    const { adjustedNow, chain, engine, mayPropose, pool, voters, me } = this.#options
    const none = (): void => this.#push({ t: 'built', height, view, facts: null })
    if (me === null || chain.head().height + 1 !== height || !mayPropose()) return none()
    const time = Math.max(adjustedNow(), chain.head().time + 1)
    const body = pool.gather({ records: MAX_BLOCK_RECORDS, bytes: MAX_BLOCK_BYTES, latest: time + MAX_RECORD_AHEAD_MS })
    if (body.length === 0) return none()
    const built = engine.build({ view, proposer: voters.members[me]!.id, time, body })
    if (!built.ok) {
      this.#options.log('warn', 'consensus.nothing-built', { height, view, code: built.error.code, params: built.error.params })
      return none()
    }
    this.#push({ t: 'built', height, view, facts: this.blocks.own(built.value) })
  }

  #answerPrepared(height: number, block: BlockId): void {
    this.#guarded(() => {
      if (this.#options.chain.head().height + 1 !== height) return
      const outcome = this.blocks.execute(block)
      const facts = this.blocks.facts(block)
      if (!outcome || !facts) return
      if (!outcome.ok) this.#options.log('warn', 'consensus.invalid-block', { height, block, code: outcome.error.code, params: outcome.error.params })
      this.#push({ t: 'prepared', height, facts, verdict: this.#verdict(outcome.ok, block) })
    })
  }

  #verdict(valid: boolean, block: BlockId): Verdict {
    if (!valid) return 'invalid'
    return this.blocks.header(block)!.time > this.#options.adjustedNow() + MAX_HEADER_AHEAD_MS ? 'future' : 'valid'
  }

  #commit(height: number, block: BlockId, final: SlotCert): void {
    const { chain, clock } = this.#options
    if (chain.head().height >= height) return this.caughtUp(this.#finalOf(chain.head().height) ?? final)
    const outcome = this.blocks.execute(block)
    if (!outcome?.ok) throw new CodedError('STORE_IO', { reason: 'block to commit is not prepared' })
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
    this.#timers.clearAll()
    this.#writer.close()
    this.#queue = []
    this.#state = this.#core.initial
    const { height } = this.#options.chain.head()
    this.#push({
      t: 'start',
      durable: { voters: this.#voters(height + 1), height, final: this.#finalOf(height), votes: [], certs: [], blocks: [], pending: this.#options.pool.includable },
    })
  }

  #evidence(evidence: Evidence): void {
    const { first } = evidence
    this.#options.log('warn', 'consensus.double-vote', { code: evidence.code, height: first.height, view: first.view, member: this.#options.voters.members[first.signer]?.id })
    this.#options.evidence(evidence)
  }

  #sign(ballot: Ballot): Uint8Array {
    const { me, signVote } = this.#options
    if (me === null) throw new CodedError('VOTE_SIGNER', { signer: -1 })
    const { sig: _, ...vote } = fromSlotVote({ ...ballot, signer: me, sig: new Uint8Array(0) })
    return signVote(vote)
  }

  /** The own voter index for the slot of `height`, or null while this seat may not vote in it. */
  #me(height: number): Signer | null {
    const { me, safety } = this.#options
    if (me === null || this.#fault || safety.stopped()) return null
    const { voteFrom, finalized } = safety.meta()
    // A chain.db that was begun anew is behind what this seat has seen final: nothing is voted there a second time.
    return height < voteFrom || height <= finalized ? null : me
  }

  #voters(height: number): Voters {
    const { voters, order } = this.#options
    return { epoch: voters.epoch, size: voters.members.length, order, me: this.#me(height) }
  }

  #finalOf(height: number): SlotCert | null {
    const bytes = height > 0 ? this.#options.chain.cert(height) : null
    const cert = bytes && bytes.length > 0 ? decodeCert(bytes) : null
    return cert?.ok ? toSlotCert(cert.value) : null
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
