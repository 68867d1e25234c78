/** R5 and R9: what is told to whom. Every message here answers a question, a connection, a timer or a new certificate. */
import { FINALIZE, NOTARIZE, NULLIFY } from '../types.ts'
import { leaderOf } from '../voters.ts'
import { MAX_JUSTIFY } from '../limits.ts'
import { hasWork, lacksProposal, prepare } from './act.ts'
import { certKey, proposalMessage, proposalOf, rowOf, type Slot, type VoteRow } from './slot.ts'
import { MAX_PROPOSALS, STATUS_VIEWS } from './timing.ts'
import { leader, noteHeard, writeSlot, writeView, type Turn } from './turn.ts'
import type { Message, SlotCert, SlotProposal, SlotStatus, SlotVote, Signer, ViewSummary } from './types.ts'

export const EMPTY: Message = { certs: [], proposals: [], votes: [], status: null }

export function send(turn: Turn, to: Signer | 'all', parts: Partial<Message>): void {
  turn.effects.push({ t: 'send', to, message: { ...EMPTY, ...parts } })
}

/** What goes to everybody at the end of a step: own new votes and proposals, and a question where one is due. */
export function flush(turn: Turn): void {
  const { ownVotes, proposals, askAll } = turn
  if (ownVotes.length + proposals.length === 0 && !askAll) return
  send(turn, 'all', { proposals, votes: ownVotes, status: askAll ? status(turn, true) : null })
}

const signers = (row: VoteRow): Signer[] => row.flatMap((vote) => (vote ? [vote.signer] : []))

export function status(turn: Turn, ask: boolean): SlotStatus {
  const { slot, voters } = turn.state
  const views: ViewSummary[] = []
  for (let w = Math.max(0, slot.view + 1 - STATUS_VIEWS); w < slot.views.length; w++) {
    const view = slot.views[w]
    if (!view) continue
    views.push({
      view: w,
      notarized: view.notarization !== null,
      nullified: view.nullification !== null,
      proposal: proposalOf(slot, w, leader(turn, w)) !== null,
      notarize: signers(view.notarize),
      nullify: signers(view.nullify),
      finalize: signers(view.finalize),
    })
  }
  return { epoch: voters.epoch, height: slot.height, view: slot.view, ask, views }
}

export const askPeer = (turn: Turn, peer: Signer): void => send(turn, peer, { status: status(turn, true) })

/** Answers a status: always where asked, else only with something the peer lacks. Ends after three messages. */
export function answer(turn: Turn, from: Signer, theirs: SlotStatus): void {
  const { state } = turn
  const { height } = state.slot
  if (theirs.epoch > state.voters.epoch) return laterEpoch(turn, from, theirs)
  if (theirs.epoch < state.voters.epoch) {
    // Nothing of this epoch says anything to it: it needs the F by which its own ended, or else a hint to fetch more.
    if (state.closing?.epoch === theirs.epoch && state.closing.height >= theirs.height) send(turn, from, { certs: [state.closing] })
    else if (theirs.ask) send(turn, from, { status: { ...status(turn, false), views: [] } })
    return
  }
  if (theirs.height > height) {
    if (theirs.ask) askPeer(turn, from)
    return
  }
  const back = theirs.ask ? status(turn, false) : null
  if (theirs.height < height) {
    if (state.final) send(turn, from, { certs: [state.final], status: back })
    return
  }
  noteHeard(turn, from, theirs.view)
  const lacking = lacks(turn, theirs)
  if (back || lacking.certs.length + lacking.proposals.length + lacking.votes.length > 0) send(turn, from, { ...lacking, status: back })
}

/** A claim of a later epoch proves nothing here: the driver is told once a member between two retries, and the member may send F. */
function laterEpoch(turn: Turn, from: Signer, theirs: SlotStatus): void {
  const slot = writeSlot(turn)
  if (!slot.behind.includes(from)) {
    slot.behind = [...slot.behind, from]
    turn.effects.push({ t: 'behind', from, epoch: theirs.epoch, height: theirs.height })
  }
  if (theirs.ask) askPeer(turn, from)
}

/** Everything of the open slot that the peer's status does not show and that can still matter to it. */
function lacks(turn: Turn, theirs: SlotStatus): Omit<Message, 'status'> {
  const { slot, voters } = turn.state
  const told = new Map(theirs.views.map((summary) => [summary.view, summary]))
  const oldest = theirs.view + 1 - STATUS_VIEWS
  const certs: SlotCert[] = slot.final ? [slot.final] : []
  const votes: SlotVote[] = []
  const proposals: SlotProposal[] = []
  const front = Math.max(slot.view, theirs.view)
  // From the peer's own view upward first: that is what lets it move.
  const order = slot.views.map((_, w) => w).filter((w) => w >= oldest)
  order.sort((a, b) => Number(a < theirs.view) - Number(b < theirs.view) || a - b)
  for (const w of order) {
    const view = slot.views[w]
    if (!view) continue
    const known = told.get(w)
    if (view.nullification) {
      if (!known?.nullified) certs.push(view.nullification)
    } else {
      if (view.notarization && !known?.notarized && !known?.nullified) certs.push(view.notarization)
      votes.push(...missing(view.finalize, known?.finalize))
    }
    if (w < front) continue
    votes.push(...missing(view.notarize, known?.notarize), ...missing(view.nullify, known?.nullify))
    if (known?.proposal || proposals.length === MAX_PROPOSALS) continue
    const proposal = proposalMessage(slot, w, leaderOf(voters.order, slot.height, w), MAX_JUSTIFY)
    if (proposal) proposals.push(proposal)
  }
  return { certs: certs.slice(0, MAX_JUSTIFY), votes, proposals }
}

const missing = (row: VoteRow, known: readonly Signer[] | undefined): SlotVote[] =>
  row.filter((vote): vote is SlotVote => vote !== undefined && !known?.includes(vote.signer))

/** R4 resend, on the retry timer: own votes that still count, the best certificates, the own proposal, and a question. */
export function resend(turn: Turn): void {
  const { slot, voters } = turn.state
  const me = voters.me!
  const certs: SlotCert[] = slot.final ? [slot.final] : []
  const votes: SlotVote[] = []
  const entry = slot.views[slot.view - 1]
  const best = entry?.notarization ?? entry?.nullification
  if (best) certs.push(best)
  for (const view of slot.views) {
    if (!view) continue
    const mine = view.finalize[me]
    if (mine && !view.nullification) votes.push(mine)
    if (view.view !== slot.view) continue
    if (view.nullify[me]) votes.push(view.nullify[me])
    if (view.notarize[me] && leader(turn, slot.view) !== me) votes.push(view.notarize[me])
  }
  const proposal = leader(turn, slot.view) === me ? proposalMessage(slot, slot.view, me, MAX_JUSTIFY) : null
  send(turn, 'all', { certs, votes, proposals: proposal ? [proposal] : [], status: status(turn, true) })
}

/** The retry timer: resend, write seen votes (R9 across a restart), ask the driver again for blocks still wanting. */
export function retry(turn: Turn): void {
  if (turn.state.phase !== 'open' || !hasWork(turn)) return
  if (turn.state.voters.me !== null) resend(turn)
  const slot = writeSlot(turn)
  slot.behind = []
  if (slot.unsaved) {
    slot.unsaved = false
    turn.votes.push(...livingVotes(slot).filter((vote) => vote.signer !== turn.state.voters.me))
  }
  for (const [block, known] of slot.blocks) {
    if (!known.requested || known.verdict !== null) continue
    slot.blocks.set(block, { ...known, requested: false })
    prepare(turn, block)
  }
}

/** Votes that may still become part of a certificate: all of the current view on, and finalize votes of any. */
const livingVotes = (slot: Slot): SlotVote[] =>
  slot.views.flatMap((view) => (view ? (view.view < slot.view ? [FINALIZE] : [NOTARIZE, NULLIFY, FINALIZE]).flatMap((kind) => missing(rowOf(view, kind), [])) : []))

/** The share timer: passes new certificates on to those not known to hold them, and asks those who seem ahead. */
export function share(turn: Turn): void {
  const { state } = turn
  const perPeer = new Map<Signer, SlotCert[]>()
  for (const { cert, from } of state.shares) {
    // Of a settled slot only its F is still news.
    if (from.length > state.faults || (cert.height < state.slot.height && cert !== state.final)) continue
    for (let peer = 0; peer < state.voters.size; peer++) {
      if (peer === state.voters.me || from.includes(peer) || holds(turn, peer, cert)) continue
      perPeer.set(peer, [...(perPeer.get(peer) ?? []), cert])
    }
  }
  state.shares = []
  for (const [peer, certs] of perPeer) send(turn, peer, { certs })
  const slot = writeSlot(turn)
  for (const peer of slot.ahead) askPeer(turn, peer)
  slot.askedAhead = [...slot.askedAhead, ...slot.ahead]
  slot.ahead = []
  if (state.phase === 'open' && lacksProposal(turn)) {
    const voter = slot.views[slot.view]!.notarize.find((vote) => vote && vote.signer !== state.voters.me)
    if (voter) {
      writeView(turn, slot.view).asked = true
      askPeer(turn, voter.signer)
    }
  }
}

/** A peer that speaks of a later slot or view, or voted finalize in this one, needs no certificate of it. */
function holds(turn: Turn, peer: Signer, cert: SlotCert): boolean {
  const { slot, next, past } = turn.state
  if (cert.height < slot.height && slot.peers[peer]) return true
  const known = [slot, next, ...past].find(({ height }) => height === cert.height)?.peers[peer]
  return known !== undefined && (known.certs.includes(certKey(cert)) || (cert.kind !== FINALIZE && known.view > cert.view))
}
