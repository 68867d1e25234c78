import type { GenesisMember, MemberId } from '../../../shared/ledger/types.ts'

/** One machine that may connect in a member's name. `id` is its libp2p peer id (text). */
export interface PeerRef {
  readonly id: string
  readonly member: MemberId
  /** The member's voting machine: the first of its peers. */
  readonly seat: boolean
}

/** Who is who on the network, from the genesis. Everything not listed is foreign. */
export class Directory {
  readonly #byId = new Map<string, PeerRef>()
  readonly #seats = new Map<MemberId, PeerRef>()

  constructor(members: readonly GenesisMember[]) {
    for (const member of members) {
      member.peers.forEach((id, i) => {
        const ref: PeerRef = { id, member: member.id, seat: i === 0 }
        this.#byId.set(id, ref)
        if (ref.seat) this.#seats.set(member.id, ref)
      })
    }
  }

  get(id: string): PeerRef | null {
    return this.#byId.get(id) ?? null
  }
  seat(member: MemberId): PeerRef | null {
    return this.#seats.get(member) ?? null
  }
  all(): readonly PeerRef[] {
    return [...this.#byId.values()]
  }
}
