import { equalBytes } from '../../../shared/kit/bytes.ts'
import { CodedError, problem, type Problem } from '../../../shared/kit/result.ts'
import { decodeCert } from '../../../shared/ledger/codec/cert.ts'
import type { Ballot, Signer, SlotCert, SlotVote, Voters } from '../../../shared/ledger/consensus/types.ts'
import type { Cert } from '../../../shared/ledger/types.ts'
import type { VoteMark } from '../net/protocols/status/codec.ts'
import type { DriverOptions } from './driver-options.ts'
import { fromSlotVote, toSlotCert } from './values.ts'
import { VoteMarks } from './witnesses.ts'

const RECENT_FINALS = 16

/** Who votes on the slot that is open, whether we do, and what is known of everybody's last vote. */
export class SlotVoters {
  readonly #options: Pick<DriverOptions, 'voters' | 'safety' | 'chain' | 'signVote'>
  readonly #silenced: () => boolean
  readonly #marks = new VoteMarks()

  /** @param silenced whether voting has stopped in this process. */
  constructor(options: Pick<DriverOptions, 'voters' | 'safety' | 'chain' | 'signVote'>, silenced: () => boolean) {
    this.#options = options
    this.#silenced = silenced
  }

  /** For the core: voters of the slot of `height`, the next one. */
  at(height: number): Voters {
    const { voters, order } = this.#options.voters.electorate()
    return { epoch: voters.epoch, size: voters.members.length, order, me: this.#me(height) }
  }

  /** Why a voter's seat does not vote for the moment; null also for a peer that is none. */
  notVoting(): Problem | null {
    const { voters, safety, chain } = this.#options
    if (voters.role() === null) return null
    const stopped = safety.stopped()
    if (stopped) return problem(stopped.code)
    const { voteFrom } = safety.meta()
    return chain.head().height + 1 < voteFrom ? problem('VOTING_FROM_LATER_BLOCK', { height: voteFrom }) : null
  }

  sign(ballot: Ballot): Uint8Array {
    const { voters, signVote } = this.#options
    const signer = voters.ownIndex(ballot.epoch)
    if (signer === null) throw new CodedError('VOTE_SIGNER', { signer: -1 })
    const { sig: _, ...vote } = fromSlotVote({ ...ballot, signer, sig: new Uint8Array(0) })
    return signVote(vote)
  }

  /** F of a height where it is kept. */
  final(height: number): SlotCert | null {
    const cert = this.finalCert(height)
    return cert && toSlotCert(cert)
  }

  finalCert(height: number): Cert | null {
    const bytes = height > 0 ? this.#options.chain.cert(height) : null
    const cert = bytes && bytes.length > 0 ? decodeCert(bytes) : null
    return cert?.ok ? cert.value : null
  }

  /** F of the block that began this epoch, for members left behind in the one before. */
  closing(): SlotCert | null {
    return this.final(this.#options.voters.epochStart() - 1)
  }

  /** Whether a certificate is for another block than the one that is final here. */
  contradicts({ height, blockId }: Cert): boolean {
    const { chain } = this.#options
    const own = height <= chain.head().height ? chain.header(height) : null
    return own !== null && !equalBytes(own.blockId, blockId)
  }

  /** Remembers how far a vote key is known to have voted. */
  mark(vote: Pick<SlotVote, 'epoch' | 'height' | 'view' | 'signer'>): void {
    this.#marks.note(vote, this.#options.voters.of(vote.epoch)?.members[vote.signer]?.voteKey)
  }

  /** At a start: the signers of the newest final blocks, for who asks what it last voted. */
  markFinals(head: number): void {
    for (let height = Math.max(1, head - RECENT_FINALS); height <= head; height++) {
      const final = this.final(height)
      if (final) this.markCert(final)
    }
  }

  markCert({ epoch, height, view, signers }: Pick<SlotCert, 'epoch' | 'height' | 'view' | 'signers'>): void {
    for (const signer of signers) this.mark({ epoch, height, view, signer })
  }

  /** Highest slot and view in which a vote of this key was heard since the start, or before it for the newest slots. */
  highestVote(voteKey: Uint8Array): VoteMark | null {
    return this.#marks.of(voteKey)
  }

  #me(height: number): Signer | null {
    const { safety, voters } = this.#options
    const me = voters.role()
    if (me === null || this.#silenced() || safety.stopped()) return null
    const { voteFrom, finalized } = safety.meta()
    // A chain.db that was begun anew is behind what this seat has seen final: nothing is voted there a second time.
    return height < voteFrom || height <= finalized ? null : me
  }
}
