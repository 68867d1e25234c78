import { CodedError } from '../../../../../shared/kit/result.ts'
import type { EpochHop } from '../../../../../shared/ledger/membership/epochs.ts'
import type { PeerRef } from '../../directory.ts'
import type { Network } from '../../network.ts'
import { decodeEpochsHead, decodeHop, encodeEpochsRequest, type EpochsHead } from './codec.ts'
import { EPOCHS_PROTOCOL, MAX_HOPS } from './protocol.ts'

export interface FetchedEpochs extends EpochsHead {
  readonly hops: readonly EpochHop[]
}

/** The epoch chain from `epoch` on as a peer tells it, unverified. Throws CodedError (see `Network.ask`), CBOR_*, NET_BAD_ANSWER. */
export async function fetchEpochs(network: Network, peer: PeerRef, epoch: number, stop?: AbortSignal): Promise<FetchedEpochs> {
  const frames = await network.ask(peer.id, EPOCHS_PROTOCOL, encodeEpochsRequest({ v: 1, epoch }), stop)
  const head = frames.pop()
  if (!head || frames.length > MAX_HOPS) throw new CodedError('NET_BAD_ANSWER')
  return { ...decodeEpochsHead(head), hops: frames.map(decodeHop) }
}
