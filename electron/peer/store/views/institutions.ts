import type { StateChange, StateReader } from '../../../../shared/ledger/state/executor.ts'
import type { Database, Statement } from '../sqlite/database.ts'
import { gramsOf, haystack, normalName } from './grams.ts'
import { COLUMNS, toHit, type InstitutionRow } from './row.ts'
import { Search } from './search.ts'
import type { InstitutionEntry, InstitutionHit, InstitutionSearch, InstitutionViews, ViewProjector } from './types.ts'

interface At {
  readonly height: number
  readonly time: number
}

const CHUNK = 2_000
/** Rows made at one go while other work waits: some 20 ms. */
const RENEWED = 50

/** institution and its search index: kept in step with the state inside the transaction of each block. */
export class Institutions implements InstitutionViews {
  private readonly db: Database
  private readonly projector: ViewProjector
  private readonly state: StateReader
  private readonly head: () => At
  private readonly finder: Search
  private readonly select
  private readonly selectKey
  private readonly selectNamed
  private readonly upsert
  private readonly remove
  private readonly addText
  private readonly removeText
  private readonly setNames
  private readonly removeNames
  private readonly selectCounts
  /** Sums over all rows, until the next change. */
  private sums: { institutions: number; engagements: number; conduct: number; ratings: number } | null = null
  private grades: { grade: string; count: number }[] | null = null
  private readonly selectGrades: Statement<{ grade: string; count: number }>

  constructor(db: Database, projector: ViewProjector, state: StateReader, head: () => At) {
    this.db = db
    this.projector = projector
    this.state = state
    this.head = head
    this.finder = new Search(db)
    this.select = db.prepare<InstitutionRow>(`SELECT ${COLUMNS} FROM institution WHERE uscc = ?`)
    this.selectKey = db.prepare<{ rowid: number; haystack: string; height: number }>('SELECT rowid, haystack, height FROM institution JOIN institution_names USING (rowid) WHERE uscc = ?')
    this.selectNamed = db.prepare<InstitutionRow>(
      `SELECT ${COLUMNS} FROM institution JOIN institution_names USING (rowid) WHERE rowid IN (SELECT rowid FROM institution_text WHERE institution_text MATCH ?)
       AND instr(char(10) || haystack || char(10), char(10) || ? || char(10)) > 0 LIMIT 20`,
    )
    this.upsert = db.prepare<{ rowid: number }>(
      `INSERT INTO institution (uscc, name_zh, name_en, short_name, former_names, type, home, region, biz_status,
         score, notation, class, flags, engagements, conduct_positive, conduct_negative, ratings, height)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (uscc) DO UPDATE SET name_zh = excluded.name_zh, name_en = excluded.name_en, short_name = excluded.short_name,
         former_names = excluded.former_names, type = excluded.type, home = excluded.home,
         region = excluded.region, biz_status = excluded.biz_status, score = excluded.score, notation = excluded.notation,
         class = excluded.class, flags = excluded.flags, engagements = excluded.engagements,
         conduct_positive = excluded.conduct_positive, conduct_negative = excluded.conduct_negative,
         ratings = excluded.ratings, height = excluded.height
       RETURNING rowid`,
    )
    this.remove = db.prepare('DELETE FROM institution WHERE rowid = ?')
    this.addText = db.prepare('INSERT INTO institution_text (rowid, grams) VALUES (?, ?)')
    this.setNames = db.prepare('INSERT INTO institution_names (rowid, haystack) VALUES (?, ?) ON CONFLICT (rowid) DO UPDATE SET haystack = excluded.haystack')
    this.removeNames = db.prepare('DELETE FROM institution_names WHERE rowid = ?')
    this.removeText = db.prepare('DELETE FROM institution_text WHERE rowid = ?')
    this.selectCounts = db.prepare<{ institutions: number; engagements: number; conduct: number; ratings: number }>(
      `SELECT count(*) AS institutions, coalesce(sum(engagements), 0) AS engagements,
         coalesce(sum(conduct_positive + conduct_negative), 0) AS conduct, coalesce(sum(ratings), 0) AS ratings FROM institution`,
    )
    this.selectGrades = db.prepare(
      'SELECT notation AS grade, count(*) AS count FROM institution WHERE notation IS NOT NULL GROUP BY notation ORDER BY count DESC, notation',
    )
  }

  search(query: InstitutionSearch): { total: number; items: InstitutionHit[] } {
    return this.finder.run(query)
  }

  get(uscc: string): InstitutionHit | null {
    const row = this.select.get(uscc)
    return row ? toHit(row) : null
  }

  named(name: string): InstitutionHit[] {
    const needle = normalName(name)
    return needle === '' ? [] : this.selectNamed.all(this.finder.match(needle), needle).map(toHit)
  }

  counts(): { institutions: number; engagements: number; conduct: number; ratings: number } {
    return (this.sums ??= this.selectCounts.get()!)
  }

  gradeCounts(): { grade: string; count: number }[] {
    return (this.grades ??= this.selectGrades.all())
  }

  rebuild(usccs?: readonly string[]): number {
    const at = this.head()
    let done = 0
    if (!usccs) {
      // Everything in one transaction: a list that is half old and half new would be worse than an old one.
      this.db.transaction(() => {
        const kept = new Map(this.db.prepare<{ uscc: string; height: number }>('SELECT uscc, height FROM institution').all().map((row) => [row.uscc, row.height]))
        this.db.exec('DELETE FROM institution; DELETE FROM institution_names; DELETE FROM institution_text;')
        for (const uscc of this.projector.all(this.state)) {
          this.project(uscc, at, kept.get(uscc))
          done++
        }
        this.setVersion()
      })
      return done
    }
    for (let i = 0; i < usccs.length; i += CHUNK) {
      this.db.transaction(() => {
        for (const uscc of usccs.slice(i, i + CHUNK)) {
          this.project(uscc, at, this.selectKey.get(uscc)?.height)
          done++
        }
      })
    }
    return done
  }

  /** Inside a transaction that replaces the state: the rows are of another one until `renew` is through, in this run or the next. */
  outdate(): void {
    this.db.exec('DELETE FROM view_info')
  }

  *renew(): Generator<void> {
    const stale = new Set(this.db.prepare<{ uscc: string }>('SELECT uscc FROM institution').all().map(({ uscc }) => uscc))
    let batch: string[] = []
    for (const uscc of this.projector.all(this.state)) {
      stale.delete(uscc)
      if (batch.push(uscc) < RENEWED) continue
      this.rebuild(batch)
      batch = []
      yield
    }
    this.rebuild([...batch, ...stale])
    this.setVersion()
  }

  /** Rebuilds where the rows were made by another version of the projector, or never. */
  ensureCurrent(): void {
    const found = this.db.prepare<{ version: number }>('SELECT version FROM view_info').get()
    if (found?.version !== this.projector.version) this.rebuild()
  }

  /** Inside the transaction of a block, after its state changes are in the tables. */
  update(changes: readonly StateChange[], at: At): void {
    for (const uscc of new Set(this.projector.touched(changes))) this.project(uscc, at, at.height)
  }

  private setVersion(): void {
    this.db.prepare('INSERT INTO view_info (one, version) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET version = excluded.version').run(this.projector.version)
  }

  private project(uscc: string, at: At, height: number = at.height): void {
    this.sums = null
    this.grades = null
    const entry = this.projector.institution(uscc, this.state, at)
    const before = this.selectKey.get(uscc)
    if (!entry) {
      if (!before) return
      this.removeText.run(before.rowid)
      this.removeNames.run(before.rowid)
      this.remove.run(before.rowid)
      return
    }
    const text = haystack([entry.nameZh, entry.nameEn, entry.shortName, ...entry.formerNames])
    const { rowid } = this.upsert.get(...values(entry, height))!
    if (before?.haystack === text) return
    if (before) this.removeText.run(rowid)
    this.setNames.run(rowid, text)
    this.addText.run(rowid, gramsOf(text))
  }
}

function values(entry: InstitutionEntry, height: number): (string | number | null)[] {
  const { composite } = entry
  return [
    entry.uscc,
    entry.nameZh,
    entry.nameEn,
    entry.shortName,
    JSON.stringify(entry.formerNames),
    entry.type,
    entry.home,
    entry.regionCode,
    entry.bizStatus,
    composite?.score ?? null,
    composite?.notation ?? null,
    composite?.class ?? null,
    JSON.stringify(composite?.flags ?? []),
    entry.engagements,
    entry.conductPositive,
    entry.conductNegative,
    entry.ratings,
    height,
  ]
}
