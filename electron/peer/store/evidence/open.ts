import { CodedError } from '../../../../shared/kit/result.ts'
import { setAside } from '../sqlite/aside.ts'
import type { Database } from '../sqlite/database.ts'
import { openFile, type OpenOptions } from '../sqlite/open.ts'
import { EVIDENCE_FILE } from './schema.ts'

/** What of a member's conduct in the ledger contradicts itself. E1-E3: votes, A1: envelopes, FORK: two sides (fork.ts). */
export type EvidenceCode = 'E1' | 'E2' | 'E3' | 'A1' | 'FORK'

export interface StoredEvidence {
  /** One name for one breach, however often it is found. */
  readonly name: string
  readonly code: EvidenceCode
  /** Who broke the rule; null for a fork. */
  readonly member: string | null
  readonly epoch: number | null
  readonly height: number | null
  readonly view: number | null
  /** The two encoded halves. */
  readonly first: Uint8Array
  readonly second: Uint8Array
  /** Clock of this computer, ms. */
  readonly foundAt: number
}

/** Kept at least so long, ms: 90 days. */
export const KEPT_MS = 90 * 86_400_000
/** Pieces kept at once: one a member, rule and view; nobody honest makes any. */
export const MAX_EVIDENCE = 10_000

export interface EvidenceStore {
  /**
   * 'added', 'known' (this breach is kept already), or 'full': nothing younger than 90 days makes room, so the piece is not
   * kept and the caller has to say so. Throws DISK_FULL, STORE_IO.
   */
  add(evidence: StoredEvidence): 'added' | 'known' | 'full'
  get(name: string): StoredEvidence | null
  /** Newest first. */
  list(): readonly StoredEvidence[]
  close(): void
}

/** Opens evidence.db. A damaged file is set aside, never deleted; `setAside` is then its new name. Throws what openFile throws. */
export function openEvidence(path: string, options: OpenOptions & { readonly limit?: number }): { readonly store: EvidenceStore; readonly setAside: string | null } {
  const limit = options.limit ?? MAX_EVIDENCE
  try {
    return { store: new Evidence(openFile(path, EVIDENCE_FILE, options), limit), setAside: null }
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== 'STORE_CORRUPT') throw error
    const aside = setAside(path, options.now)
    return { store: new Evidence(openFile(path, EVIDENCE_FILE, options), limit), setAside: aside }
  }
}

interface Row {
  name: string
  code: string
  member: string | null
  epoch: number | null
  height: number | null
  view: number | null
  first: Uint8Array
  second: Uint8Array
  found_at: number
}

class Evidence implements EvidenceStore {
  readonly #db: Database
  readonly #limit: number

  constructor(db: Database, limit: number) {
    this.#db = db
    this.#limit = limit
  }

  add({ name, code, member, epoch, height, view, first, second, foundAt }: StoredEvidence): 'added' | 'known' | 'full' {
    if (this.get(name)) return 'known'
    return this.#db.transaction(() => {
      const { count } = this.#db.prepare<{ count: number }>('SELECT count(*) AS count FROM evidence').get()!
      // Forks are never dropped: they end all voting until people have agreed what to do.
      const old = "name IN (SELECT name FROM evidence WHERE found_at < ? AND code <> 'FORK' ORDER BY found_at LIMIT 1)"
      if (count >= this.#limit && this.#db.prepare(`DELETE FROM evidence WHERE ${old}`).run(foundAt - KEPT_MS).changes === 0) return 'full'
      this.#db
        .prepare('INSERT INTO evidence (name, code, member, epoch, height, view, first, second, found_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
        .run(name, code, member, epoch, height, view, first, second, foundAt)
      return 'added'
    })
  }

  get(name: string): StoredEvidence | null {
    const row = this.#db.prepare<Row>('SELECT * FROM evidence WHERE name = ?').get(name)
    return row ? toEvidence(row) : null
  }

  list(): StoredEvidence[] {
    return this.#db.prepare<Row>('SELECT * FROM evidence ORDER BY found_at DESC, name').all().map(toEvidence)
  }

  close(): void {
    this.#db.close()
  }
}

const toEvidence = ({ found_at, code, ...row }: Row): StoredEvidence => ({ ...row, code: code as EvidenceCode, foundAt: found_at })
