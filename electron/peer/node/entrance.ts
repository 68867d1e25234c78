import type { Clock, Log } from '../../../shared/kit/env.ts'
import { CodedError, problem, type Problem } from '../../../shared/kit/result.ts'
import type { ApiMembership, Joining } from '../api/deps.ts'
import type { JoinFile } from '../folder/candidate.ts'
import type { Folder } from '../folder/types.ts'
import type { PeerRef } from '../net/directory.ts'
import type { Network } from '../net/network.ts'
import { presentRequest } from '../net/protocols/join/client.ts'
import type { ChainStore } from '../store/chain/types.ts'
import { GuestBook } from './guests.ts'
import type { Membership } from './membership.ts'

export interface EntranceOptions {
  readonly folder: Folder
  readonly join: JoinFile | null
  readonly chain: ChainStore
  readonly membership: Membership
  readonly peerId: string
  readonly network: () => Network
  readonly clock: Clock
  readonly log: Log
  readonly changed: () => void
}

/** Both sides of the door: candidates that come to this computer, and this computer while it is a candidate itself. */
export class Entrance implements ApiMembership {
  readonly peerId: string
  readonly #options: EntranceOptions
  readonly #guests: GuestBook
  readonly #file: JoinFile | null
  readonly #acceptedBy = new Map<string, number>()
  #refusal: Problem | null = null

  constructor(options: EntranceOptions) {
    const { folder, chain, membership, clock, log, changed } = options
    this.#options = options
    this.peerId = options.peerId
    this.#file = options.join
    this.#guests = new GuestBook({ path: folder.paths.guests, genesisHash: chain.genesisHash, state: chain.state, directory: membership.directory, clock, log, changed })
  }

  /** A peer in no list shows its request. Throws CodedError where it is refused. */
  present(peerId: string, request: Uint8Array): Uint8Array {
    return this.#guests.present(peerId, request)
  }

  /** Shows our request to a member. Never rejects. */
  async introduce(peer: PeerRef): Promise<boolean> {
    const { network, log, clock, changed } = this.#options
    // Nothing to show: whoever does not know us will say so itself.
    if (!this.#file) return true
    try {
      const { until } = await presentRequest(network(), peer.id, this.#file.request)
      this.#acceptedBy.set(peer.member, until)
      this.#refusal = null
      log('info', 'join.accepted', { member: peer.member })
      return until === 0 || until > clock.now()
    } catch (cause) {
      this.#acceptedBy.delete(peer.member)
      const code = cause instanceof CodedError ? (cause.code === 'NET_REFUSED' ? String(cause.params?.['code']) : cause.code) : 'NET_STREAM_BROKEN'
      // Only what a member said about the request is worth telling: lines break all the time.
      if (!code.startsWith('NET_') || code === 'NET_GUESTS_FULL') this.#refusal = problem(code, { member: peer.member, key: '', field: '', limit: 0 })
      log('warn', 'join.not-accepted', { member: peer.member, code })
      return false
    } finally {
      changed()
    }
  }

  voters = (): ReturnType<ApiMembership['voters']> => this.#options.membership.voters
  isSeat = (): boolean => this.#options.membership.isSeat
  votes = (): boolean => this.#options.membership.role().index !== null
  checkpoint = (): ReturnType<ApiMembership['checkpoint']> => this.#options.membership.checkpoint
  joining = (): Joining | null => this.#file && { file: this.#file, acceptedBy: this.#acceptedBy, refusal: this.#refusal }
  requests = (): ReturnType<ApiMembership['requests']> => this.#guests.list()
  addRequest = (text: string): ReturnType<ApiMembership['addRequest']> => this.#guests.add(text)
  dismissRequest = (token: string): void => this.#guests.dismiss(token)
}
