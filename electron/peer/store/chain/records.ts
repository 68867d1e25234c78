import type { Hash } from '../../../../shared/ledger/types.ts'
import type { Database, Statement } from '../sqlite/database.ts'
import { Where } from '../sqlite/where.ts'
import type { CommittedRecord, RecordQuery, StoredRecord } from './types.ts'

interface RecordRow {
  idx: number
  id: Uint8Array
  envelope: Uint8Array
  height: number
  kind: string
  author: string
  device: Uint8Array
  seq: number
  at: number
  subject: string | null
  title: string
  void_code: string | null
  void_params: string | null
}

const COLUMNS = 'idx, id, envelope, height, kind, author, device, seq, at, subject, title, void_code, void_params'

/** record: the log of all final records, in ledger order. */
export class Records {
  private readonly db: Database
  private readonly byId
  private readonly byIndex
  private readonly spanOf
  private readonly insert
  private readonly queries = new Map<string, Statement<RecordRow>>()

  constructor(db: Database) {
    this.db = db
    this.byId = db.prepare<RecordRow>(`SELECT ${COLUMNS} FROM record WHERE id = ?`)
    this.byIndex = db.prepare<RecordRow>(`SELECT ${COLUMNS} FROM record WHERE idx = ?`)
    this.spanOf = db.prepare<{ envelope: Uint8Array }>('SELECT envelope FROM record WHERE idx >= ? AND idx < ? ORDER BY idx')
    this.insert = db.prepare(`INSERT INTO record (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  }

  get(recordId: Hash): StoredRecord | null {
    return toRecord(this.byId.get(recordId))
  }
  at(index: number): StoredRecord | null {
    return toRecord(this.byIndex.get(index))
  }
  /** Envelopes of a span of the log. */
  envelopes(from: number, to: number): Uint8Array[] {
    return this.spanOf.all(from, to).map(({ envelope }) => envelope)
  }

  /** Those of the span `from` to `to` (exclusive) that are here. */
  list(query: Omit<RecordQuery, 'height'>, from: number, to: number): StoredRecord[] {
    const { conditions, bind } = spanWhere(query, from, to)
    const sql = `SELECT ${COLUMNS} FROM record WHERE ${conditions.join(' AND ')} ORDER BY idx ${query.ascending ? 'ASC' : 'DESC'} LIMIT ? OFFSET ?`
    let statement = this.queries.get(sql)
    if (!statement) this.queries.set(sql, (statement = this.db.prepare<RecordRow>(sql)))
    return statement.all(...bind, query.limit, query.offset ?? 0).map((row) => toRecord(row)!)
  }
  count(query: Omit<RecordQuery, 'height'>, from: number, to: number): number {
    const { conditions, bind } = spanWhere(query, from, to)
    return this.db.prepare<{ n: number }>(`SELECT count(*) AS n FROM record WHERE ${conditions.join(' AND ')}`).get(...bind)!.n
  }

  add(index: number, height: number, record: CommittedRecord): void {
    const { recordId, envelope, kind, author, device, seq, at, subject, title } = record
    const params = record.void?.params ? JSON.stringify(record.void.params) : null
    this.insert.run(index, recordId, envelope, height, kind, author, device, seq, at, subject, title, record.void?.code ?? null, params)
  }
}

function spanWhere(query: Omit<RecordQuery, 'height'>, from: number, to: number): Where {
  const where = new Where()
  where.atLeast('idx', from)
  where.below('idx', to)
  where.equal('subject', query.subject)
  where.equal('kind', query.kind)
  where.equal('author', query.author)
  return where
}

function toRecord(row: RecordRow | undefined): StoredRecord | null {
  if (!row) return null
  const { idx, id, void_code, void_params, ...rest } = row
  const params = void_params === null ? undefined : (JSON.parse(void_params) as Record<string, string | number>)
  return { ...rest, index: idx, recordId: id, void: void_code === null ? null : params ? { code: void_code, params } : { code: void_code } }
}
