/**
 * Slot-Simplex as a pure function: `step(state, event) -> (state, effects)`. The protocol, its rules by event and the
 * argument for them are in README.md beside this file.
 */
import { FINALIZE, NOTARIZE, type VoteKind } from '../types.ts'
import { MAX_JUSTIFY } from '../limits.ts'
import { progress, sendProposal } from './act.ts'
import { answer, askPeer, flush, retry, share } from './gossip.ts'
import { RULES, type Rules } from './rules.ts'
import { certKey, newSlot, ownedSlot, proposalMessage, proposalOf, type Slot } from './slot.ts'
import { addCert, addVote, noteVote, soundCert, soundVote } from './tally.ts'
import { EVIDENCE_SLOTS } from './timing.ts'
import { disarm, emptyState, finish, forget, halt, leader, newTurn, notePeer, writeSlot, writeView, type State, type Turn } from './turn.ts'
import type { BlockFacts, CoreConfig, DurableState, Effect, Event, Message, SlotCert, SlotProposal, SlotVote, Signer, TimerName, Voters } from './types.ts'

/** A core's memory. Immutable to everybody else: a former state can be kept and stepped again. */
export type ConsensusState = Readonly<State>

export interface Core {
  /** The state before `start`. */
  readonly initial: ConsensusState
  /** Never throws for anything that comes from outside. Carry the effects out in their order. */
  readonly step: (state: ConsensusState, event: Event) => { readonly state: ConsensusState; readonly effects: readonly Effect[] }
}

/** The consensus core of one peer. `rules` is for tests that prove a broken rule is noticed; leave it out. */
export function createCore(config: CoreConfig, rules: Rules = RULES): Core {
  return {
    initial: emptyState(config.seed),
    step(state, event) {
      const turn = newTurn(config, rules, state)
      handle(turn, event)
      progress(turn)
      flush(turn)
      return { state: turn.state, effects: finish(turn) }
    },
  }
}

function handle(turn: Turn, event: Event): void {
  const { state } = turn
  if (event.t === 'start') return start(turn, event.durable)
  if (state.phase === 'new') return
  switch (event.t) {
    case 'message':
      return receive(turn, event.from, event.message)
    case 'prepared':
      return prepared(turn, event.height, event.facts, event.verdict)
    case 'built':
      return built(turn, event.height, event.view, event.facts)
    case 'pending':
      return setPending(turn, event.count)
    case 'presence':
      state.online = [...new Set(event.online)].filter((peer) => isVoter(turn, peer))
      state.rtt = event.rtt
      return
    case 'connected':
      return askPeer(turn, event.peer)
    case 'heartbeat':
      if (event.height >= state.slot.height) askPeer(turn, event.peer)
      return
    case 'timer':
      return fired(turn, event.timer, event.id)
    case 'committed':
      return committed(turn, event.height, event.final, event.voters, event.pending)
  }
}

const isVoter = (turn: Turn, peer: Signer): boolean => Number.isInteger(peer) && peer >= 0 && peer < turn.state.voters.size

function setVoters(turn: Turn, voters: Voters): void {
  const { state, rules } = turn
  state.voters = voters
  state.quorum = rules.quorum(voters.size)
  state.faults = rules.faultBound(voters.size)
}

/** Restart: what was durable is believed, every own vote of the open slot goes out again, and everybody is asked. */
function start(turn: Turn, durable: DurableState): void {
  const { state } = turn
  setVoters(turn, durable.voters)
  state.phase = 'open'
  state.final = durable.final
  state.pending = durable.pending
  state.slot = newSlot(turn.token, durable.height + 1)
  state.next = newSlot(turn.token, durable.height + 2)
  const { slot } = state
  for (const facts of durable.blocks) slot.blocks.set(facts.block, { facts, verdict: null, requested: false })
  const certs = durable.certs.filter((cert) => cert.height === slot.height).sort((a, b) => a.view - b.view)
  const mine = durable.votes.filter((vote) => vote.height === slot.height && vote.signer === durable.voters.me)
  for (const vote of mine) noteVote(turn, slot, vote, true)
  for (const cert of certs) {
    if (soundCert(turn, slot, cert)) addCert(turn, slot, cert, durable.voters.me ?? 0)
    while (entered(slot)) slot.view++
  }
  for (const vote of durable.votes) if (vote.signer !== durable.voters.me && soundVote(turn, slot, vote)) addVote(turn, slot, vote)
  // Nothing of it is news to anybody: whoever lacks it shows so in a status.
  state.shares = []
  slot.unsaved = false
  slot.peers.length = 0
  for (const vote of mine) {
    if (vote.kind !== FINALIZE && vote.view < slot.view) continue
    const head = vote.kind === NOTARIZE && leader(turn, vote.view) === vote.signer
    const proposal = head ? proposalMessage(slot, vote.view, vote.signer, MAX_JUSTIFY) : null
    if (proposal) turn.proposals.push(proposal)
    else turn.ownVotes.push(vote)
  }
  if (slot.views.length > 0) turn.askAll = true
}

const entered = (slot: Slot): boolean => {
  const view = slot.views[slot.view]
  return !!view?.notarization || !!view?.nullification
}

function receive(turn: Turn, from: Signer, message: Message): void {
  if (!isVoter(turn, from) || from === turn.state.voters.me) return
  for (const cert of message.certs) receiveCert(turn, from, cert)
  for (const proposal of message.proposals) receiveProposal(turn, from, proposal)
  for (const vote of message.votes) receiveVote(turn, from, vote)
  if (message.status && message.status.epoch === turn.state.voters.epoch) answer(turn, from, message.status)
}

/** The open slot or the next one, owned; null for any other height. */
function slotAt(turn: Turn, height: number): Slot | null {
  const { state } = turn
  if (height === state.slot.height) return writeSlot(turn)
  if (height !== state.next.height) return null
  return (state.next = ownedSlot(turn.token, state.next))
}

/** A member that speaks of a later slot may hold F of this one: it is asked, once a slot, after the usual jitter. */
function noteAhead(turn: Turn, from: Signer, height: number): void {
  const { slot } = turn.state
  if (height <= slot.height || slot.ahead.includes(from) || slot.askedAhead.includes(from)) return
  writeSlot(turn).ahead = [...slot.ahead, from]
}

function receiveCert(turn: Turn, from: Signer, cert: SlotCert): void {
  const { state } = turn
  const { height } = state.slot
  noteAhead(turn, from, cert.height)
  const slot = slotAt(turn, cert.height)
  if (slot && soundCert(turn, slot, cert)) {
    addCert(turn, slot, cert, from)
    // Views beyond the window become readable as the message's certificates lead there.
    while (slot === state.slot && state.phase === 'open' && entered(slot)) slot.view++
  }
  if (cert.kind !== FINALIZE || cert.epoch !== state.voters.epoch) return
  if (cert.height > height && soundCert(turn, { ...state.slot, height: cert.height }, cert)) turn.effects.push({ t: 'sync', from, final: cert })
  const settled = cert.height === state.final?.height ? state.final : null
  if (settled && settled.block !== cert.block && soundCert(turn, { ...state.slot, height: cert.height }, cert))
    halt(turn, 'CONSENSUS_FORK', cert.height, cert.view)
}

function receiveProposal(turn: Turn, from: Signer, { vote, facts, justify }: SlotProposal): void {
  noteAhead(turn, from, vote.height)
  const slot = slotAt(turn, vote.height)
  if (!slot) return
  for (const cert of justify) receiveCert(turn, from, cert)
  const { order } = turn.state.voters
  const head = order[(vote.height + vote.view) % order.length]
  if (vote.kind !== NOTARIZE || vote.signer !== head || facts.block !== vote.block || !soundVote(turn, slot, vote)) return
  addVote(turn, slot, vote)
  notePeer(turn, slot, from, vote.view, null)
  // Only the block of the leader's first vote is taken up: a twin is evidence and nothing else.
  if (slot.views[vote.view]?.notarize[head]?.block === facts.block) learnFacts(slot, facts)
}

function learnFacts(slot: Slot, facts: BlockFacts): void {
  const known = slot.blocks.get(facts.block)
  if (!known?.facts) slot.blocks.set(facts.block, { verdict: null, requested: false, ...known, facts })
}

function receiveVote(turn: Turn, from: Signer, vote: SlotVote): void {
  noteAhead(turn, from, vote.height)
  const slot = slotAt(turn, vote.height)
  if (!slot) return lateVote(turn, vote)
  if (!soundVote(turn, slot, vote)) return
  addVote(turn, slot, vote)
  if (vote.signer === from) notePeer(turn, slot, from, vote.kind === FINALIZE ? 0 : vote.view, vote.kind === FINALIZE ? certKeyOf(vote, NOTARIZE) : null)
}

const certKeyOf = (vote: SlotVote, kind: VoteKind): number => certKey({ ...vote, kind, signers: [], sigs: [] })

/** Votes of a past slot only serve as evidence. */
function lateVote(turn: Turn, vote: SlotVote): void {
  const { state } = turn
  const at = state.past.findIndex((slot) => slot.height === vote.height)
  const old = state.past[at]
  if (!old || !soundVote(turn, old, vote)) return
  const slot = ownedSlot(turn.token, old)
  noteVote(turn, slot, vote, false)
  state.past = state.past.with(at, slot)
}

function prepared(turn: Turn, height: number, facts: BlockFacts, verdict: 'valid' | 'future' | 'invalid'): void {
  const { slot } = turn.state
  const known = slot.blocks.get(facts.block)
  if (height !== slot.height || !known) return
  writeSlot(turn).blocks.set(facts.block, { facts, verdict, requested: true })
}

function built(turn: Turn, height: number, view: number, facts: BlockFacts | null): void {
  const { state } = turn
  const { slot } = state
  if (state.phase !== 'open' || height !== slot.height || view !== slot.view || facts === null) return
  const current = slot.views[view]
  const { me } = state.voters
  if (me === null || leader(turn, view) !== me || facts.proposer !== me || facts.bornView !== view) return
  if (current?.notarize[me] || current?.nullify[me]) return
  writeSlot(turn).blocks.set(facts.block, { facts, verdict: 'valid', requested: true })
  sendProposal(turn, facts)
}

/** More records may make a block where the last attempt found none. */
function setPending(turn: Turn, count: number): void {
  const { state } = turn
  const before = state.pending
  state.pending = count
  if (count > before && state.slot.buildView === state.slot.view) writeSlot(turn).buildView = state.slot.view - 1
}

function fired(turn: Turn, timer: TimerName, id: number): void {
  const { state } = turn
  if (state.timers[timer]?.id !== id) return
  forget(turn, timer)
  const { view } = state.slot
  switch (timer) {
    case 'leader':
      if (!proposalOf(state.slot, view, leader(turn, view))) writeView(turn, view).expired = true
      return
    case 'view':
      writeView(turn, view).expired = true
      return
    case 'retry':
      return retry(turn)
    case 'batch':
      writeSlot(turn).waitedView = view
      return
    case 'gate':
      writeSlot(turn).gateOpen = true
      return
    case 'share':
      return share(turn)
  }
}

/** R5: the slot is settled. Everything of it is dropped but its votes, and the next one opens. */
function committed(turn: Turn, height: number, final: SlotCert, voters: Voters, pending: number): void {
  const { state } = turn
  if (height < state.slot.height) return
  state.past = [state.slot, ...state.past].filter((slot) => slot.height > height - EVIDENCE_SLOTS).slice(0, EVIDENCE_SLOTS)
  const sameEpoch = voters.epoch === state.voters.epoch
  state.slot = sameEpoch && state.next.height === height + 1 ? ownedSlot(turn.token, state.next) : newSlot(turn.token, height + 1)
  state.next = newSlot(turn.token, height + 2)
  setVoters(turn, voters)
  state.final = final
  state.pending = pending
  state.phase = 'open'
  for (const timer of ['leader', 'view', 'retry', 'batch', 'gate'] as const) disarm(turn, timer)
  turn.effects.push({ t: 'prune', below: height + 1 - EVIDENCE_SLOTS })
}
