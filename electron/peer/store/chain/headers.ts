import type { Hash } from '../../../../shared/ledger/types.ts'
import type { Database } from '../sqlite/database.ts'
import type { BlockCommit, StoredHeader, VerifiedBase } from './types.ts'

interface HeaderRow {
  height: number
  block: Uint8Array
  bytes: Uint8Array
  time: number
  log_size: number
  records: number
  state_root: Uint8Array
  finalized_at: number
}

const COLUMNS = 'height, block, bytes, time, log_size, records, state_root, finalized_at'
/** China Standard Time, the calendar of all centers: UTC+8 without summer time since 1991. */
const CST_MS = 8 * 3_600_000

/** header: every final block. */
export class Headers {
  private readonly byHeight
  private readonly byBlock
  private readonly newest
  private readonly insert
  private readonly perDay

  constructor(db: Database) {
    this.byHeight = db.prepare<HeaderRow>(`SELECT ${COLUMNS} FROM header WHERE height = ?`)
    this.byBlock = db.prepare<HeaderRow>(`SELECT ${COLUMNS} FROM header WHERE block = ?`)
    this.newest = db.prepare<HeaderRow>(`SELECT ${COLUMNS} FROM header WHERE height <= ? ORDER BY height DESC LIMIT ?`)
    this.insert = db.prepare(
      'INSERT INTO header (height, block, bytes, time, log_size, records, state_root, closing, finalized_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    )
    this.perDay = db.prepare<{ date: string; records: number }>(
      `SELECT date(time / 1000 + ${CST_MS / 1000}, 'unixepoch') AS date, sum(records) AS records FROM header GROUP BY date ORDER BY date DESC LIMIT ?`,
    )
  }

  get(height: number): StoredHeader | null {
    return toHeader(this.byHeight.get(height))
  }
  ofBlock(blockId: Hash): StoredHeader | null {
    return toHeader(this.byBlock.get(blockId))
  }
  /** Newest first, from `before` downwards. */
  list(before: number, limit: number): StoredHeader[] {
    return this.newest.all(before, limit).map((row) => toHeader(row)!)
  }
  head(): (StoredHeader & { readonly stateRoot: Hash }) | null {
    const row = this.newest.get(Number.MAX_SAFE_INTEGER, 1)
    return row ? { ...toHeader(row)!, stateRoot: row.state_root } : null
  }
  add(block: BlockCommit): void {
    const { height, blockId, header, time, logSize, stateRoot, closing, finalizedAt } = block
    this.insert.run(height, blockId, header, time, logSize, block.records.length, stateRoot, closing ? 1 : 0, finalizedAt)
  }
  /** A verified header whose block was not executed here. */
  addBase({ height, blockId, header, time, logSize, records, stateRoot, closing, finalizedAt }: VerifiedBase): void {
    this.insert.run(height, blockId, header, time, logSize, records, stateRoot, closing ? 1 : 0, finalizedAt)
  }
  activity(days: number): { date: string; records: number }[] {
    return this.perDay.all(days).reverse()
  }
}

function toHeader(row: HeaderRow | undefined): StoredHeader | null {
  if (!row) return null
  const { height, bytes, time, records } = row
  return { height, blockId: row.block, bytes, time, logSize: row.log_size, records, finalizedAt: row.finalized_at }
}
