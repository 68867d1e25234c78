import { CodedError } from '../../../../../shared/kit/result.ts'
import type { EpochHop } from '../../../../../shared/ledger/membership/epochs.ts'
import type { RequestHandler } from '../../rpc.ts'
import { decodeEpochsRequest, encodeEpochsHead, encodeHop } from './codec.ts'
import { MAX_HOPS } from './protocol.ts'

export interface EpochSource {
  /** Closing blocks of the epochs `from` on, ascending, at most `limit`. */
  hops(from: number, limit: number): readonly EpochHop[]
  /** The newest final block with its certificate; null before the first one. */
  newest(): { readonly header: Uint8Array; readonly certificate: Uint8Array } | null
}

/** Answer: one frame a closing block, then the newest final block. */
export const epochsHandler = (source: EpochSource): RequestHandler =>
  function* (_peer, request) {
    const { epoch } = decodeEpochsRequest(request)
    const hops = source.hops(epoch, MAX_HOPS + 1)
    for (const hop of hops.slice(0, MAX_HOPS)) yield encodeHop(hop)
    const newest = source.newest()
    if (newest && newest.certificate.length === 0) throw new CodedError('NET_RANGE_UNKNOWN', { from: epoch })
    yield encodeEpochsHead({ header: newest?.header ?? null, certificate: newest?.certificate ?? null, more: hops.length > MAX_HOPS })
  }
