import type { Clock, Log, Random } from '../../../shared/kit/env.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import type { Hash, MemberId } from '../../../shared/ledger/types.ts'
import type { Directory, PeerRef } from './directory.ts'
import type { RecordVerdict } from './gossip.ts'
import type { LearnedAddresses } from './learned.ts'
import type { Refusal } from './penalties.ts'
import type { RequestHandler } from './rpc.ts'

export interface NetworkHandlers {
  /** The consensus stream to the peer is open (again). */
  up(peer: PeerRef): void
  /** No connection to the peer is left. */
  down(peer: PeerRef): void
  /** One consensus message. Throws CodedError to refuse it as malformed. */
  consensus(peer: PeerRef, payload: Uint8Array): void
  /** One gossiped message (see record-batch), at most 64 KiB. */
  records(peer: PeerRef, message: Uint8Array): Promise<RecordVerdict>
  /** Request protocols by id. */
  readonly requests: Readonly<Record<string, RequestHandler>>
  /** A message was refused, with its code: for health and tests. */
  refused(refusal: Refusal): void
  /** A connection of somebody who is no member was refused. */
  foreign(peerId: string): void
  /** Judges the request to join of a peer in no list; the answer's bytes. Throws CodedError to refuse. */
  join(peerId: string, request: Uint8Array): Uint8Array
  /** Asks a member to let this computer in while it is in no list itself; false where it didn't. Never rejects. */
  introduce(peer: PeerRef): Promise<boolean>
}

export interface NetworkOptions {
  readonly seed: Uint8Array
  readonly listen: string
  readonly me: MemberId
  readonly directory: Directory
  /** True where membership can change: a candidate, or a desktop whose record is not final yet, is in no list. */
  readonly mayBeUnlisted: boolean
  /** `host:port` of the seats, by member; absent or empty = unknown, they must dial us. */
  readonly addresses: ReadonlyMap<MemberId, string>
  /** Where machines said they listen; dialled after the address above. */
  readonly learned: LearnedAddresses
  readonly genesisHash: Hash
  readonly version: string
  /** Id of a gossiped message, any bytes in. */
  readonly recordIdOf: (envelope: Uint8Array) => Uint8Array
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  readonly handlers: NetworkHandlers
}

/** libp2p wraps the error of each address it could not listen on. */
export function listenProblem(cause: unknown, listen: string): CodedError {
  const inner = cause instanceof AggregateError ? cause.errors : cause instanceof Error && 'errors' in cause && Array.isArray(cause.errors) ? cause.errors : []
  const isTaken = [cause, ...inner].some((each) => each instanceof Error && /EADDRINUSE/.test(each.message))
  return new CodedError(isTaken ? 'NET_PORT_TAKEN' : 'NET_LISTEN_FAILED', { address: listen }, { cause })
}
