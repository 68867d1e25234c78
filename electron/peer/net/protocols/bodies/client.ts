import type { Hash } from '../../../../../shared/ledger/types.ts'
import type { PeerRef } from '../../directory.ts'
import type { Network } from '../../network.ts'
import { unpackEnvelopes } from '../pack.ts'
import { encodeBodiesRequest } from './codec.ts'
import { BODIES_PROTOCOL } from './protocol.ts'

export interface FetchedBodies {
  readonly header: Uint8Array
  readonly envelopes: readonly Uint8Array[]
}

/** Unverified content, or null where the peer does not hold it. Throws CodedError (see `Network.ask`, CBOR_*). */
export async function fetchBodies(network: Network, peer: PeerRef, block: Hash, at: readonly number[] | null, stop?: AbortSignal): Promise<FetchedBodies | null> {
  const [header, ...frames] = await network.ask(peer.id, BODIES_PROTOCOL, encodeBodiesRequest({ block, at }), stop)
  if (!header || header.length === 0) return null
  return { header, envelopes: frames.flatMap(unpackEnvelopes) }
}
