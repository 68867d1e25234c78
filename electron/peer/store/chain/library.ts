import { CodedError } from '../../../../shared/kit/result.ts'
import { readVoid } from '../../../../shared/ledger/state/system.ts'
import type { StateReader } from '../../../../shared/ledger/state/executor.ts'
import type { Hash } from '../../../../shared/ledger/types.ts'
import type { Gap, Gaps, Span } from './gaps.ts'
import type { Headers } from './headers.ts'
import type { HistoryReader, HistoryRow } from './history/reader.ts'
import type { HistoryHeader } from './history/writer.ts'
import type { Records } from './records.ts'
import type { HistoryGap, RecordQuery, StoredHeader, StoredRecord } from './types.ts'

/** All final records and headers, wherever they are: in chain.db, in the history file, or not here yet. */
export class Library {
  private readonly records: Records
  private readonly heads: Headers
  private readonly gaps: Gaps
  private readonly history: HistoryReader
  private readonly state: StateReader
  private days: { readonly gaps: number; readonly rows: readonly { readonly date: string; readonly records: number }[] } | null = null

  constructor(parts: { readonly records: Records; readonly heads: Headers; readonly gaps: Gaps; readonly history: HistoryReader; readonly state: StateReader }) {
    this.records = parts.records
    this.heads = parts.heads
    this.gaps = parts.gaps
    this.history = parts.history
    this.state = parts.state
  }

  /** The span that is still being fetched, and how much of it is here. */
  missing(): HistoryGap | null {
    const gap = this.gaps.open()
    if (!gap) return null
    const { records, headers } = this.history.progress(gap.first, gap.size, gap.firstHeight, gap.lastHeight)
    return { from: gap.first, to: gap.size, here: records, headers: { from: gap.firstHeight, to: gap.lastHeight, here: Math.min(headers, gap.lastHeight - gap.firstHeight) } }
  }

  record(id: Hash): StoredRecord | null {
    const here = this.records.get(id)
    if (here || !this.isSealed()) return here
    const row = this.history.record(id)
    return row && this.gaps.ofRecord(row.idx) ? this.stored(row) : null
  }
  at(index: number): StoredRecord | null {
    const here = this.records.at(index)
    if (here || !this.gaps.ofRecord(index)) return here
    const row = this.history.at(index)
    return row && this.stored(row)
  }

  /** Envelopes of a span of the log; null where some of them are not here. */
  envelopes(from: number, to: number): Uint8Array[] | null {
    const found = this.gaps.spans(from, to).flatMap((span) => (span.gap ? this.history : this.records).envelopes(span.from, span.to))
    return found.length === to - from ? found : null
  }
  body(height: number): Uint8Array[] | null {
    const header = this.header(height)
    return header && this.envelopes(header.logSize - header.records, header.logSize)
  }

  list(query: RecordQuery, size: number): StoredRecord[] {
    const range = this.rangeOf(query, size)
    if (!range) return []
    const spans = this.gaps.spans(range.from, range.to)
    if (!query.ascending) spans.reverse()
    const found: StoredRecord[] = []
    let skip = query.offset ?? 0
    for (const span of spans) {
      // Lists of what is not indexed yet would be incomplete: they end here, and `missing` says so.
      if (span.gap && !span.gap.sealed) break
      const rows = this.page(query, span, query.limit - found.length, skip)
      found.push(...rows)
      if (found.length >= query.limit || span === spans.at(-1)) break
      if (rows.length > 0) skip = 0
      else if (skip > 0) skip = Math.max(0, skip - this.countOf(query, span))
    }
    return found
  }

  header(height: number): StoredHeader | null {
    const here = this.heads.get(height)
    if (here || !this.gaps.ofHeight(height)) return here
    const found = this.history.header(height)
    return found && this.storedHeader(found)
  }
  headerById(blockId: Hash): StoredHeader | null {
    const here = this.heads.ofBlock(blockId)
    if (here || !this.isSealed()) return here
    const found = this.history.headerOfBlock(blockId)
    return found && this.storedHeader(found)
  }
  /** Newest first, from `before` downwards, as far as they are here without a hole. */
  headers(before: number, limit: number): StoredHeader[] {
    const found: StoredHeader[] = []
    for (let height = before; height > 0 && found.length < limit; ) {
      const gap = this.gaps.ofHeight(height)
      const wanted = limit - found.length
      const rows = gap
        ? this.history.headers(height + 1, wanted).filter((row) => row.height >= gap.firstHeight).map((row) => this.storedHeader(row))
        : this.heads.list(height, wanted)
      for (const row of rows) {
        if (row === null || row.height !== height) break
        found.push(row)
        height -= 1
      }
      if (rows.length === 0 || (height > 0 && rows.at(-1)?.height !== height + 1)) break
    }
    return found
  }

  activity(days: number): { date: string; records: number }[] {
    const sums = new Map(this.ofHistory().map(({ date, records }) => [date, records]))
    for (const { date, records } of this.heads.activity(days)) sums.set(date, (sums.get(date) ?? 0) + records)
    return [...sums].map(([date, records]) => ({ date, records })).sort((a, b) => (a.date < b.date ? -1 : 1)).slice(-days)
  }

  private isSealed(): boolean {
    return this.gaps.open() === null && this.gaps.all().length > 0
  }

  private rangeOf(query: RecordQuery, size: number): { from: number; to: number } | null {
    if (query.height === undefined) return { from: 0, to: size }
    const header = this.header(query.height)
    return header && { from: header.logSize - header.records, to: header.logSize }
  }

  private page(query: RecordQuery, { from, to, gap }: Span, limit: number, offset: number): StoredRecord[] {
    const { height: _, limit: __, offset: ___, ...wanted } = query
    return gap ? this.history.list({ ...wanted, from, to }, limit, offset).map((row) => this.stored(row)) : this.records.list({ ...wanted, limit, offset }, from, to)
  }
  private countOf(query: RecordQuery, { from, to, gap }: Span): number {
    const { height: _, limit: __, offset: ___, ...wanted } = query
    return gap ? this.history.count({ ...wanted, from, to }) : this.records.count({ ...wanted, limit: 0 }, from, to)
  }

  /** Why a record of the history is void is in the state: it is looked up when it is read. */
  private stored({ idx, id, ...rest }: HistoryRow): StoredRecord {
    const height = this.history.headerOfRecord(idx)?.height
    if (height === undefined) throw new CodedError('STORE_CORRUPT', { file: 'chain-history.db', detail: `block of record ${idx}` })
    return { ...rest, index: idx, recordId: id, height, void: readVoid(this.state, id) }
  }

  /** A header without the one before it can't tell how many records it has: its block counts as not here yet. */
  private storedHeader({ height, blockId, bytes, time, logSize }: HistoryHeader): StoredHeader | null {
    const before = height === 1 ? 0 : (this.heads.get(height - 1)?.logSize ?? this.history.header(height - 1)?.logSize)
    return before === undefined ? null : { height, blockId, bytes, time, logSize, records: logSize - before, finalizedAt: time }
  }

  private ofHistory(): readonly { readonly date: string; readonly records: number }[] {
    const sealed = this.gaps.all().filter((gap) => gap.sealed)
    if (this.days?.gaps === sealed.length) return this.days.rows
    const rows = sealed.flatMap((gap) => this.daysOf(gap))
    this.days = { gaps: sealed.length, rows }
    return rows
  }
  private daysOf({ first, firstHeight, lastHeight }: Gap): { date: string; records: number }[] {
    let before = first
    return this.history.days(firstHeight, lastHeight).map(({ date, size }) => {
      const records = size - before
      before = size
      return { date, records }
    })
  }
}
