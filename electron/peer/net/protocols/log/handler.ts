import { CodedError } from '../../../../../shared/kit/result.ts'
import { fullSegments, SEGMENT, segmentLength } from '../../../../../shared/ledger/log/segments.ts'
import type { PeerRef } from '../../directory.ts'
import { MAX_FRAME_BYTES } from '../../limits.ts'
import type { RequestHandler } from '../../rpc.ts'
import { decodeLogRequest, encodeHeaders, encodeSegmentPart, type LogRequest } from './codec.ts'
import { HEADERS_PER_FRAME, LOG_BUDGET, MAX_HEADERS_BACK, MAX_SEGMENTS, ROOTS_PER_ANSWER, ROOTS_PER_FRAME } from './protocol.ts'

export interface LogSource {
  /** Records since genesis. */
  size(): number
  /** Joined roots of the full segments `from` to `to` (exclusive), and joined leaves of the tail of a log of `size` records. */
  roots(from: number, to: number): Uint8Array
  tail(size: number): Uint8Array
  /** Envelopes of the records `from` to `to` (exclusive); null where some of them are not here. */
  envelopes(from: number, to: number): readonly Uint8Array[] | null
  header(height: number): Uint8Array | null
}

const PART_BYTES = MAX_FRAME_BYTES / 2

/** `allow` asks the peer's byte allowance. */
export const logHandler = (source: LogSource, allow: (peer: PeerRef, bytes: number) => boolean): RequestHandler =>
  function* (peer, request) {
    const wanted = decodeLogRequest(request)
    for (const frame of answer(source, wanted)) {
      if (!allow(peer, frame.length)) throw new CodedError('NET_SYNC_LIMIT')
      yield frame
    }
  }

function answer(source: LogSource, wanted: LogRequest): Iterable<Uint8Array> {
  if (wanted.want === 'headers') return headers(source, wanted)
  if (wanted.size > source.size()) throw new CodedError('NET_RANGE_UNKNOWN', { from: wanted.size })
  return wanted.want === 'roots' ? roots(source, wanted) : segments(source, wanted)
}

function* roots(source: LogSource, { size, from, count }: LogRequest): Iterable<Uint8Array> {
  yield source.tail(size)
  const end = Math.min(fullSegments(size), from + Math.min(count, ROOTS_PER_ANSWER))
  for (let at = from; at < end; at += ROOTS_PER_FRAME) yield source.roots(at, Math.min(end, at + ROOTS_PER_FRAME))
}

function* segments(source: LogSource, { size, from, count }: LogRequest): Iterable<Uint8Array> {
  let sent = 0
  for (let index = from; index < from + Math.min(count, MAX_SEGMENTS) && sent < LOG_BUDGET; index++) {
    const length = segmentLength(size, index)
    if (length === 0 && index > from) return
    const envelopes = length === 0 ? null : source.envelopes(index * SEGMENT, index * SEGMENT + length)
    if (!envelopes) {
      if (index > from) return
      throw new CodedError('NET_RANGE_UNKNOWN', { from: index * SEGMENT })
    }
    for (const part of parts(envelopes)) {
      sent += part.length
      yield part
    }
  }
}

function* headers(source: LogSource, { from, count }: LogRequest): Iterable<Uint8Array> {
  const lowest = Math.max(1, from - Math.min(count, MAX_HEADERS_BACK) + 1)
  let batch: Uint8Array[] = []
  for (let height = from; height >= lowest; height--) {
    const header = source.header(height)
    if (!header) break
    batch.push(header)
    if (batch.length < HEADERS_PER_FRAME) continue
    yield encodeHeaders(batch)
    batch = []
  }
  if (batch.length > 0) yield encodeHeaders(batch)
  else if (!source.header(from)) throw new CodedError('NET_RANGE_UNKNOWN', { from })
}

function* parts(envelopes: readonly Uint8Array[]): Iterable<Uint8Array> {
  let batch: Uint8Array[] = []
  let size = 0
  for (const envelope of envelopes) {
    if (size + envelope.length > PART_BYTES) {
      yield encodeSegmentPart({ envelopes: batch, last: false })
      batch = []
      size = 0
    }
    batch.push(envelope)
    size += envelope.length
  }
  yield encodeSegmentPart({ envelopes: batch, last: true })
}
