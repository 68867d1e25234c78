import { viewCanonical } from '../../../shared/ledger/codec/canonical.ts'
import { blockIdOfBytes, decodeHeader } from '../../../shared/ledger/codec/header.ts'
import { equalBytes } from '../../../shared/kit/bytes.ts'
import { CodedError, unwrap } from '../../../shared/kit/result.ts'
import { fullSegments, hashesOf, SEGMENT, segmentLength, verifySegment, type Segments } from '../../../shared/ledger/log/segments.ts'
import { appendLeaves, EMPTY_LOG } from '../../../shared/ledger/log/tree.ts'
import { recordIdOf } from '../../../shared/ledger/record/record.ts'
import { bucketHash } from '../../../shared/ledger/state/bucket.ts'
import type { Envelope, Hash, RecordPayload } from '../../../shared/ledger/types.ts'
import type { Describe } from '../consensus/ledger-engine.ts'
import { decodeSegmentPart } from '../net/protocols/log/codec.ts'
import { decodeBucketParts } from '../net/protocols/state/codec.ts'
import { HistoryWriter, type HistoryHeader, type HistoryRecord } from '../store/chain/history/writer.ts'
import { historyPath } from '../store/chain/history/schema.ts'
import { removeStaged, Staging, type StagedBucket } from '../store/chain/staging.ts'
import type { BucketsTaken, HeadersTaken, LoadDesk, LoadSetup, SegmentsTaken } from './types.ts'

const EMPTY = bucketHash([])
/** Segments stored in one transaction. */
const BATCH = 16

/** What verifies and stores a fetched ledger: everything it takes is checked against hashes that are verified already. */
export class Loader implements LoadDesk {
  readonly #setup: LoadSetup
  readonly #describe: Describe
  #staging: Staging | null = null
  #hashes: Uint8Array = new Uint8Array(0)
  #history: HistoryWriter | null = null
  #log: { readonly size: number; readonly segments: Segments } | null = null

  constructor(setup: LoadSetup, describe: Describe) {
    this.#setup = setup
    this.#describe = describe
  }

  beginState(hashes: Uint8Array): readonly number[] {
    this.#staging ??= new Staging(this.#setup.chainPath, this.#setup.now)
    this.#hashes = hashes
    return [...this.#staging.keep(hashes)]
  }

  /** Buckets `from` to `to` out of an answer; it may end early, at a whole bucket. Throws SYNC_BUCKET where one is not what it must be. */
  takeBuckets(from: number, to: number, frames: readonly Uint8Array[]): BucketsTaken {
    const buckets: StagedBucket[] = []
    let open: { bucket: number; entries: (readonly [string, Uint8Array])[] } | null = null
    let bytes = 0
    for (const frame of frames) {
      bytes += frame.length
      for (const { bucket, last, entries } of decodeBucketParts(frame)) {
        const before = open?.bucket ?? buckets.at(-1)?.bucket ?? from - 1
        if (bucket >= to || (open ? bucket !== before : bucket <= before)) throw new CodedError('SYNC_BUCKET', { bucket })
        open ??= { bucket, entries: [] }
        open.entries.push(...entries)
        if (!last) continue
        buckets.push(open)
        open = null
      }
    }
    if (open) throw new CodedError('NET_STREAM_SHORT')
    const here = new Set(buckets.map(({ bucket }) => bucket))
    const wanted = Array.from({ length: to - from }, (_, i) => from + i).filter((bucket) => !this.#isEmpty(bucket))
    const end = buckets.at(-1)?.bucket ?? from - 1
    const lacking = wanted.find((bucket) => bucket <= end && !here.has(bucket)) ?? (buckets.length === 0 ? wanted[0] : undefined)
    if (lacking !== undefined) throw new CodedError('SYNC_BUCKET', { bucket: lacking })
    const wrong = this.#staging!.take(buckets, this.#hashes)
    if (wrong !== null) throw new CodedError('SYNC_BUCKET', { bucket: wrong })
    const next = wanted.find((bucket) => bucket > end)
    return { next: next ?? null, entries: buckets.reduce((sum, { entries }) => sum + entries.length, 0), bytes }
  }

  endState(complete: boolean): void {
    if (complete) this.#staging?.move()
    this.#staging?.close()
    this.#staging = null
  }

  /** Opens the history of a log; gives the segments (of those from `first` on) that are here already. */
  beginHistory(first: number, size: number, segments: Segments): readonly number[] {
    removeStaged(this.#setup.chainPath)
    const history = (this.#history ??= new HistoryWriter(historyPath(this.#setup.chainPath), this.#setup.genesisHash, this.#setup.now))
    history.begin()
    this.#log = { size, segments }
    const roots = hashesOf(segments.roots)
    const here: number[] = []
    const stale: number[] = []
    for (const { segment, leaves } of history.segments()) {
      if (segment < Math.floor(first / SEGMENT) || segment * SEGMENT >= size) continue
      const full = segment < fullSegments(size)
      // The file could be of another run, or grown a tail since: only what the verified log says counts.
      const fits = full ? leaves.length === SEGMENT * 32 && equalBytes(rootOf(leaves), roots[segment]!) : equalBytes(leaves, segments.tail)
      ;(fits ? here : stale).push(segment)
    }
    for (const segment of stale) history.dropSegment(segment)
    return here
  }

  /** Segments `from` to `to` out of an answer; it may end early, at a whole segment. Throws SYNC_SEGMENT. */
  takeSegments(from: number, to: number, frames: readonly Uint8Array[]): SegmentsTaken {
    const { size, segments } = this.#log!
    const found: { segment: number; leaves: Uint8Array; records: HistoryRecord[] }[] = []
    let open: Uint8Array[] = []
    let bytes = 0
    let records = 0
    for (const frame of frames) {
      bytes += frame.length
      const part = decodeSegmentPart(frame)
      for (const envelope of part.envelopes) open.push(envelope)
      const segment = from + found.length
      if (open.length > segmentLength(size, segment) || segment >= to) throw new CodedError('SYNC_SEGMENT', { segment })
      if (!part.last) continue
      const verified = verifySegment(size, segments, segment, open)
      if (!verified.ok) throw new CodedError('SYNC_SEGMENT', { segment })
      found.push({ segment, leaves: verified.value.leaves, records: open.map((envelope) => this.#record(envelope)) })
      records += open.length
      open = []
    }
    if (open.length > 0) throw new CodedError('NET_STREAM_SHORT')
    if (found.length === 0) throw new CodedError('SYNC_SEGMENT', { segment: from })
    for (let at = 0; at < found.length; at += BATCH) this.#history!.addSegments(found.slice(at, at + BATCH))
    return { next: from + found.length < to ? from + found.length : null, records, bytes }
  }

  /** The lowest header that is here in an unbroken chain below `below`, and the id of its parent. */
  lowestHeader(below: number): HeadersTaken | null {
    const row = this.#history!.lowest(below)
    if (!row) return null
    return { height: row.height, parent: unwrap(decodeHeader(row.bytes)).parent }
  }

  /** Headers downwards, the first one with the id `expected` at `height`. Throws SYNC_HEADERS where the chain breaks. */
  takeHeaders(height: number, expected: Hash, headers: readonly Uint8Array[], lowest: number): HeadersTaken {
    let at = height
    let id = expected
    const rows: HistoryHeader[] = []
    for (const bytes of headers) {
      if (at < lowest) break
      const blockId = blockIdOfBytes(bytes)
      if (!equalBytes(blockId, id)) throw new CodedError('SYNC_HEADERS', { height: at })
      // Final through its hash: what it says needs no second look beyond its form.
      const header = unwrap(decodeHeader(bytes))
      rows.push({ height: at, blockId, bytes, time: header.time, logSize: header.logSize })
      id = header.parent
      at -= 1
    }
    if (rows.length === 0) throw new CodedError('SYNC_HEADERS', { height })
    this.#history!.addHeaders(rows)
    return { height: at + 1, parent: id }
  }

  indexHeaders(): void {
    this.#history!.indexHeaders()
  }

  seal(): void {
    this.#history!.seal()
  }

  close(): void {
    this.endState(false)
    this.#history?.close()
    this.#history = null
  }

  #isEmpty(bucket: number): boolean {
    return equalBytes(this.#hashes.subarray(bucket * 32, bucket * 32 + 32), EMPTY)
  }

  /** A quorum has decoded and judged it: its bytes are those it saw. */
  #record(envelope: Uint8Array): HistoryRecord {
    const { p } = viewCanonical<Envelope>(envelope)
    const payload = viewCanonical<RecordPayload>(p)
    const { t, a, d, n, at } = payload
    return { id: recordIdOf(p), envelope, kind: t, author: a, device: d, seq: n, at, ...this.#describe(payload) }
  }
}

const rootOf = (leaves: Uint8Array): Hash => appendLeaves(EMPTY_LOG, hashesOf(leaves)).peaks[0]!
