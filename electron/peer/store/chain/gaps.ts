import type { Database } from '../sqlite/database.ts'

/** A span of the ledger that chain.db itself does not have: its records `first` to `size` (exclusive), and its headers. */
export interface Gap {
  readonly first: number
  readonly size: number
  readonly firstHeight: number
  /** Height of the verified block it ends with; that header is in chain.db. */
  readonly lastHeight: number
  /** All of it is in the history file, and indexed there. */
  readonly sealed: boolean
}

/** A span of the log and where its records are. */
export interface Span {
  readonly from: number
  readonly to: number
  readonly gap: Gap | null
}

interface GapRow {
  first: number
  size: number
  first_height: number
  last_height: number
  sealed: number
}

/** gap: what a start from a verified state left out. */
export class Gaps {
  private readonly select
  private readonly insert
  private readonly markSealed
  private found: readonly Gap[]

  constructor(db: Database) {
    this.select = db.prepare<GapRow>('SELECT first, size, first_height, last_height, sealed FROM gap ORDER BY first')
    this.insert = db.prepare('INSERT INTO gap (first, size, first_height, last_height, sealed) VALUES (?, ?, ?, ?, 0)')
    this.markSealed = db.prepare('UPDATE gap SET sealed = 1 WHERE first = ?')
    this.found = this.read()
  }

  all(): readonly Gap[] {
    return this.found
  }
  open(): Gap | null {
    return this.found.find(({ sealed }) => !sealed) ?? null
  }
  ofHeight(height: number): Gap | null {
    return this.found.find(({ firstHeight, lastHeight }) => height >= firstHeight && height < lastHeight) ?? null
  }
  ofRecord(index: number): Gap | null {
    return this.found.find(({ first, size }) => index >= first && index < size) ?? null
  }

  /** The log from `from` to `to` (exclusive) cut into spans, ascending. */
  spans(from: number, to: number): Span[] {
    const spans: Span[] = []
    let at = from
    const add = (end: number, gap: Gap | null): void => {
      if (end > at) spans.push({ from: at, to: end, gap })
      at = Math.max(at, end)
    }
    for (const gap of this.found) {
      add(Math.min(to, gap.first), null)
      add(Math.min(to, gap.size), gap)
    }
    add(to, null)
    return spans
  }

  /** Inside a transaction; `reload` afterwards. */
  add(gap: Omit<Gap, 'sealed'>): void {
    this.insert.run(gap.first, gap.size, gap.firstHeight, gap.lastHeight)
  }
  seal(first: number): void {
    this.markSealed.run(first)
    this.reload()
  }
  reload(): void {
    this.found = this.read()
  }

  private read(): readonly Gap[] {
    return this.select.all().map((row) => ({ first: row.first, size: row.size, firstHeight: row.first_height, lastHeight: row.last_height, sealed: row.sealed === 1 }))
  }
}
