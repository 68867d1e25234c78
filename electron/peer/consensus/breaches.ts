import { equalBytes } from '../../../shared/kit/bytes.ts'
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

/** What members did against the rules of voting: handed on as evidence; a fork ends voting. */
export class Breaches {
  readonly #options: BreachesOptions

  constructor(options: BreachesOptions) {
    this.#options = options
  }

  doubleVote(evidence: Evidence): void {
    const { voters, log, evidence: keep } = this.#options.driver
    const { epoch, height, view, signer } = evidence.first
    log('warn', 'consensus.double-vote', { code: evidence.code, height, view, member: voters.of(epoch)?.members[signer]?.id })
    keep(evidence)
  }

  /** A certificate, verified, for another block than the one that is final here. `shown` came with it. */
  otherFinal(cert: Cert, shown: readonly Pick<ShownBlock, 'headerBytes'>[] = []): void {
    const { driver: { chain }, voters } = this.#options
    const ours = voters.finalCert(cert.height)
    const header = shown.find(({ headerBytes }) => equalBytes(blockIdOfBytes(headerBytes), cert.blockId))?.headerBytes ?? null
    this.forked(ours && { cert: ours, header: chain.header(cert.height)?.bytes ?? null }, { cert, header })
  }

  /** The core found two in the slots that it knows; it has stopped voting by itself. */
  inSlot(finals: readonly [SlotCert, SlotCert]): void {
    const { driver, blocks } = this.#options
    driver.forked(blocks.side(finals[0]), blocks.side(finals[1]))
  }

  /** Two final blocks of one height: the network is beyond what it can bear. */
  forked(ours: ForkSide | null, theirs: ForkSide): void {
    const { driver, stopVoting } = this.#options
    driver.forked(ours, theirs)
    stopVoting(problem('CONSENSUS_FORK', { height: theirs.cert.height }))
  }
}
