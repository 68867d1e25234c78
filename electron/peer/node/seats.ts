import type { MemberId } from '../../../shared/ledger/types.ts'
import type { PeerRef } from '../net/directory.ts'
import type { Network } from '../net/network.ts'

/** Members' seats as the network knows them: the consensus speaks of members, the network of peers. */
export class Seats {
  readonly #network: () => Network
  #sent = 0

  constructor(network: () => Network) {
    this.#network = network
  }

  /** Messages handed to the network, one for each receiver. */
  get sent(): number {
    return this.#sent
  }

  /** To one member's seat, or (null) to every connected machine: those that only follow hear everything too. */
  send(to: MemberId | null, frames: readonly Uint8Array[]): void {
    const network = this.#network()
    const peers = to === null ? network.connected() : [this.of(to)]
    for (const peer of peers) if (peer) for (const frame of frames) this.#sent += network.send(peer.id, frame) ? 1 : 0
  }

  /** Members with a connected seat, the holders among them first. */
  askable(holders: readonly MemberId[]): readonly MemberId[] {
    const connected = this.connected()
    return [...new Set([...holders.filter((holder) => connected.includes(holder)), ...connected])]
  }

  connected(): readonly MemberId[] {
    return this.#network().connected().flatMap(({ kind, member }) => (kind === 'seat' ? [member] : []))
  }

  of(member: MemberId): PeerRef | null {
    return this.#network().directory.seat(member)
  }
}
