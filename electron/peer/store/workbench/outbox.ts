import { CodedError } from '../../../../shared/kit/result.ts'
import type { Database } from '../sqlite/database.ts'
import type { DraftStore, OutboxEntry, OutboxStore } from './types.ts'

interface OutboxRow {
  record: string
  envelope: Uint8Array
  kind: string
  title: string
  uscc: string | null
  staff: string
  draft: string | null
  device: string
  seq: number
  saved_at: number
  final_at: number | null
  height: number | null
  void_code: string | null
  void_params: string | null
}

const COLUMNS = 'record, envelope, kind, title, uscc, staff, draft, device, seq, saved_at, final_at, height, void_code, void_params'
const WORDS = {
  open: 'final_at IS NULL',
  final: 'final_at IS NOT NULL AND void_code IS NULL',
  void: 'final_at IS NOT NULL AND void_code IS NOT NULL',
} as const

/**
 * outbox: every record signed on this computer. The pending pool in chain.db may be lost with that file (it can be fetched
 * again from others, what nobody else holds can't): so a signed record is stored here first, and put back from here.
 */
export class Outbox implements OutboxStore {
  private readonly db: Database
  private readonly drafts: DraftStore
  private readonly select
  private readonly selectSeq
  private readonly selectTip
  private readonly selectOpen
  private readonly insert
  private readonly setFinal
  private readonly count

  constructor(db: Database, drafts: DraftStore) {
    this.db = db
    this.drafts = drafts
    this.select = db.prepare<OutboxRow>(`SELECT ${COLUMNS} FROM outbox WHERE record = ?`)
    this.selectSeq = db.prepare<{ record: string }>('SELECT record FROM outbox WHERE device = ? AND seq = ?')
    this.selectTip = db.prepare<{ seq: number; record: string }>('SELECT seq, record FROM outbox WHERE device = ? ORDER BY seq DESC LIMIT 1')
    this.selectOpen = db.prepare<OutboxRow>(`SELECT ${COLUMNS} FROM outbox WHERE final_at IS NULL ORDER BY saved_at, rowid`)
    this.insert = db.prepare(
      'INSERT INTO outbox (record, envelope, kind, title, uscc, staff, draft, device, seq, saved_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    )
    this.setFinal = db.prepare('UPDATE outbox SET final_at = ?, height = ?, void_code = ?, void_params = ? WHERE record = ? AND final_at IS NULL')
    this.count = db.prepare<{ open: number | null; final: number | null; void: number | null }>(
      `SELECT sum(${WORDS.open}) AS open, sum(${WORDS.final}) AS final, sum(${WORDS.void}) AS void FROM outbox`,
    )
  }

  add(...[entry, draft]: Parameters<OutboxStore['add']>): void {
    this.db.transaction(() => {
      if (this.select.get(entry.recordId)) return
      const { device, seq } = entry
      if (this.selectSeq.get(device, seq)) throw new CodedError('OUTBOX_SEQ_TAKEN', { device, seq })
      this.insert.run(
        entry.recordId,
        entry.envelope,
        entry.kind,
        entry.title,
        entry.uscc,
        entry.staffId,
        entry.draftId,
        device,
        seq,
        entry.savedAt,
      )
      if (draft) this.drafts.update(draft.id, draft.rev, draft.patch, draft.event)
    })
  }

  get(recordId: string): OutboxEntry | null {
    const row = this.select.get(recordId)
    return row ? toEntry(row) : null
  }

  list(query: Parameters<OutboxStore['list']>[0]): ReturnType<OutboxStore['list']> {
    const clause = query.word ? `WHERE ${WORDS[query.word]}` : ''
    const total = this.db.prepare<{ n: number }>(`SELECT count(*) AS n FROM outbox ${clause}`).get()!.n
    const rows = this.db
      .prepare<OutboxRow>(`SELECT ${COLUMNS} FROM outbox ${clause} ORDER BY saved_at DESC, rowid DESC LIMIT ? OFFSET ?`)
      .all(query.limit, query.offset ?? 0)
    return { total, items: rows.map(toEntry) }
  }

  open(): readonly OutboxEntry[] {
    return this.selectOpen.all().map(toEntry)
  }

  tip(device: string): { seq: number; recordId: string } | null {
    const row = this.selectTip.get(device)
    return row ? { seq: row.seq, recordId: row.record } : null
  }

  markFinal(entries: Parameters<OutboxStore['markFinal']>[0]): void {
    if (entries.length === 0) return
    this.db.transaction(() => {
      for (const { recordId, height, at, void: reason } of entries) {
        this.setFinal.run(at, height, reason?.code ?? null, reason?.params ? JSON.stringify(reason.params) : null, recordId)
      }
    })
  }

  counts(): { open: number; final: number; void: number } {
    const row = this.count.get()!
    return { open: row.open ?? 0, final: row.final ?? 0, void: row.void ?? 0 }
  }
}

function toEntry(row: OutboxRow): OutboxEntry {
  return {
    recordId: row.record,
    envelope: row.envelope,
    kind: row.kind,
    title: row.title,
    uscc: row.uscc,
    staffId: row.staff,
    draftId: row.draft,
    device: row.device,
    seq: row.seq,
    savedAt: row.saved_at,
    finalAt: row.final_at,
    height: row.height,
    void: row.void_code === null ? null : problemOf(row.void_code, row.void_params),
  }
}

function problemOf(code: string, params: string | null): NonNullable<OutboxEntry['void']> {
  return params === null ? { code } : { code, params: JSON.parse(params) as Record<string, string | number> }
}
