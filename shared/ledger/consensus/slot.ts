/**
 * The memory of one slot. Structures are shared between successive states and copied once a step before the first
 * change (`owner` is the token of the step that made the copy), so that a state handed out never changes.
 */
import { NOTARIZE, NULLIFY, type VoteKind } from '../types.ts'
import type { BlockFacts, BlockId, SlotCert, SlotProposal, SlotVote, Signer, Verdict, Voters } from './types.ts'

export type Token = object
export type VoteRow = (SlotVote | undefined)[]

export interface ViewState {
  readonly owner: Token
  readonly view: number
  /** First vote seen of each signer, by kind. Index = signer. */
  readonly notarize: VoteRow
  readonly nullify: VoteRow
  readonly finalize: VoteRow
  notarization: SlotCert | null
  nullification: SlotCert | null
  /** The leader timer without a proposal, or the view timer, has fired. */
  expired: boolean
  /** Missing certificates or a missing proposal of this view have been asked for. */
  asked: boolean
  /** Evidence already reported: signer * 4 + number of the rule. */
  reported: readonly number[]
}

export interface BlockState {
  readonly facts: BlockFacts | null
  readonly verdict: Verdict | null
  readonly requested: boolean
}

/** What a member is known to hold in this slot: its view, and certificates as view * 4 + kind. */
export interface PeerState {
  readonly view: number
  readonly certs: readonly number[]
  /** View of its last status for this slot; -1 without one (R6). */
  readonly heard: number
}

export interface Slot {
  readonly owner: Token
  readonly height: number
  /** Who votes in it. Past slots keep theirs, so that a late double vote is recognised across an epoch's end. */
  readonly voters: Voters
  view: number
  /** Index = view; a view nobody spoke of is undefined. */
  readonly views: (ViewState | undefined)[]
  readonly blocks: Map<BlockId, BlockState>
  readonly peers: (PeerState | undefined)[]
  final: SlotCert | null
  /** Some N is held: the slot is dirty until F (R7). */
  notarized: boolean
  /** Votes of others came since the last write of seen votes. */
  unsaved: boolean
  /** Work has waited long enough to run timers without a quorum online (R8). */
  gateOpen: boolean
  /** View for which a block was asked of the driver, and view in which the leader has waited long enough (R1). */
  buildView: number
  /** Pending records when it was asked for, and view for which it had nothing: then more of them are a reason to ask again. */
  buildPending: number
  emptyView: number
  waitedView: number
  /** Members that seem ahead of this slot, and those of them already asked. */
  ahead: readonly Signer[]
  askedAhead: readonly Signer[]
  /** Members of a later epoch that the driver has been told of. */
  behind: readonly Signer[]
}

/** Before `start`. */
export const NOBODY: Voters = { epoch: 0, size: 0, order: [], me: null }

export const newSlot = (owner: Token, height: number, voters: Voters = NOBODY): Slot => ({
  owner,
  height,
  voters,
  view: 0,
  views: [],
  blocks: new Map(),
  peers: [],
  final: null,
  notarized: false,
  unsaved: false,
  gateOpen: false,
  buildView: -1,
  buildPending: 0,
  emptyView: -1,
  waitedView: -1,
  ahead: [],
  askedAhead: [],
  behind: [],
})

const emptyRow = (size: number): VoteRow => Array.from<undefined>({ length: size })

export const ownedSlot = (owner: Token, slot: Slot): Slot =>
  slot.owner === owner
    ? slot
    : { ...slot, owner, views: slot.views.slice(), blocks: new Map(slot.blocks), peers: slot.peers.slice() }

/** The view to write into, made where it does not exist. `slot` must be owned. */
export function ownedView(owner: Token, slot: Slot, view: number, size: number): ViewState {
  const old = slot.views[view]
  if (old?.owner === owner) return old
  const fresh: ViewState = old
    ? { ...old, owner, notarize: old.notarize.slice(), nullify: old.nullify.slice(), finalize: old.finalize.slice() }
    : {
        owner,
        view,
        notarize: emptyRow(size),
        nullify: emptyRow(size),
        finalize: emptyRow(size),
        notarization: null,
        nullification: null,
        expired: false,
        asked: false,
        reported: [],
      }
  slot.views[view] = fresh
  return fresh
}

export const rowOf = (view: ViewState, kind: VoteKind): VoteRow =>
  kind === NOTARIZE ? view.notarize : kind === NULLIFY ? view.nullify : view.finalize

export const certKey = (cert: SlotCert): number => cert.view * 4 + cert.kind

/** Number of votes in a row, for one block or for any. */
export function countVotes(row: VoteRow, block?: BlockId): number {
  let count = 0
  for (const vote of row) if (vote && (block === undefined || vote.block === block)) count++
  return count
}

/** The proposal of a view as far as it is known: the leader's notarize vote together with the block's facts. */
export function proposalOf(slot: Slot, view: number, leader: Signer): { vote: SlotVote; facts: BlockFacts } | null {
  const vote = slot.views[view]?.notarize[leader]
  if (!vote) return null
  const facts = slot.blocks.get(vote.block)?.facts
  return facts ? { vote, facts } : null
}

/** R1: the highest view below `view` with N, where every view between has X; null: none. */
export function lockedView(slot: Slot, view: number): ViewState | null {
  for (let w = view - 1; w >= 0; w--) {
    const state = slot.views[w]
    if (state?.notarization) return state
    if (!state?.nullification) return null
  }
  return null
}

export function allNullified(slot: Slot, from: number, before: number): boolean {
  for (let w = from; w < before; w++) if (!slot.views[w]?.nullification) return false
  return true
}

/** Certificates that justify proposing a block in a view (R1, R2): X of the views between, and N where it is re-proposed. */
export function justification(slot: Slot, view: number, facts: BlockFacts): SlotCert[] {
  const certs: SlotCert[] = []
  for (let w = view - 1; w >= 0; w--) {
    const state = slot.views[w]
    if (facts.bornView < view && state?.notarization?.block === facts.block) {
      certs.push(state.notarization)
      break
    }
    if (state?.nullification) certs.push(state.nullification)
  }
  return certs.reverse()
}

export function proposalMessage(slot: Slot, view: number, leader: Signer, limit: number): SlotProposal | null {
  const known = proposalOf(slot, view, leader)
  if (!known) return null
  return { vote: known.vote, facts: known.facts, justify: justification(slot, view, known.facts).slice(-limit) }
}
