import { CodedError } from '../../../../shared/kit/result.ts'
import type { Bind, Database } from '../sqlite/database.ts'
import type { Draft, DraftContent, DraftEvent, DraftPatch, DraftQuery, DraftStep, DraftStore, NewDraft } from './types.ts'

interface DraftRow {
  id: string
  kind: string
  rev: number
  state: string
  title: string
  uscc: string | null
  creator: string
  content: string
  steps: string
  batch: string | null
  fingerprint: string | null
  problems: number
  created_at: number
  updated_at: number
  record: string | null
}

const COLUMNS = 'id, kind, rev, state, title, uscc, creator, content, steps, batch, fingerprint, problems, created_at, updated_at, record'

/** draft and draft_event. A draft never leaves this center; what leaves is the record that came of it. */
export class Drafts implements DraftStore {
  private readonly db: Database
  private readonly select
  private readonly insert
  private readonly write
  private readonly insertEvent
  private readonly selectEvents
  private readonly selectFingerprint
  private readonly countStates

  constructor(db: Database) {
    this.db = db
    this.select = db.prepare<DraftRow>(`SELECT ${COLUMNS} FROM draft WHERE id = ?`)
    this.insert = db.prepare(`INSERT INTO draft (${COLUMNS}) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)`)
    this.write = db.prepare(
      'UPDATE draft SET rev = rev + 1, state = ?, title = ?, uscc = ?, content = ?, steps = ?, problems = ?, record = ?, updated_at = ? WHERE id = ? AND rev = ?',
    )
    this.insertEvent = db.prepare('INSERT INTO draft_event (draft, at, staff, action, comment) VALUES (?, ?, ?, ?, ?)')
    this.selectEvents = db.prepare<{ at: number; staff: string; action: string; comment: string }>(
      'SELECT at, staff, action, comment FROM draft_event WHERE draft = ? ORDER BY rowid',
    )
    this.selectFingerprint = db.prepare<{ id: string }>("SELECT id FROM draft WHERE fingerprint = ? AND state <> 'discarded' LIMIT 1")
    this.countStates = db.prepare<{ state: string; n: number }>('SELECT state, count(*) AS n FROM draft GROUP BY state')
  }

  create(draft: NewDraft, event: DraftEvent): Draft {
    return this.db.transaction(() => {
      if (this.select.get(draft.id)) throw new CodedError('DRAFT_EXISTS', { id: draft.id })
      this.insertRow(draft, event)
      return this.must(draft.id)
    })
  }

  createMany(drafts: readonly NewDraft[], event: DraftEvent): readonly Draft[] {
    return this.db.transaction(() => {
      const made: Draft[] = []
      for (const draft of drafts) {
        if (draft.fingerprint !== null && this.byFingerprint(draft.fingerprint) !== null) continue
        this.insertRow(draft, event)
        made.push(this.must(draft.id))
      }
      return made
    })
  }

  get(id: string): Draft | null {
    const row = this.select.get(id)
    return row ? toDraft(row) : null
  }

  update(id: string, rev: number, patch: DraftPatch, event: DraftEvent): Draft {
    return this.db.transaction(() => {
      const before = this.get(id)
      if (!before) throw new CodedError('DRAFT_UNKNOWN', { id })
      const next = { ...before, ...patch }
      const { changes } = this.write.run(
        next.state,
        next.title,
        next.uscc,
        JSON.stringify(next.content),
        JSON.stringify(next.steps),
        next.problems,
        next.recordId,
        event.at,
        id,
        rev,
      )
      if (changes === 0) throw new CodedError('DRAFT_CHANGED_ELSEWHERE', { rev: before.rev })
      this.addEvent(id, event)
      return this.must(id)
    })
  }

  list(query: DraftQuery): { total: number; items: readonly Draft[] } {
    const where: string[] = []
    const bind: Bind[] = []
    const equal = (column: string, value: string | undefined): void => {
      if (value === undefined) return
      where.push(`${column} = ?`)
      bind.push(value)
    }
    if (query.states) {
      where.push(`state IN (${query.states.map(() => '?').join(', ')})`)
      bind.push(...query.states)
    }
    equal('kind', query.kind)
    equal('uscc', query.uscc)
    equal('batch', query.batchId)
    equal('creator', query.creator)
    if (query.sight) {
      where.push(`(creator = ? OR kind IN (${query.sight.kinds.map(() => '?').join(', ')}))`)
      bind.push(query.sight.creator, ...query.sight.kinds)
    }
    const clause = where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''
    const total = this.db.prepare<{ n: number }>(`SELECT count(*) AS n FROM draft ${clause}`).get(...bind)!.n
    const rows = this.db
      .prepare<DraftRow>(`SELECT ${COLUMNS} FROM draft ${clause} ORDER BY updated_at DESC, id DESC LIMIT ? OFFSET ?`)
      .all(...bind, query.limit, query.offset ?? 0)
    return { total, items: rows.map(toDraft) }
  }

  history(id: string): readonly DraftEvent[] {
    return this.selectEvents.all(id).map(({ staff, ...event }) => ({ ...event, staffId: staff }))
  }

  counts(): ReadonlyMap<string, number> {
    return new Map(this.countStates.all().map(({ state, n }) => [state, n]))
  }

  byFingerprint(fingerprint: string): string | null {
    return this.selectFingerprint.get(fingerprint)?.id ?? null
  }

  private insertRow(draft: NewDraft, event: DraftEvent): void {
    this.insert.run(
      draft.id,
      draft.kind,
      draft.state ?? 'draft',
      draft.title,
      draft.uscc,
      draft.creator,
      JSON.stringify(draft.content),
      JSON.stringify(draft.steps ?? []),
      draft.batchId,
      draft.fingerprint,
      draft.problems,
      draft.createdAt,
      draft.createdAt,
    )
    this.addEvent(draft.id, event)
  }

  private addEvent(id: string, { at, staffId, action, comment }: DraftEvent): void {
    this.insertEvent.run(id, at, staffId, action, comment)
  }

  private must(id: string): Draft {
    return toDraft(this.select.get(id)!)
  }
}

function toDraft(row: DraftRow): Draft {
  return {
    id: row.id,
    kind: row.kind,
    rev: row.rev,
    state: row.state,
    title: row.title,
    uscc: row.uscc,
    creator: row.creator,
    content: JSON.parse(row.content) as DraftContent,
    steps: JSON.parse(row.steps) as DraftStep[],
    batchId: row.batch,
    fingerprint: row.fingerprint,
    problems: row.problems,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    recordId: row.record,
  }
}
