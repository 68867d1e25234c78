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
  private readonly bodyOf
  private readonly insert
  private readonly queries = new Map<string, Statement<RecordRow>>()

  constructor(db: Database) {
    this.db = db
    this.byId = db.prepare<RecordRow>(`SELECT ${COLUMNS} FROM record WHERE id = ?`)
    this.byIndex = db.prepare<RecordRow>(`SELECT ${COLUMNS} FROM record WHERE idx = ?`)
    this.bodyOf = db.prepare<{ envelope: Uint8Array }>('SELECT envelope FROM record WHERE height = ? ORDER BY idx')
    this.insert = db.prepare(`INSERT INTO record (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  }

  get(recordId: Hash): StoredRecord | null {
    return toRecord(this.byId.get(recordId))
  }
  at(index: number): StoredRecord | null {
    return toRecord(this.byIndex.get(index))
  }
  body(height: number): Uint8Array[] {
    return this.bodyOf.all(height).map(({ envelope }) => envelope)
  }

  list(query: RecordQuery): StoredRecord[] {
    const where = new Where()
    where.equal('height', query.height)
    where.equal('subject', query.subject)
    where.equal('kind', query.kind)
    where.equal('author', query.author)
    const { conditions } = where
    const sql = `SELECT ${COLUMNS} FROM record ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''} ORDER BY idx ${query.ascending ? 'ASC' : 'DESC'} LIMIT ? OFFSET ?`
    let statement = this.queries.get(sql)
    if (!statement) this.queries.set(sql, (statement = this.db.prepare<RecordRow>(sql)))
    return statement.all(...where.bind, query.limit, query.offset ?? 0).map((row) => toRecord(row)!)
  }

  add(index: number, height: number, record: CommittedRecord): void {
    const { recordId, envelope, kind, author, device, seq, at, subject, title } = record
    const params = record.void?.params ? JSON.stringify(record.void.params) : null
    this.insert.run(index, recordId, envelope, height, kind, author, device, seq, at, subject, title, record.void?.code ?? null, params)
  }
}

function toRecord(row: RecordRow | undefined): StoredRecord | null {
  if (!row) return null
  const { idx, id, void_code, void_params, ...rest } = row
  const params = void_params === null ? undefined : (JSON.parse(void_params) as Record<string, string | number>)
  return { ...rest, index: idx, recordId: id, void: void_code === null ? null : params ? { code: void_code, params } : { code: void_code } }
}
