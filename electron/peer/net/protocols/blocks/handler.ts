import { CodedError, unwrap } from '../../../../../shared/kit/result.ts'
import { decodeHeader } from '../../../../../shared/ledger/codec/header.ts'
import type { PeerRef } from '../../directory.ts'
import { MAX_FRAME_BYTES } from '../../limits.ts'
import type { RequestHandler } from '../../rpc.ts'
import { decodeBlocksRequest, encodeBlocksHead, encodeBlocksPart } from './codec.ts'
import { ANSWER_BUDGET, MAX_HEADERS } from './protocol.ts'

export interface BlockSource {
  /** Height of the newest final block. */
  height(): number
  header(height: number): Uint8Array | null
  /** Encoded F certificate, where it is kept. */
  cert(height: number): Uint8Array | null
  body(height: number): readonly Uint8Array[] | null
}

const PART_BYTES = MAX_FRAME_BYTES / 2
const NONE = new Uint8Array(0)

/** Answer: head, then whole blocks up to the budget (at least one). `allow` asks the peer's byte allowance. */
export const blocksHandler =
  (source: BlockSource, allow: (peer: PeerRef, bytes: number) => boolean): RequestHandler =>
  (peer, request) => {
    const { from } = decodeBlocksRequest(request)
    return serve(source, from, (bytes) => allow(peer, bytes))
  }

function* serve(source: BlockSource, from: number, allow: (bytes: number) => boolean): Iterable<Uint8Array> {
  const to = certified(source, from)
  const headers: Uint8Array[] = []
  const finals: Uint8Array[] = []
  let spent = 0
  for (let height = from; height <= to; height++) {
    const cert = source.cert(height) ?? NONE
    // The last one is what matters, and those that end an epoch; the others are a courtesy while they fit.
    spent += cert.length
    const header = present(source.header(height), height)
    headers.push(header)
    // Without the certificate of a closing block nobody could go on to the next epoch.
    const closes = (): boolean => unwrap(decodeHeader(header)).nextMembers !== null
    finals.push(height === to || spent < PART_BYTES || closes() ? cert : NONE)
  }
  yield encodeBlocksHead({ headers, finals })
  let sent = 0
  for (let height = from; height <= to && sent < ANSWER_BUDGET; height++) {
    for (const part of parts(present(source.body(height), height))) {
      if (!allow(part.length)) throw new CodedError('NET_SYNC_LIMIT')
      sent += part.length
      yield part
    }
  }
}

/** The furthest height from `from`, within one answer, whose certificate is kept. */
function certified(source: BlockSource, from: number): number {
  for (let height = Math.min(source.height(), from + MAX_HEADERS - 1); height >= from; height--) {
    if ((source.cert(height) ?? NONE).length > 0) return height
  }
  throw new CodedError('NET_RANGE_UNKNOWN', { from })
}

function* parts(body: readonly Uint8Array[]): Iterable<Uint8Array> {
  let batch: Uint8Array[] = []
  let size = 0
  for (const envelope of body) {
    if (size + envelope.length > PART_BYTES) {
      yield encodeBlocksPart({ envelopes: batch, last: false })
      batch = []
      size = 0
    }
    batch.push(envelope)
    size += envelope.length
  }
  yield encodeBlocksPart({ envelopes: batch, last: true })
}

function present<T>(value: T | null, height: number): T {
  if (value === null) throw new CodedError('NET_RANGE_UNKNOWN', { from: height })
  return value
}
