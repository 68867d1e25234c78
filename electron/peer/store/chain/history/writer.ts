import { existsSync } from 'node:fs'
import { equalBytes } from '../../../../../shared/kit/bytes.ts'
import { SEGMENT } from '../../../../../shared/ledger/log/segments.ts'
import type { Hash } from '../../../../../shared/ledger/types.ts'
import { setAside } from '../../sqlite/aside.ts'
import type { Database } from '../../sqlite/database.ts'
import { openFile } from '../../sqlite/open.ts'
import { CodedError } from '../../../../../shared/kit/result.ts'
import { HEADER_INDEXES, HISTORY_FILE, RECORD_INDEXES } from './schema.ts'

/** A record of the history as it is stored: its place, its bytes, and what lists and lookups need of it. */
export interface HistoryRecord {
  readonly id: Hash
  readonly envelope: Uint8Array
  readonly kind: string
  readonly author: string
  readonly device: Hash
  readonly seq: number
  readonly at: number
  readonly subject: string | null
  readonly title: string
}
export interface HistoryHeader {
  readonly height: number
  readonly blockId: Hash
  readonly bytes: Uint8Array
  readonly time: number
  readonly logSize: number
}

/** The one writer of the history file. What it is given is verified already; what it has is durable and never fetched twice. */
export class HistoryWriter {
  private readonly db: Database
  private readonly addRecord
  private readonly addSegment
  private readonly addHeader

  /** Opens or creates the file; a damaged one, or one of another network, is set aside. Throws DISK_FULL, STORE_IO ... */
  constructor(path: string, genesisHash: Hash, now: number) {
    this.db = openOwned(path, genesisHash, now)
    // Fetched again if a power cut takes the last of it: one flush at the end of a phase instead of one a segment.
    this.db.pragma('synchronous = NORMAL')
    this.db.pragma('cache_size = -8192')
    this.db.pragma('wal_autocheckpoint = 4000')
    this.addRecord = this.db.prepare('INSERT INTO record (idx, id, envelope, kind, author, device, seq, at, subject, title) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
    this.addSegment = this.db.prepare('INSERT INTO segment (segment, leaves) VALUES (?, ?)')
    this.addHeader = this.db.prepare('INSERT OR IGNORE INTO header (height, block, bytes, time, log_size) VALUES (?, ?, ?, ?, ?)')
  }

  /** Segments that are here, with their leaves: a segment counts only where they are still what the verified log says. */
  *segments(): Iterable<{ readonly segment: number; readonly leaves: Uint8Array }> {
    for (let after = -1; ; ) {
      const rows = this.db.prepare<{ segment: number; leaves: Uint8Array }>('SELECT segment, leaves FROM segment WHERE segment > ? ORDER BY segment LIMIT 256').all(after)
      yield* rows
      if (rows.length < 256) return
      after = rows.at(-1)!.segment
    }
  }

  /** Removes a segment (its tail has grown since). */
  dropSegment(segment: number): void {
    this.db.transaction(() => {
      this.db.prepare('DELETE FROM record WHERE idx >= ? AND idx < ?').run(segment * SEGMENT, (segment + 1) * SEGMENT)
      this.db.prepare('DELETE FROM segment WHERE segment = ?').run(segment)
    })
  }

  /** The lowest header that is here without a gap below `height`, and its parent; null where there is none. */
  lowest(below: number): { readonly height: number; readonly bytes: Uint8Array } | null {
    const top = this.db.prepare<{ height: number; bytes: Uint8Array }>('SELECT height, bytes FROM header WHERE height = ?').get(below - 1)
    if (!top) return null
    // Headers come downwards without gaps, and an older gap's lie below a hole: the first missing height ends the walk.
    const hole = this.db.prepare<{ height: number | null }>('SELECT max(h.height) AS height FROM header h WHERE h.height < ? AND NOT EXISTS (SELECT 1 FROM header p WHERE p.height = h.height - 1)').get(below)!.height!
    return this.db.prepare<{ height: number; bytes: Uint8Array }>('SELECT height, bytes FROM header WHERE height = ?').get(hole) ?? null
  }

  /** Frees the file of its indexes before it is filled. */
  begin(): void {
    this.db.exec('DROP INDEX IF EXISTS record_id; DROP INDEX IF EXISTS record_subject; DROP INDEX IF EXISTS record_kind')
  }

  addSegments(found: readonly { readonly segment: number; readonly leaves: Uint8Array; readonly records: readonly HistoryRecord[] }[]): void {
    this.db.transaction(() => {
      for (const { segment, leaves, records } of found) {
        let idx = segment * SEGMENT
        for (const { id, envelope, kind, author, device, seq, at, subject, title } of records) {
          this.addRecord.run(idx, id, envelope, kind, author, device, seq, at, subject, title)
          idx += 1
        }
        this.addSegment.run(segment, leaves)
      }
    })
  }

  addHeaders(headers: readonly HistoryHeader[]): void {
    this.db.transaction(() => {
      for (const { height, blockId, bytes, time, logSize } of headers) this.addHeader.run(height, blockId, bytes, time, logSize)
    })
  }

  indexHeaders(): void {
    for (const sql of HEADER_INDEXES) this.db.exec(sql)
  }

  /** Indexes, then everything on the disk. */
  seal(): void {
    this.indexHeaders()
    for (const sql of RECORD_INDEXES) this.db.exec(sql)
    this.db.pragma('synchronous = FULL')
    this.db.pragma('wal_checkpoint(TRUNCATE)')
  }

  close(): void {
    this.db.close()
  }
}

function openOwned(path: string, genesisHash: Hash, now: number): Database {
  for (;;) {
    try {
      // Not the whole file is checked: each segment is verified when it is stored, and pages are when they are read.
      const db = openFile(path, HISTORY_FILE, { now, check: false })
      const owner = db.prepare<{ genesis: Uint8Array }>('SELECT genesis FROM owner').get()
      if (!owner) db.prepare('INSERT INTO owner (one, genesis) VALUES (1, ?)').run(genesisHash)
      if (!owner || equalBytes(owner.genesis, genesisHash)) return db
      db.close()
    } catch (error) {
      if (!(error instanceof CodedError) || error.code !== 'STORE_CORRUPT' || !existsSync(path)) throw error
    }
    setAside(path, now)
  }
}
