import type { Signer as VoterIndex } from '../../../shared/ledger/consensus/types.ts'
import { equalBytes } from '../../../shared/kit/bytes.ts'
import { problem, type Problem } from '../../../shared/kit/result.ts'
import type { MemberId, VoterSet } from '../../../shared/ledger/types.ts'
import { voterIndex } from '../../../shared/ledger/voters.ts'
import type { Directory, PeerRef } from '../net/directory.ts'
import type { Network } from '../net/network.ts'
import type { Signer } from '../signer/types.ts'

/** Voters as the network knows them: the consensus speaks of indices, the network of peers. */
export class Seats {
  readonly #network: () => Network
  readonly #voters: VoterSet
  #sent = 0

  constructor(voters: VoterSet, network: () => Network) {
    this.#voters = voters
    this.#network = network
  }

  /** Messages handed to the network, one for each receiver. */
  get sent(): number {
    return this.#sent
  }

  send(to: VoterIndex | 'all', frames: readonly Uint8Array[]): void {
    const network = this.#network()
    const peers = to === 'all' ? network.connected() : [this.of(to)]
    for (const peer of peers) if (peer) for (const frame of frames) this.#sent += network.send(peer.id, frame) ? 1 : 0
  }

  /** Connected voters, the holders among them first. */
  askable(holders: readonly VoterIndex[]): readonly VoterIndex[] {
    const connected = this.#network().connected().flatMap((peer) => (peer.seat ? [this.index(peer)] : []))
    return [...new Set([...holders.filter((holder) => connected.includes(holder)), ...connected])]
  }

  of(index: VoterIndex): PeerRef | null {
    const member = this.#voters.members[index]
    return member ? this.#network().directory.seat(member.id) : null
  }

  /** Voter index of a seat; -1 for every other peer. */
  index(peer: PeerRef): VoterIndex {
    return peer.seat ? voterIndex(this.#voters, peer.member) : -1
  }
}

/** Whether this machine votes for its member: it is the seat by its transport key, and it holds the vote key. */
export function roleOf(directory: Directory, voters: VoterSet, me: MemberId, peerId: string, signer: Signer): { readonly index: VoterIndex | null; readonly problem: Problem | null } {
  const index = voterIndex(voters, me)
  const peer = directory.get(peerId)
  if (index < 0 || !peer?.seat || peer.member !== me) return { index: null, problem: null }
  const holdsKey = equalBytes(voters.members[index]!.voteKey, signer.vote.publicKey)
  return holdsKey ? { index, problem: null } : { index: null, problem: problem('NODE_VOTE_KEY_MISMATCH', { member: me }) }
}
