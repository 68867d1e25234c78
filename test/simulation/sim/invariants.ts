/**
 * The safety invariants, checked from outside with sight of everything. Names as in the simulator's README.
 * A certificate "exists" as soon as q votes for it have left their signers, whether or not anybody has assembled it.
 */
import { FINALIZE, NOTARIZE, NULLIFY } from '../../../shared/ledger/types.ts'
import type { BlockId, SlotCert, SlotVote } from '../../../shared/ledger/consensus/types.ts'
import { Auditor } from './auditor.ts'
import { goodCert } from './keys.ts'
import type { ChainState, SimBlock, SimVoters } from './ledger.ts'
import type { Peer } from './peer.ts'

export class Violation extends Error {
  readonly invariant: string
  constructor(invariant: string, detail: string) {
    super(`${invariant}: ${detail}`)
    this.invariant = invariant
  }
}

interface ViewLedger {
  /** Signers by kind and block. A Byzantine signer may have several blocks. */
  readonly votes: Map<string, Set<number>>
  notarized: BlockId | null
  nullified: boolean
  finalized: BlockId | null
}

export class Invariants {
  private readonly views = new Map<number, ViewLedger>()
  /** Own votes of honest members ever sent: key -> block. Survives restarts. */
  private readonly cast = new Map<string, BlockId>()
  readonly finals = new Map<number, BlockId>()
  readonly auditor: Auditor
  /** Voters of each epoch, and the epoch of each height, as the final chain has them; whatever rule the peers were given. */
  private readonly lists: SimVoters[]
  private readonly epochAt: number[] = [0, 0]
  /** Votes for slots that are not open anywhere yet. */
  private readonly early: SlotVote[] = []
  private readonly honest: (member: number) => boolean
  private readonly overlookS7: boolean

  /** `overlookS7`: certificates of too few are let pass, to see what follows. */
  constructor(genesis: ChainState, honest: (member: number) => boolean, overlookS7 = false) {
    this.overlookS7 = overlookS7
    this.lists = [genesis.voters]
    this.auditor = new Auditor(genesis)
    this.honest = honest
  }

  get epochs(): number {
    return this.lists.length
  }

  epochOf(height: number): number | undefined {
    return this.epochAt[height]
  }

  votersAt(height: number): SimVoters | undefined {
    return this.lists[this.epochAt[height] ?? -1]
  }

  /** The member behind a vote. */
  signer({ epoch, signer }: SlotVote): number | undefined {
    return this.lists[epoch]?.members[signer]?.id
  }

  private view(height: number, view: number): ViewLedger {
    const key = height * 0x100000 + view
    let ledger = this.views.get(key)
    if (!ledger) this.views.set(key, (ledger = { votes: new Map(), notarized: null, nullified: false, finalized: null }))
    return ledger
  }

  /** S5, S6, S10: an honest member's own vote leaves. `durable` tells whether it is in the durable image now. */
  ownVoteLeaves(member: number, vote: SlotVote, durable: boolean): void {
    const at = `${member} e${vote.epoch} h${vote.height} v${vote.view}`
    if (!durable) throw new Violation('S6', `vote of kind ${vote.kind} left before it was durable: ${at}`)
    if (this.epochAt[vote.height] !== vote.epoch || this.signer(vote) !== member) throw new Violation('S10', `vote in an epoch that is not that of its slot: ${at}`)
    const key = (kind: number): string => `${member}/${vote.height}/${vote.view}/${kind}`
    const before = this.cast.get(key(vote.kind))
    if (before !== undefined) {
      if (before !== vote.block) throw new Violation('S5', `E${vote.kind === NOTARIZE ? 1 : 2}: two votes of kind ${vote.kind}: ${at}`)
      return
    }
    this.cast.set(key(vote.kind), vote.block)
    const opposite = vote.kind === FINALIZE ? NULLIFY : vote.kind === NULLIFY ? FINALIZE : 0
    if (opposite && this.cast.has(key(opposite))) throw new Violation('S5', `E3: nullify and finalize: ${at}`)
    this.exists(vote)
  }

  /** S2, S3, S4: a vote exists for whoever may get hold of it. One of another epoch than its slot's counts nowhere. */
  exists(vote: SlotVote): void {
    const epoch = this.epochAt[vote.height]
    if (epoch === undefined) {
      this.early.push(vote)
      return
    }
    const voters = this.lists[epoch]!
    if (epoch !== vote.epoch || vote.signer >= voters.size) return
    const ledger = this.view(vote.height, vote.view)
    const key = `${vote.kind}/${vote.block}`
    let signers = ledger.votes.get(key)
    if (!signers) ledger.votes.set(key, (signers = new Set()))
    if (signers.has(vote.signer)) return
    signers.add(vote.signer)
    if (signers.size !== voters.quorum) return
    const at = `h${vote.height} v${vote.view}`
    if (vote.kind === NOTARIZE) {
      if (ledger.notarized !== null) throw new Violation('S2', `two notarizations: ${at}`)
      ledger.notarized = vote.block
    } else if (vote.kind === NULLIFY) {
      ledger.nullified = true
      if (ledger.finalized !== null) throw new Violation('S3', `F and X: ${at}`)
    } else {
      if (ledger.nullified) throw new Violation('S3', `F and X: ${at}`)
      if (ledger.notarized !== vote.block) throw new Violation('S4', `F without N: ${at}`)
      ledger.finalized = vote.block
    }
  }

  /** S7, S10: a certificate that somebody took for good. */
  certHeld(cert: SlotCert): void {
    if (this.overlookS7) return
    const voters = this.lists[cert.epoch]
    const at = `e${cert.epoch} h${cert.height} v${cert.view}`
    if (!voters || !goodCert(cert, voters, voters.quorum)) throw new Violation('S7', `bad certificate ${at}`)
    const epoch = this.epochAt[cert.height]
    if (epoch !== undefined && epoch !== cert.epoch) throw new Violation('S10', `certificate of another epoch than its slot's: ${at}`)
  }

  /** S1, S4, S7, S8, S9: a member makes a block final. `after` is what it computed. */
  committed(peer: Peer, block: SimBlock, final: SlotCert, before: ChainState, after: ChainState | null): void {
    if (!this.honest(peer.index)) return
    const { height } = block
    const at = `h${height} at ${peer.name}`
    if (height !== before.height + 1 || block.parent !== before.head) throw new Violation('S4', `parent is not final: ${at}`)
    const known = this.finals.get(height)
    if (known !== undefined && known !== block.facts.block) throw new Violation('S1', `two final blocks: ${at}: ${known} and ${block.facts.block}`)
    if (!after) throw new Violation('S1', `an invalid block is final: ${at}`)
    if (final.kind !== FINALIZE || final.block !== block.facts.block || final.height !== height) throw new Violation('S7', `not its F: ${at}`)
    if (known === undefined) {
      this.finals.set(height, block.facts.block)
      const fault = this.auditor.apply(block)
      if (fault) throw new Violation('S8', `${fault}: ${at}`)
      if (after.voters.epoch === this.lists.length) this.lists.push(after.voters)
      this.epochAt[height + 1] = after.voters.epoch
      for (const vote of this.early.splice(0)) this.exists(vote)
    }
    this.certHeld(final)
    const audited = this.auditor.rootAt(height)
    if (audited !== after.root || after.root !== block.root || after.log !== block.log) throw new Violation('S9', `roots differ: ${at}`)
  }
}
