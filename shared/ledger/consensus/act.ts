/** The slot rules R0 to R8: what this peer does with what it knows. */
import { FINALIZE, NOTARIZE, NULLIFY, type VoteKind } from '../types.ts'
import { leaderOf } from '../voters.ts'
import { MAX_JUSTIFY } from '../limits.ts'
import { allNullified, countVotes, lockedView, proposalMessage, proposalOf, rowOf, type ViewState } from './slot.ts'
import { leaderDelay, repeatDelay, retryDelay, viewDelay } from './timing.ts'
import { addVote } from './tally.ts'
import { arm, disarm, halt, jitter, leader, writeSlot, writeView, type Turn } from './turn.ts'
import { NO_BLOCK, type Ballot, type BlockFacts, type BlockId, type Signer } from './types.ts'

/** Applies the rules until none has anything to do, then sets the timers. */
export function progress(turn: Turn): void {
  const { state } = turn
  // Each round enters a view or casts a vote of the current one, so this ends.
  while (state.phase === 'open' && (finishSlot(turn) || enterView(turn) || vote(turn)));
  setTimers(turn)
}

function vote(turn: Turn): boolean {
  if (turn.state.voters.me === null || turn.state.muted) return false
  const finalized = finalizeOld(turn)
  return notarize(turn) || propose(turn) || nullify(turn) || finalized
}

/** F: commit, as soon as the block is here and executed. */
function finishSlot(turn: Turn): boolean {
  const { slot } = turn.state
  if (!slot.final) return false
  const verdict = slot.blocks.get(slot.final.block)?.verdict ?? null
  if (verdict === null) return (prepare(turn, slot.final.block), false)
  if (verdict === 'invalid') return (halt(turn, 'CONSENSUS_INVALID_FINAL', slot.height, slot.final.view), false)
  turn.state.phase = 'committing'
  turn.effects.push({ t: 'commit', height: slot.height, block: slot.final.block, final: slot.final })
  return true
}

/** R0. */
function enterView(turn: Turn): boolean {
  const current = turn.state.slot.views[turn.state.slot.view]
  if (!current?.notarization && !current?.nullification) return false
  writeSlot(turn).view++
  return true
}

/** R3, for every view entered so far. */
function finalizeOld(turn: Turn): boolean {
  const { slot, voters } = turn.state
  if (!slot.notarized) return false
  let cast = false
  for (let u = 0; u <= slot.view; u++) {
    const view = slot.views[u]
    if (!view?.notarization || view.finalize[voters.me!] || !turn.rules.mayFinalize(own(turn, view))) continue
    const { block } = view.notarization
    const verdict = slot.blocks.get(block)?.verdict
    if (verdict === 'valid' || verdict === 'future') cast = castVote(turn, FINALIZE, u, block) || cast
    else if (verdict !== 'invalid') prepare(turn, block)
  }
  return cast
}

/** R2. */
function notarize(turn: Turn): boolean {
  const { slot, voters } = turn.state
  const known = proposalOf(slot, slot.view, leader(turn, slot.view))
  if (!known || known.vote.signer === voters.me || !mayVote(turn, NOTARIZE)) return false
  const { facts } = known
  if (misplaced(turn, facts)) return false
  if (!turn.rules.justified(slot, slot.view, facts)) return false
  const verdict = slot.blocks.get(facts.block)!.verdict
  if (verdict === null) return (prepare(turn, facts.block), false)
  const accepted = verdict === 'valid' || (verdict === 'future' && facts.bornView < slot.view)
  return accepted && castVote(turn, NOTARIZE, slot.view, facts.block)
}

/** A header that names another view or proposer than those that could have made it. */
const misplaced = (turn: Turn, facts: BlockFacts): boolean =>
  facts.bornView > turn.state.slot.view ||
  facts.proposer !== leaderOf(turn.state.voters.order, turn.state.slot.height, facts.bornView)

/**
 * R1. A fresh block waits for its batch in view 0. A block notarized in the view just left waits for its finalize votes,
 * which are under way in all good cases; an older one goes out at once.
 */
function propose(turn: Turn): boolean {
  const { state, config } = turn
  const { slot } = state
  const { view } = slot
  if (leader(turn, view) !== state.voters.me || !mayVote(turn, NOTARIZE)) return false
  const locked = lockedView(slot, view)?.notarization
  if (locked) {
    const known = slot.blocks.get(locked.block)!
    if (known.verdict === null) return (prepare(turn, locked.block), false)
    if (locked.view === view - 1 && !waited(turn, repeatDelay(config.timing, state.rtt))) return false
    return known.verdict !== 'invalid' && known.facts !== null && sendProposal(turn, known.facts)
  }
  if (state.pending === 0 || slot.buildView >= view || !allNullified(slot, 0, view)) return false
  if (view > 0 || state.pending >= config.timing.batchSize || waited(turn, config.timing.batchWait)) {
    Object.assign(writeSlot(turn), { buildView: view, buildPending: state.pending, emptyView: -1 })
    turn.effects.push({ t: 'build', height: slot.height, view })
  }
  return false
}

/** Has the leader waited in this view? Starts the wait where it has not begun. */
function waited(turn: Turn, delay: number): boolean {
  const { slot, timers } = turn.state
  if (slot.waitedView === slot.view) return true
  if (timers.batch?.view !== slot.view) arm(turn, 'batch', delay)
  return false
}

/** The leader's notarize vote is the proposal's signature: it goes out inside the proposal, not as a vote beside it. */
export function sendProposal(turn: Turn, facts: BlockFacts): boolean {
  const { view } = turn.state.slot
  if (!castVote(turn, NOTARIZE, view, facts.block)) return false
  const proposal = proposalMessage(turn.state.slot, view, turn.state.voters.me!, MAX_JUSTIFY)
  if (proposal) {
    turn.proposals.push(proposal)
    turn.ownVotes.splice(turn.ownVotes.indexOf(proposal.vote), 1)
  }
  return true
}

/** R4 and R6. */
function nullify(turn: Turn): boolean {
  const { state } = turn
  const { slot } = state
  if (!mayVote(turn, NULLIFY)) return false
  const view = slot.views[slot.view]
  const reason =
    (view !== undefined &&
      (view.expired || countVotes(view.nullify) > state.faults || refused(turn) ||
        (view.nullify[leader(turn, slot.view)] !== undefined && hasWork(turn)))) ||
    skipsLeader(turn)
  return reason && castVote(turn, NULLIFY, slot.view, NO_BLOCK)
}

/** The leader's proposal of the current view can never get this peer's vote. */
function refused(turn: Turn): boolean {
  const { slot } = turn.state
  const known = proposalOf(slot, slot.view, leader(turn, slot.view))
  if (!known) return false
  if (misplaced(turn, known.facts)) return true
  const verdict = slot.blocks.get(known.facts.block)!.verdict
  return verdict === 'invalid' || (verdict === 'future' && known.facts.bornView === slot.view)
}

/** R6: the leader is presumed asleep, a quorum awake, and f+1 others in this view know of no proposal either. */
function skipsLeader(turn: Turn): boolean {
  const { state } = turn
  const { slot } = state
  const head = leader(turn, slot.view)
  if (head === state.voters.me || state.online.includes(head) || !quorumOnline(turn) || !hasWork(turn)) return false
  if (slot.views[slot.view]?.notarize[head]) return false
  let heard = 0
  slot.peers.forEach((peer, index) => {
    if (peer && index !== head && peer.heard >= slot.view) heard++
  })
  if (heard > state.faults) return true
  if (!slot.views[slot.view]?.asked) {
    writeView(turn, slot.view).asked = true
    turn.askAll = true
  }
  return false
}

const own = (turn: Turn, view: ViewState | undefined) => {
  const me = turn.state.voters.me!
  return { notarize: !!view?.notarize[me], nullify: !!view?.nullify[me], finalize: !!view?.finalize[me] }
}

function mayVote(turn: Turn, kind: VoteKind): boolean {
  const { slot, voters } = turn.state
  const view = slot.views[slot.view]
  if (voters.me === null || turn.state.muted || (view && rowOf(view, kind)[voters.me])) return false
  return kind === NOTARIZE ? turn.rules.mayNotarize(own(turn, view)) : turn.rules.mayNullify(own(turn, view))
}

/** Signs, notes and queues an own vote: durable with this step's sync write, then sent. False: muted meanwhile. */
function castVote(turn: Turn, kind: VoteKind, view: number, block: BlockId): boolean {
  const { state } = turn
  if (state.muted || state.voters.me === null) return false
  const ballot: Ballot = { kind, epoch: state.voters.epoch, height: state.slot.height, view, block }
  const mine = { ...ballot, signer: state.voters.me, sig: turn.config.sign(ballot) }
  const slot = writeSlot(turn)
  const facts = slot.blocks.get(block)?.facts
  if (facts && !turn.blocks.includes(facts)) turn.blocks.push(facts)
  turn.votes.push(mine)
  turn.sync = true
  turn.ownVotes.push(mine)
  addVote(turn, slot, mine, true)
  return true
}

/** Asks the driver for a block's content and verdict, once; the retry timer asks again. */
export function prepare(turn: Turn, block: BlockId): void {
  const slot = writeSlot(turn)
  const known = slot.blocks.get(block) ?? { facts: null, verdict: null, requested: false }
  if (known.requested || known.verdict !== null) return
  slot.blocks.set(block, { ...known, requested: true })
  turn.effects.push({ t: 'prepare', height: slot.height, block, holders: holders(turn, block) })
}

function holders(turn: Turn, block: BlockId): Signer[] {
  const { slot, voters } = turn.state
  const found = new Set<Signer>()
  for (const view of slot.views)
    for (const row of view ? [view.finalize, view.notarize] : [])
      for (const each of row) if (each?.block === block && each.signer !== voters.me) found.add(each.signer)
  if (slot.final?.block === block) for (const signer of slot.final.signers) if (signer !== voters.me) found.add(signer)
  return [...found]
}

const quorumOnline = (turn: Turn): boolean => {
  const { online, voters, quorum } = turn.state
  return online.length + (voters.me !== null && !online.includes(voters.me) ? 1 : 0) >= quorum
}

/** R7. Traces of a view count only from the current view on: one that is settled leaves nothing to do but its N. */
export function hasWork(turn: Turn): boolean {
  const { state } = turn
  const { slot } = state
  if (state.pending > 0 || slot.notarized || slot.final) return true
  for (let w = slot.view; w < slot.views.length; w++) {
    const view = slot.views[w]
    if (!view) continue
    if (view.notarization || view.nullification || proposalOf(slot, w, leader(turn, w))) return true
    if (countVotes(view.nullify) > state.faults || countVotes(view.notarize) > state.faults) return true
  }
  return false
}

/** A vote for a proposal of the current view has come, but not the proposal, or not what justifies it. */
export function lacksProposal(turn: Turn): boolean {
  const { slot } = turn.state
  const view = slot.views[slot.view]
  if (!view || view.notarization || view.asked || !view.notarize.some((each) => each)) return false
  const known = proposalOf(slot, slot.view, leader(turn, slot.view))
  return !known || (!misplaced(turn, known.facts) && !turn.rules.justified(slot, slot.view, known.facts))
}

/** R4, R7, R8: which timers run now. A timer set for another view is set anew. */
function setTimers(turn: Turn): void {
  const { state, config } = turn
  const { slot, voters } = state
  const { view } = slot
  const open = state.phase === 'open'
  const work = open && hasWork(turn)
  const enough = quorumOnline(turn)
  const current = slot.views[view]
  const running = work && (enough || slot.gateOpen) && mayVote(turn, NULLIFY) && !current?.expired
  const want = (timer: 'leader' | 'view' | 'retry' | 'gate', on: boolean, delay: (t: typeof config.timing, rtt: number, v: number) => number) => {
    if (!on) disarm(turn, timer)
    else if (state.timers[timer]?.view !== view) arm(turn, timer, delay(config.timing, state.rtt, view))
  }
  want('leader', running && proposalOf(slot, view, leader(turn, view)) === null, leaderDelay)
  // Without a quorum online a view with an own notarize vote is left open: its votes may need days to come together.
  const waiting = !enough && voters.me !== null && current?.notarize[voters.me] !== undefined
  want('view', running && !waiting, viewDelay)
  // Nobody answers a peer that has no vote: it follows what it hears, and repeats only its search for a final block.
  want('retry', work && (voters.me !== null || slot.final !== null), retryDelay)
  if (!work || enough || slot.gateOpen) disarm(turn, 'gate')
  else if (!state.timers.gate) arm(turn, 'gate', config.timing.gateWait)
  if (!open || state.timers.batch?.view !== view) disarm(turn, 'batch')
  const spread = state.shares.length > 0 || (open && (slot.ahead.length > 0 || (voters.me !== null && lacksProposal(turn))))
  if (spread && !state.timers.share) arm(turn, 'share', jitter(turn))
}
