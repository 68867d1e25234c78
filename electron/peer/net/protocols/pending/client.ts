import { concat, toHex } from '../../../../../shared/kit/bytes.ts'
import { CodedError } from '../../../../../shared/kit/result.ts'
import type { Hash } from '../../../../../shared/ledger/types.ts'
import type { PeerRef } from '../../directory.ts'
import type { Network } from '../../network.ts'
import { unpackEnvelopes } from '../pack.ts'
import { encodePendingRequest, GET, IDS, SUMS } from './codec.ts'
import { MAX_GET, PARTS, PENDING_PROTOCOL, SUM_BYTES } from './protocol.ts'
import { differingParts, partsOf, partSums } from './sums.ts'

export interface PendingDifference {
  /** Ids the peer has and we don't. */
  readonly missing: readonly Hash[]
  /** Ids of ours that the peer has too. */
  readonly shared: readonly Hash[]
}

/** Compares our sorted ids with the peer's. Throws CodedError (see `Network.ask`) and NET_BAD_ANSWER. */
export async function comparePending(network: Network, peer: PeerRef, mine: readonly Hash[]): Promise<PendingDifference> {
  const [theirSums] = await network.ask(peer.id, PENDING_PROTOCOL, encodePendingRequest({ op: SUMS, of: new Uint8Array(0) }))
  if (theirSums?.length !== PARTS * SUM_BYTES) throw new CodedError('NET_BAD_ANSWER')
  const parts = differingParts(partSums(mine), theirSums)
  const differs = new Set(parts)
  const shared = mine.filter((id) => !differs.has(id[0]!))
  if (parts.length === 0) return { missing: [], shared }
  const frames = await network.ask(peer.id, PENDING_PROTOCOL, encodePendingRequest({ op: IDS, of: parts }))
  const mineByPart = partsOf(mine)
  const known = new Map([...parts].flatMap((part) => mineByPart[part]!).map((id) => [toHex(id), id]))
  const missing: Hash[] = []
  for (const frame of frames) {
    if (frame.length % 32 !== 0) throw new CodedError('NET_BAD_ANSWER')
    for (let i = 0; i < frame.length; i += 32) {
      const id = frame.slice(i, i + 32)
      const own = known.get(toHex(id))
      if (own) shared.push(own)
      else missing.push(id)
    }
  }
  return { missing, shared }
}

/** Envelopes of the ids in groups, as far as the peer still has them; unverified. */
export async function* fetchPending(network: Network, peer: PeerRef, ids: readonly Hash[]): AsyncIterable<readonly Uint8Array[]> {
  for (let i = 0; i < ids.length; i += MAX_GET) {
    const frames = await network.ask(peer.id, PENDING_PROTOCOL, encodePendingRequest({ op: GET, of: concat(...ids.slice(i, i + MAX_GET)) }))
    for (const frame of frames) yield unpackEnvelopes(frame)
  }
}
