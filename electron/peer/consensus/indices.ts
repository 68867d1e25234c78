import type { ConsensusState } from '../../../shared/ledger/consensus/core.ts'
import type { Signer } from '../../../shared/ledger/consensus/types.ts'
import type { MemberId, VoterSet } from '../../../shared/ledger/types.ts'
import { voterIndex } from '../../../shared/ledger/voters.ts'

/**
 * Members as the core knows them at this moment: indices into the voters of the epoch it is in. Asked only while a step is
 * made or its effects are carried out: between two steps the epoch may change.
 */
export class Indices {
  readonly #state: () => ConsensusState
  readonly #of: (epoch: number) => VoterSet | null

  constructor(state: () => ConsensusState, of: (epoch: number) => VoterSet | null) {
    this.#state = state
    this.#of = of
  }

  /** -1 for who is no voter. */
  index(member: MemberId): Signer {
    const voters = this.#voters()
    return voters ? voterIndex(voters, member) : -1
  }

  indices(members: readonly MemberId[]): Signer[] {
    return members.map((member) => this.index(member)).filter((index) => index >= 0)
  }

  members(indices: readonly Signer[]): MemberId[] {
    return indices.flatMap((index) => this.#voters()?.members[index]?.id ?? [])
  }

  #voters(): VoterSet | null {
    return this.#of(this.#state().voters.epoch)
  }
}
