import { concat } from '../../../../../shared/kit/bytes.ts'
import { CodedError } from '../../../../../shared/kit/result.ts'
import type { Hash } from '../../../../../shared/ledger/types.ts'
import type { RequestHandler } from '../../rpc.ts'
import { packEnvelopes } from '../pack.ts'
import { decodePendingRequest, GET, IDS } from './codec.ts'
import { MAX_GET } from './protocol.ts'
import { partsOf, partSums } from './sums.ts'

/** Ids in one frame: half a MiB. */
const IDS_PER_FRAME = 16 * 1024

export interface PendingSource {
  /** Bytewise ascending. */
  ids(): readonly Hash[]
  envelope(recordId: Hash): Uint8Array | null
}

export const pendingHandler =
  (source: PendingSource): RequestHandler =>
  (_peer, request) => {
    const { op, of } = decodePendingRequest(request)
    if (op === IDS) return idFrames(source, of)
    if (op === GET) return packEnvelopes(envelopes(source, of))
    return [partSums(source.ids())]
  }

function* idFrames(source: PendingSource, wanted: Uint8Array): Iterable<Uint8Array> {
  const parts = partsOf(source.ids())
  const ids = [...new Set(wanted)].flatMap((part) => parts[part]!)
  for (let i = 0; i < ids.length; i += IDS_PER_FRAME) yield concat(...ids.slice(i, i + IDS_PER_FRAME))
}

/** What became final or was dropped meanwhile is left out. */
function* envelopes(source: PendingSource, ids: Uint8Array): Iterable<Uint8Array> {
  if (ids.length === 0 || ids.length % 32 !== 0 || ids.length > MAX_GET * 32) throw new CodedError('NET_BAD_REQUEST')
  for (let i = 0; i < ids.length; i += 32) {
    const envelope = source.envelope(ids.slice(i, i + 32))
    if (envelope) yield envelope
  }
}
