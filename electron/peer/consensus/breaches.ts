import { toHex } from '../../../shared/kit/bytes.ts'
import { problem, type Problem } from '../../../shared/kit/result.ts'
import { blockIdOfBytes } from '../../../shared/ledger/codec/header.ts'
import type { Evidence, SlotCert } from '../../../shared/ledger/consensus/types.ts'
import type { Cert } from '../../../shared/ledger/types.ts'
import type { ForkSide } from '../store/evidence/fork.ts'
import type { DriverOptions } from './driver-options.ts'
import type { ShownBlock } from './messages.ts'
import type { SlotBlocks } from './slot-blocks.ts'
import type { SlotVoters } from './slot-voters.ts'

export interface BreachesOptions {
  readonly driver: Pick<DriverOptions, 'voters' | 'chain' | 'evidence' | 'forked' | 'log'>
  readonly voters: SlotVoters
  readonly blocks: SlotBlocks
  readonly stopVoting: (why: Problem) => void
}

/** Headers remembered: 1 KiB each at most. */
const MAX_HEADERS = 64

/** What members did against the rules of voting: handed on as evidence; a fork of the present voters ends voting. */
export class Breaches {
  readonly #options: BreachesOptions
  /** By block id (hex), the oldest first: a fork can be shown to others only with the headers of both blocks. */
  readonly #headers = new Map<string, Uint8Array>()

  constructor(options: BreachesOptions) {
    this.#options = options
  }

  doubleVote(evidence: Evidence): void {
    const { voters, log, evidence: keep } = this.#options.driver
    const { epoch, height, view, signer } = evidence.first
    log('warn', 'consensus.double-vote', { code: evidence.code, height, view, member: voters.of(epoch)?.members[signer]?.id })
    keep(evidence)
  }

  /** Blocks that proposals showed, of the open slot and the ones just before it. */
  shown(blocks: readonly Pick<ShownBlock, 'headerBytes'>[]): void {
    for (const { headerBytes } of blocks) this.#headers.set(toHex(blockIdOfBytes(headerBytes)), headerBytes)
    for (const id of this.#headers.keys()) if (this.#headers.size > MAX_HEADERS) this.#headers.delete(id)
  }

  /** A certificate, verified, for another block than the one that is final here. */
  otherFinal(cert: Cert): void {
    const { driver: { chain }, voters } = this.#options
    const ours = voters.finalCert(cert.height)
    const header = this.#headers.get(toHex(cert.blockId)) ?? null
    this.forked(ours && { cert: ours, header: chain.header(cert.height)?.bytes ?? null }, { cert, header })
  }

  /** The core found two in the slots that it knows; it has stopped voting by itself. */
  inSlot(finals: readonly [SlotCert, SlotCert]): void {
    const { driver, blocks } = this.#options
    driver.forked(blocks.side(finals[0]), blocks.side(finals[1]))
  }

  /**
   * Two final blocks of one height: kept and told in any case. Of those who vote now it means that the network is beyond
   * what it can bear, and voting ends. Keys of an epoch that is over can sign its past anew at any time (that is why they
   * are erased); it shows who lost or kept them, and must not give them power over the present.
   */
  forked(ours: ForkSide | null, theirs: ForkSide): void {
    const { driver, stopVoting } = this.#options
    driver.forked(ours, theirs)
    if (theirs.cert.epoch === driver.voters.electorate().voters.epoch) stopVoting(problem('CONSENSUS_FORK', { height: theirs.cert.height }))
  }
}
