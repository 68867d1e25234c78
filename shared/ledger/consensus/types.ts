/**
 * What goes into the consensus core and what comes out. The rules are in `core.ts`; this file is the border.
 *
 * The core knows members as indices into the epoch's sorted voter list, blocks as lower-case hex of their id, and no
 * bytes of either. It has no clock, no randomness, no disk and no network: the driver feeds it events and carries out
 * its effects, in the order given. Everything the driver passes in from outside has a verified signature; the core still
 * checks each structural rule itself.
 */
import type { VoteKind } from '../types.ts'

/** Lower-case hex of a 32-byte block id. `NO_BLOCK` (empty text) stands in nullify votes and nullifications. */
export type BlockId = string
export const NO_BLOCK: BlockId = ''

/** Index of a voter in the epoch's list, 0..n-1. */
export type Signer = number

/** A vote as the core sees it. `block` is NO_BLOCK iff `kind` is NULLIFY. */
export interface SlotVote {
  readonly kind: VoteKind
  readonly epoch: number
  readonly height: number
  readonly view: number
  readonly block: BlockId
  readonly signer: Signer
  readonly sig: Uint8Array
}

/** What a vote's signature covers, and what votes of one certificate have in common. */
export type Ballot = Pick<SlotVote, 'kind' | 'epoch' | 'height' | 'view' | 'block'>

/** N (kind NOTARIZE), X (NULLIFY) or F (FINALIZE): `signers` ascending and distinct, at least q, `sigs` in the same order. */
export interface SlotCert extends Ballot {
  readonly signers: readonly Signer[]
  readonly sigs: readonly Uint8Array[]
}

/** The two facts of a header that the slot rules use; everything else in it is the driver's validation. */
export interface BlockFacts {
  readonly block: BlockId
  /** Header.view: the view in which the block was first proposed. */
  readonly bornView: number
  /** Header.proposer as an index. */
  readonly proposer: Signer
}

/**
 * A leader's proposal for a view, fresh (`facts.bornView === vote.view`) or again (`<`). `vote` is the leader's notarize
 * vote and so names epoch, height, view and block. Header, leaves and bodies travel beside it and stay with the driver.
 */
export interface SlotProposal {
  readonly vote: SlotVote
  readonly facts: BlockFacts
  readonly justify: readonly SlotCert[]
}

/** What a member holds of one view of its open slot. Signer lists are ascending. */
export interface ViewSummary {
  readonly view: number
  readonly notarized: boolean
  readonly nullified: boolean
  readonly proposal: boolean
  readonly notarize: readonly Signer[]
  readonly nullify: readonly Signer[]
  readonly finalize: readonly Signer[]
}

/** Anti-entropy (R9): an unproven claim, used only to decide what to send or ask, never to conclude anything. */
export interface SlotStatus {
  readonly epoch: number
  /** The sender's open slot: its finalized height + 1. */
  readonly height: number
  readonly view: number
  /** True: please answer with your status and what I lack. False: this is such an answer. */
  readonly ask: boolean
  readonly views: readonly ViewSummary[]
}

/** The one consensus message. Parts are handled in this order; an absent part is an empty list. */
export interface Message {
  readonly certs: readonly SlotCert[]
  readonly proposals: readonly SlotProposal[]
  readonly votes: readonly SlotVote[]
  readonly status: SlotStatus | null
}

/** The voters of an epoch as the core needs them. */
export interface Voters {
  readonly epoch: number
  readonly size: number
  /** Leader order as indices (voters.ts `leaderOrder`): leader of (h, v) is order[(h + v) mod n]. */
  readonly order: readonly Signer[]
  /** This peer's index; null for an observer, which follows and never votes. */
  readonly me: Signer | null
}

/** What safety.db and chain.db held at start. */
export interface DurableState {
  readonly voters: Voters
  /** Last finalized height (0 with nothing but genesis), its block (NO_BLOCK for genesis) and its certificate. */
  readonly height: number
  readonly final: SlotCert | null
  /** Votes of height + 1, own and seen, in any order. Own ones must be complete: every vote ever sent. */
  readonly votes: readonly SlotVote[]
  /** Certificates of height + 1. */
  readonly certs: readonly SlotCert[]
  /** Blocks of height + 1 whose body is stored. They are prepared (executed) again on request. */
  readonly blocks: readonly BlockFacts[]
  /** Includable pending records right now. */
  readonly pending: number
  /** F of the block that began the epoch of `voters`, where it is not `final` itself: answered to members left behind. */
  readonly closing?: SlotCert | null
}

/**
 * What the driver found about a block whose content it holds, executed on the finalized parent:
 * `valid` — all of 2.7 holds; `future` — valid, but header.time is more than 90 s ahead of the adjusted clock (local,
 * decided anew at each request); `invalid` — a deterministic rule is broken by content the header itself commits to.
 * Content that does not match the header is no verdict: the driver goes on looking for the right one.
 */
export type Verdict = 'valid' | 'future' | 'invalid'

export type TimerName = 'leader' | 'view' | 'retry' | 'batch' | 'gate' | 'share'

export type Event =
  /** Once, first. Gives the resends of a restart. */
  | { readonly t: 'start'; readonly durable: DurableState }
  /** A message of a member (its transport identity is `from`); votes and certificates inside are verified. */
  | { readonly t: 'message'; readonly from: Signer; readonly message: Message }
  /** Answer to `prepare`, as soon as there is one; also for content that came by itself. */
  | { readonly t: 'prepared'; readonly height: number; readonly facts: BlockFacts; readonly verdict: Verdict }
  /** Answer to `build`: a block that the driver has executed and can store, or null where nothing can go into one. */
  | { readonly t: 'built'; readonly height: number; readonly view: number; readonly facts: BlockFacts | null }
  /** Number of includable pending records, at each change. */
  | { readonly t: 'pending'; readonly count: number }
  /** Members presumed online (a connection, or a heartbeat direct or relayed within 40 s), self included; p90 RTT, ms. */
  | { readonly t: 'presence'; readonly online: readonly Signer[]; readonly rtt: number }
  /** A connection to a member opened. */
  | { readonly t: 'connected'; readonly peer: Signer }
  /** A heartbeat's claim: the sender's finalized height. Unproven. */
  | { readonly t: 'heartbeat'; readonly peer: Signer; readonly height: number }
  /** A timer fired. `id` is that of the setting; a stale one is ignored. */
  | { readonly t: 'timer'; readonly timer: TimerName; readonly id: number }
  /**
   * Block `height` is in chain.db: the answer to `commit`, or the result of a catch-up (then every height up to it is).
   * `voters` is the list of the next slot; `final` the certificate of block `height`, `pending` the records left. With
   * another epoch all indices change: `presence` has to follow at once. `closing`: as in DurableState, after a catch-up.
   */
  | { readonly t: 'committed'; readonly height: number; readonly final: SlotCert; readonly voters: Voters; readonly pending: number; readonly closing?: SlotCert | null }
  /** Verified certificates for two final blocks of one height, wherever they came from and of whatever epoch: voting ends. */
  | { readonly t: 'fork'; readonly first: SlotCert; readonly second: SlotCert }

/** Proof that one signer broke a rule: E1 two notarize, E2 two finalize, E3 nullify and finalize, in one view. */
export interface Evidence {
  readonly code: 'E1' | 'E2' | 'E3'
  readonly first: SlotVote
  readonly second: SlotVote
}

export type Effect =
  /**
   * Write, in this order, into one transaction: bodies of `blocks` (already at the driver: prepared or built), `votes`,
   * `certs`. With `sync` it and every earlier write must be durable (fsync) before any LATER effect is carried out;
   * without, it may ride with the next one. A failed write or fsync is final: stop, send nothing, say so.
   */
  | {
      readonly t: 'persist'
      readonly sync: boolean
      readonly blocks: readonly BlockFacts[]
      readonly votes: readonly SlotVote[]
      readonly certs: readonly SlotCert[]
    }
  /** To one member, or to every connected one. Best effort: loss is expected, order is not needed. */
  | { readonly t: 'send'; readonly to: Signer | 'all'; readonly message: Message }
  /** Replaces a timer of the same name. `delay` in ms. */
  | { readonly t: 'setTimer'; readonly timer: TimerName; readonly id: number; readonly delay: number }
  | { readonly t: 'clearTimer'; readonly timer: TimerName }
  /**
   * Get the content of a block (own store, proposal just received, pending pool, then `holders`), validate, execute on the
   * finalized parent, answer `prepared`. Repeated while it is unanswered: the driver keeps one job a block.
   */
  | { readonly t: 'prepare'; readonly height: number; readonly block: BlockId; readonly holders: readonly Signer[] }
  /** Gather pending records into a fresh block of this height and view, answer `built`. */
  | { readonly t: 'build'; readonly height: number; readonly view: number }
  /** Block (prepared valid) is final: one transaction in chain.db, idempotent by height; answer `committed`. */
  | { readonly t: 'commit'; readonly height: number; readonly block: BlockId; readonly final: SlotCert }
  /** Rows of safety.db of heights below `below` are no longer needed. */
  | { readonly t: 'prune'; readonly below: number }
  /** `final` proves that this peer is behind: fetch and apply blocks up to final.height, answer `committed`. */
  | { readonly t: 'sync'; readonly from: Signer; readonly final: SlotCert }
  /** A member claims to be in a later epoch, which nothing here can prove or deny: ask it for its epochs. */
  | { readonly t: 'behind'; readonly from: Signer; readonly epoch: number; readonly height: number }
  | { readonly t: 'evidence'; readonly evidence: Evidence }
  /**
   * Voting has stopped for good in this process and must be shown: a vote of my own key that I never made (a second
   * instance or a restored backup), or a certificate for a block that I find invalid, or two final blocks of one height (`finals`).
   */
  | { readonly t: 'halt'; readonly code: HaltCode; readonly height: number; readonly view: number; readonly finals?: readonly [SlotCert, SlotCert] }

export type HaltCode = 'CONSENSUS_FOREIGN_OWN_VOTE' | 'CONSENSUS_INVALID_FINAL' | 'CONSENSUS_FORK'

/** All in ms unless said. The defaults (`timing.ts`) are those of the protocol. */
export interface Timing {
  /** Bounds of T_prop = clamp(4 × p90 RTT). */
  readonly proposalMin: number
  readonly proposalMax: number
  /** Cap of T_view after back-off (× 1.5 a view). */
  readonly viewMax: number
  /** Wait of a leader for more records, and the number of records that ends it. */
  readonly batchWait: number
  readonly batchSize: number
  /** R8: work that has waited this long starts the view timers without a quorum online. */
  readonly gateWait: number
  /** R5: certificates are passed on after shareMin..shareMax. */
  readonly shareMin: number
  readonly shareMax: number
}

export interface CoreConfig {
  /** Signature of the voter key over a ballot. Synchronous and deterministic; called only for votes about to be persisted. */
  readonly sign: (ballot: Ballot) => Uint8Array
  readonly timing: Timing
  /** Seed of the jitter: any integer that differs between peers. */
  readonly seed: number
}
