/** One step at work: a private copy of the state and the effects gathered so far. */
import { leaderOf } from '../voters.ts'
import type { Rules } from './rules.ts'
import { newSlot, NOBODY, ownedSlot, ownedView, type PeerState, type Slot, type Token, type ViewState } from './slot.ts'
import type {
  BlockFacts, CoreConfig, Effect, HaltCode, SlotCert, SlotProposal, SlotVote, Signer, TimerName, Voters,
} from './types.ts'

export interface Share {
  readonly cert: SlotCert
  /** Members who sent it to us: f+1 of them have spread it already. */
  readonly from: readonly Signer[]
}

export interface Armed {
  readonly id: number
  /** View it was set for; a timer of another view is set anew. */
  readonly view: number
}

/** Opaque to the driver. */
export interface State {
  phase: 'new' | 'open' | 'committing'
  /** Voting has stopped for good (`halt`). */
  muted: boolean
  voters: Voters
  quorum: number
  faults: number
  slot: Slot
  /** What arrives early for the slot after: kept, not acted upon. */
  next: Slot
  /** Former slots, youngest first, for evidence. */
  past: readonly Slot[]
  final: SlotCert | null
  /** F of the block that began this epoch, for members left behind in the one before; null where it is not at hand. */
  closing: SlotCert | null
  pending: number
  online: readonly Signer[]
  rtt: number
  timers: Readonly<Partial<Record<TimerName, Armed>>>
  lastTimer: number
  jitter: number
  shares: readonly Share[]
}

export interface Turn {
  readonly config: CoreConfig
  readonly rules: Rules
  readonly token: Token
  readonly state: State
  readonly blocks: BlockFacts[]
  readonly votes: SlotVote[]
  readonly certs: SlotCert[]
  /** An own vote is among `votes`. */
  sync: boolean
  /** For everybody, in one message at the end of the step. */
  readonly ownVotes: SlotVote[]
  readonly proposals: SlotProposal[]
  askAll: boolean
  readonly effects: Effect[]
}

export const emptyState = (seed: number): State => ({
  phase: 'new',
  muted: false,
  voters: NOBODY,
  quorum: 1,
  faults: 0,
  slot: newSlot({}, 1),
  next: newSlot({}, 2),
  past: [],
  final: null,
  closing: null,
  pending: 0,
  online: [],
  rtt: 0,
  timers: {},
  lastTimer: 0,
  jitter: (seed ^ 0x9e3779b9) >>> 0,
  shares: [],
})

export const newTurn = (config: CoreConfig, rules: Rules, state: State): Turn => ({
  config,
  rules,
  token: {},
  state: { ...state },
  blocks: [],
  votes: [],
  certs: [],
  sync: false,
  ownVotes: [],
  proposals: [],
  askAll: false,
  effects: [],
})

/** The open slot, to write into. */
export function writeSlot(turn: Turn): Slot {
  return (turn.state.slot = ownedSlot(turn.token, turn.state.slot))
}

/** A view of the open slot, to write into. */
export const writeView = (turn: Turn, view: number): ViewState =>
  ownedView(turn.token, writeSlot(turn), view, turn.state.voters.size)

export const leader = (turn: Turn, view: number): Signer => leaderOf(turn.state.voters.order, turn.state.slot.height, view)

const UNKNOWN_PEER: PeerState = { view: 0, certs: [], heard: -1 }

export function notePeer(turn: Turn, slot: Slot, peer: Signer, view: number, cert: number | null): void {
  const known = slot.peers[peer] ?? UNKNOWN_PEER
  const certs = cert === null || known.certs.includes(cert) ? known.certs : [...known.certs, cert]
  if (certs === known.certs && view <= known.view) return
  slot.peers[peer] = { ...known, certs, view: Math.max(view, known.view) }
}

export function noteHeard(turn: Turn, peer: Signer, view: number): void {
  const slot = writeSlot(turn)
  const known = slot.peers[peer] ?? UNKNOWN_PEER
  slot.peers[peer] = { ...known, heard: view, view: Math.max(view, known.view) }
}

export function halt(turn: Turn, code: HaltCode, height: number, view: number, finals?: readonly [SlotCert, SlotCert]): void {
  if (turn.state.muted) return
  turn.state.muted = true
  turn.effects.push({ t: 'halt', code, height, view, ...(finals ? { finals } : {}) })
}

export function arm(turn: Turn, timer: TimerName, delay: number): void {
  const { state } = turn
  const id = ++state.lastTimer
  state.timers = { ...state.timers, [timer]: { id, view: state.slot.view } }
  turn.effects.push({ t: 'setTimer', timer, id, delay })
}

export function disarm(turn: Turn, timer: TimerName): void {
  if (!turn.state.timers[timer]) return
  forget(turn, timer)
  turn.effects.push({ t: 'clearTimer', timer })
}

/** A timer that has fired is no longer set. */
export function forget(turn: Turn, timer: TimerName): void {
  const { [timer]: _, ...rest } = turn.state.timers
  turn.state.timers = rest
}

/** Spread of the delays of different peers; a linear congruential generator is enough for that. */
export function jitter(turn: Turn): number {
  const { state, config } = turn
  state.jitter = (Math.imul(state.jitter, 1664525) + 1013904223) >>> 0
  return config.timing.shareMin + (state.jitter >>> 8) % (config.timing.shareMax - config.timing.shareMin + 1)
}

/** The step's effects in their order: durable things first, then what must not leave before them. */
export function finish(turn: Turn): Effect[] {
  const { blocks, votes, certs, sync } = turn
  const durable: Effect[] = blocks.length + votes.length + certs.length > 0 ? [{ t: 'persist', sync, blocks, votes, certs }] : []
  return turn.rules.arrange(durable, turn.effects)
}
