import { existsSync } from 'node:fs'
import { CodedError } from '../../../../../shared/kit/result.ts'
import type { Hash } from '../../../../../shared/ledger/types.ts'
import { SEGMENT } from '../../../../../shared/ledger/log/segments.ts'
import type { Bind, Database, Statement } from '../../sqlite/database.ts'
import { Where } from '../../sqlite/where.ts'
import { openReadOnly } from '../../sqlite/open.ts'
import type { HistoryHeader, HistoryRecord } from './writer.ts'
import { HISTORY_FILE } from './schema.ts'

export type HistoryRow = HistoryRecord & { readonly idx: number }
interface HeaderRow {
  height: number
  block: Uint8Array
  bytes: Uint8Array
  time: number
  log_size: number
}

const COLUMNS = 'idx, id, envelope, kind, author, device, seq, at, subject, title'
const HEADER = 'height, block, bytes, time, log_size'
const CST_S = 8 * 3_600

/** What a file looks like while another connection makes it: the pieces of its mark are read one by one. */
const NOT_YET: ReadonlySet<string> = new Set(['STORE_OLDER', 'STORE_FOREIGN', 'STORE_LOCKED'])

/** Which records of a span of the log are asked for. */
export interface HistoryQuery {
  readonly from: number
  readonly to: number
  readonly subject?: string
  readonly kind?: string
  readonly author?: string
  readonly ascending?: boolean
}

/** Reads the history file on a connection of its own; another thread may be filling it. */
export class HistoryReader {
  private readonly path: string
  private db: Database | null = null
  private readonly statements = new Map<string, Statement<never>>()

  constructor(path: string) {
    this.path = path
  }

  record(id: Hash): HistoryRow | null {
    return this.get<HistoryRow>(`SELECT ${COLUMNS} FROM record WHERE id = ?`, id)
  }
  at(idx: number): HistoryRow | null {
    return this.get<HistoryRow>(`SELECT ${COLUMNS} FROM record WHERE idx = ?`, idx)
  }
  /** Envelopes of a span, as many as are here. */
  envelopes(from: number, to: number): Uint8Array[] {
    return this.all<{ envelope: Uint8Array }>('SELECT envelope FROM record WHERE idx >= ? AND idx < ? ORDER BY idx', from, to).map(({ envelope }) => envelope)
  }
  list(query: HistoryQuery, limit: number, offset: number): HistoryRow[] {
    const { sql, bind } = conditions(query)
    return this.all<HistoryRow>(`SELECT ${COLUMNS} FROM record WHERE ${sql} ORDER BY idx ${query.ascending ? 'ASC' : 'DESC'} LIMIT ? OFFSET ?`, ...bind, limit, offset)
  }
  count(query: HistoryQuery): number {
    const { sql, bind } = conditions(query)
    return this.get<{ n: number }>(`SELECT count(*) AS n FROM record WHERE ${sql}`, ...bind)?.n ?? 0
  }
  /** Leaf hashes of a full segment. */
  leaves(segment: number): Uint8Array | null {
    return this.get<{ leaves: Uint8Array }>('SELECT leaves FROM segment WHERE segment = ?', segment)?.leaves ?? null
  }
  header(height: number): HistoryHeader | null {
    return toHeader(this.get<HeaderRow>(`SELECT ${HEADER} FROM header WHERE height = ?`, height))
  }
  headerOfBlock(block: Hash): HistoryHeader | null {
    return toHeader(this.get<HeaderRow>(`SELECT ${HEADER} FROM header WHERE block = ?`, block))
  }
  /** The block a record is in: the first whose log reaches beyond it. */
  headerOfRecord(idx: number): HistoryHeader | null {
    return toHeader(this.get<HeaderRow>(`SELECT ${HEADER} FROM header WHERE log_size > ? ORDER BY log_size LIMIT 1`, idx))
  }
  /** Newest first, heights below `below`. */
  headers(below: number, limit: number): HistoryHeader[] {
    return this.all<HeaderRow>(`SELECT ${HEADER} FROM header WHERE height < ? ORDER BY height DESC LIMIT ?`, below, limit).map((row) => toHeader(row)!)
  }
  /** Size of the log at the end of each calendar day of a span of heights. */
  days(from: number, to: number): { date: string; size: number }[] {
    return this.all(`SELECT date(time / 1000 + ${CST_S}, 'unixepoch') AS date, max(log_size) AS size FROM header WHERE height >= ? AND height < ? GROUP BY date ORDER BY date`, from, to)
  }
  /** Records and headers that are here inside a span. */
  progress(first: number, size: number, firstHeight: number, lastHeight: number): { records: number; headers: number } {
    const segments = this.get<{ n: number }>('SELECT count(*) AS n FROM segment WHERE segment >= ? AND segment < ?', Math.floor(first / SEGMENT), Math.ceil(size / SEGMENT))?.n ?? 0
    const headers = this.get<{ n: number }>('SELECT count(*) AS n FROM header WHERE height >= ? AND height < ?', firstHeight, lastHeight)?.n ?? 0
    return { records: Math.min(size - first, segments * SEGMENT), headers }
  }

  close(): void {
    this.db?.close()
    this.db = null
    this.statements.clear()
  }

  private get<R>(sql: string, ...bind: Bind[]): R | null {
    return this.statement<R>(sql)?.get(...bind) ?? null
  }
  private all<R>(sql: string, ...bind: Bind[]): R[] {
    return this.statement<R>(sql)?.all(...bind) ?? []
  }

  private open(): Database | null {
    if (!existsSync(this.path)) return null
    try {
      return openReadOnly(this.path, HISTORY_FILE)
    } catch (error) {
      // Another thread is just making it.
      if (error instanceof CodedError && (NOT_YET.has(error.code))) return null
      throw error
    }
  }

  /** Null while there is no file. */
  private statement<R>(sql: string): Statement<R> | null {
    if (!this.db) {
      this.db = this.open()
      if (!this.db) return null
    }
    let statement = this.statements.get(sql) as Statement<R> | undefined
    if (!statement) {
      statement = this.db.prepare<R>(sql)
      this.statements.set(sql, statement as unknown as Statement<never>)
    }
    return statement
  }
}

function conditions(query: HistoryQuery): { sql: string; bind: Bind[] } {
  const where = new Where()
  where.atLeast('idx', query.from)
  where.below('idx', query.to)
  where.equal('subject', query.subject)
  where.equal('kind', query.kind)
  where.equal('author', query.author)
  return { sql: where.conditions.join(' AND '), bind: where.bind }
}

function toHeader(row: HeaderRow | null): HistoryHeader | null {
  return row && { height: row.height, blockId: row.block, bytes: row.bytes, time: row.time, logSize: row.log_size }
}
