/**
 * Slot-Simplex as a pure function: `step(state, event) -> (state, effects)`. The protocol, its rules by event and the
 * argument for them are in README.md beside this file.
 */
import { FINALIZE, NOTARIZE, type VoteKind } from '../types.ts'
import { MAX_JUSTIFY } from '../limits.ts'
import { progress, sendProposal } from './act.ts'
import { answer, askPeer, EMPTY, flush, retry, share } from './gossip.ts'
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
      if (isVoter(turn, event.peer)) askPeer(turn, event.peer)
      return
    case 'heartbeat':
      if (isVoter(turn, event.peer) && event.height >= state.slot.height) askPeer(turn, event.peer)
      return
    case 'timer':
      return fired(turn, event.timer, event.id)
    case 'committed':
      return committed(turn, event)
    case 'fork':
      return forked(turn, event.first, event.second)
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
  state.closing = durable.closing ?? closingOf(durable.final, durable.voters)
  state.slot = newSlot(turn.token, durable.height + 1, durable.voters)
  state.next = newSlot(turn.token, durable.height + 2, durable.voters)
  const { slot } = state
  for (const facts of durable.blocks) slot.blocks.set(facts.block, { facts, verdict: null, requested: false })
  const certs = durable.certs.filter((cert) => cert.height === slot.height).sort((a, b) => a.view - b.view)
  const mine = durable.votes.filter((vote) => vote.height === slot.height && vote.signer === durable.voters.me)
  for (const vote of mine) noteVote(turn, slot, vote, true)
  for (const cert of certs) {
    if (soundCert(turn, slot, cert)) addCert(turn, slot, cert, durable.voters.me ?? 0)
    while (entered(slot)) slot.view++
  }
  for (const vote of durable.votes) if (vote.signer !== durable.voters.me && soundVote(slot, vote)) addVote(turn, slot, vote)
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
  if (message.status) answer(turn, from, message.status)
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
  if (cert.kind !== FINALIZE) return
  if (cert.height < height) return compareFinal(turn, cert)
  if (cert.height > height && soundCert(turn, { ...state.slot, height: cert.height }, cert)) turn.effects.push({ t: 'sync', from, final: cert })
}

/** Two final blocks of one height: of a slot that this core still remembers. The driver compares older ones (`fork`). */
function compareFinal(turn: Turn, cert: SlotCert): void {
  const { past, final } = turn.state
  const slot = past.find(({ height }) => height === cert.height)
  const settled = slot ? slot.final : final?.height === cert.height ? final : null
  if (settled && soundCert(turn, slot ?? { ...turn.state.slot, height: cert.height }, cert)) forked(turn, settled, cert)
}

function forked(turn: Turn, first: SlotCert, second: SlotCert): void {
  const twoFinal = first.kind === FINALIZE && second.kind === FINALIZE && first.height === second.height
  if (twoFinal && first.block !== second.block) halt(turn, 'CONSENSUS_FORK', second.height, second.view, [first, second])
}

function receiveProposal(turn: Turn, from: Signer, { vote, facts, justify }: SlotProposal): void {
  noteAhead(turn, from, vote.height)
  const slot = slotAt(turn, vote.height)
  if (!slot) return
  for (const cert of justify) receiveCert(turn, from, cert)
  const { order } = turn.state.voters
  const head = order[(vote.height + vote.view) % order.length]
  if (vote.kind !== NOTARIZE || vote.signer !== head || facts.block !== vote.block || !soundVote(slot, vote)) return
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
  if (!soundVote(slot, vote)) return
  addVote(turn, slot, vote)
  if (vote.signer === from) notePeer(turn, slot, from, vote.kind === FINALIZE ? 0 : vote.view, vote.kind === FINALIZE ? certKeyOf(vote, NOTARIZE) : null)
}

const certKeyOf = (vote: SlotVote, kind: VoteKind): number => certKey({ ...vote, kind, signers: [], sigs: [] })

/** Votes of a past slot only serve as evidence. */
function lateVote(turn: Turn, vote: SlotVote): void {
  const { state } = turn
  const at = state.past.findIndex((slot) => slot.height === vote.height)
  const old = state.past[at]
  if (!old || !soundVote(old, vote)) return
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
  if (state.phase !== 'open' || height !== slot.height || view !== slot.view) return
  if (facts === null) {
    writeSlot(turn).emptyView = view
    return askAgain(turn)
  }
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
  state.pending = count
  askAgain(turn)
}

/** While a block is under way more records change nothing; where there was nothing to build, they may. */
function askAgain(turn: Turn): void {
  const { slot, pending } = turn.state
  if (slot.emptyView === slot.view && pending > slot.buildPending) writeSlot(turn).buildView = slot.view - 1
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

/** F of an earlier epoch can only be that of the block which ended it. */
const closingOf = (final: SlotCert | null, voters: Voters): SlotCert | null => (final && final.epoch < voters.epoch ? final : null)

/** The own seat can change between two slots of an epoch: the end of a quarantine. */
const withVoters = (slot: Slot, voters: Voters): Slot => (slot.voters === voters ? slot : { ...slot, voters })

/** R5: the slot is settled. Everything of it is dropped but its votes, and the next one opens. */
function committed(turn: Turn, { height, final, voters, pending, closing }: Extract<Event, { t: 'committed' }>): void {
  const { state } = turn
  if (height < state.slot.height) return
  const left = height === state.slot.height ? { ...state.slot, final } : state.slot
  state.past = [left, ...state.past].filter((slot) => slot.height > height - EVIDENCE_SLOTS).slice(0, EVIDENCE_SLOTS)
  const sameEpoch = voters.epoch === state.voters.epoch
  state.slot = sameEpoch && state.next.height === height + 1 ? ownedSlot(turn.token, withVoters(state.next, voters)) : newSlot(turn.token, height + 1, voters)
  state.next = newSlot(turn.token, height + 2, voters)
  setVoters(turn, voters)
  state.final = final
  state.pending = pending
  state.phase = 'open'
  if (!sameEpoch) {
    state.closing = closing ?? closingOf(final, voters)
    // Indices are of the old list: who is online has to be said anew, and its last F goes to everybody who is here.
    state.online = []
    state.shares = []
    if (state.closing === final && left.height === height) turn.effects.push({ t: 'send', to: 'all', message: { ...EMPTY, certs: [final] } })
  }
  for (const timer of ['leader', 'view', 'retry', 'batch', 'gate'] as const) disarm(turn, timer)
  turn.effects.push({ t: 'prune', below: height + 1 - EVIDENCE_SLOTS })
}
