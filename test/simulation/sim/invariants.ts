/**
 * The safety invariants, checked from outside with sight of everything. Names as in the simulator's README.
 * A certificate "exists" as soon as q votes for it have left their signers, whether or not anybody has assembled it.
 */
import { FINALIZE, NOTARIZE, NULLIFY } from '../../../shared/ledger/types.ts'
import type { BlockId, SlotCert, SlotVote } from '../../../shared/ledger/consensus/types.ts'
import { goodCert, type SimBlock } from './blocks.ts'

export class Violation extends Error {
  readonly invariant: string
  constructor(invariant: string, detail: string) {
    super(`${invariant}: ${detail}`)
    this.invariant = invariant
  }
}

interface ViewLedger {
  /** Blocks by signer, per kind. A Byzantine signer may have several. */
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
  private readonly quorum: number
  private readonly honest: (member: number) => boolean

  /** `quorum` is the true one, whatever rule the peers were given. */
  constructor(quorum: number, honest: (member: number) => boolean) {
    this.quorum = quorum
    this.honest = honest
  }

  private view(height: number, view: number): ViewLedger {
    const key = height * 0x100000 + view
    let ledger = this.views.get(key)
    if (!ledger) this.views.set(key, (ledger = { votes: new Map(), notarized: null, nullified: false, finalized: null }))
    return ledger
  }

  /** S5, S6: an honest member's own vote leaves. `durable` tells whether it is in the durable image now. */
  ownVoteLeaves(vote: SlotVote, durable: boolean): void {
    const at = `${vote.signer} h${vote.height} v${vote.view}`
    if (!durable) throw new Violation('S6', `vote of kind ${vote.kind} left before it was durable: ${at}`)
    const key = (kind: number): string => `${vote.signer}/${vote.height}/${vote.view}/${kind}`
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

  /** S2, S3, S4: a vote exists for whoever may get hold of it. */
  exists(vote: SlotVote): void {
    const ledger = this.view(vote.height, vote.view)
    const key = `${vote.kind}/${vote.block}`
    let signers = ledger.votes.get(key)
    if (!signers) ledger.votes.set(key, (signers = new Set()))
    if (signers.has(vote.signer)) return
    signers.add(vote.signer)
    if (signers.size !== this.quorum) return
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

  /** S7: a certificate that an honest member took for good. */
  certHeld(cert: SlotCert, size: number, quorum: number): void {
    const sound = goodCert(cert, quorum) && cert.epoch === 0 && cert.signers.every((signer) => signer >= 0 && signer < size)
    if (!sound) throw new Violation('S7', `bad certificate h${cert.height} v${cert.view}`)
  }

  /** S1, S4: an honest member makes a block final. */
  committed(member: number, block: SimBlock, head: BlockId, height: number): void {
    if (!this.honest(member)) return
    const at = `h${block.height} at ${member}`
    if (block.height !== height + 1 || block.parent !== head) throw new Violation('S4', `parent is not final: ${at}`)
    const known = this.finals.get(block.height)
    if (known === undefined) this.finals.set(block.height, block.facts.block)
    else if (known !== block.facts.block) throw new Violation('S1', `two final blocks: ${at}: ${known} and ${block.facts.block}`)
    if (!block.sound) throw new Violation('S1', `an invalid block is final: ${at}`)
  }
}
