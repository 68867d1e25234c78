import type { Database } from '../sqlite/database.ts'

/** Certificates of the newest blocks: who was away for a while finds one for each height it lacks. */
const RECENT = 1024
/** Further back, one every so many heights is kept as a checkpoint. */
const EVERY = 256

/** The last block of an epoch: header and certificate, kept for ever. */
export interface Closing {
  readonly height: number
  readonly header: Uint8Array
  readonly cert: Uint8Array
}

/** cert, archive_cert and epoch_close: why a block is final. */
export class Certs {
  private readonly select
  private readonly insert
  private readonly thin
  private readonly selectArchive
  private readonly insertArchive
  private readonly insertClosing
  private readonly selectClosings

  constructor(db: Database) {
    this.select = db.prepare<{ bytes: Uint8Array }>('SELECT bytes FROM cert WHERE height = ?')
    this.insert = db.prepare('INSERT INTO cert (height, bytes) VALUES (?, ?)')
    this.thin = db.prepare(
      `DELETE FROM cert WHERE height <= ? AND height % ${EVERY} <> 0 AND height NOT IN (SELECT height FROM header WHERE closing = 1)`,
    )
    this.selectArchive = db.prepare<{ bytes: Uint8Array }>('SELECT bytes FROM archive_cert WHERE height = ? ORDER BY rowid')
    this.insertClosing = db.prepare('INSERT OR IGNORE INTO epoch_close (height, header, cert) VALUES (?, ?, ?)')
    this.selectClosings = db.prepare<Closing>('SELECT height, header, cert FROM epoch_close ORDER BY height LIMIT ? OFFSET ?')
    this.insertArchive = db.prepare('INSERT INTO archive_cert (height, bytes) VALUES (?, ?)')
  }

  get(height: number): Uint8Array | null {
    return this.select.get(height)?.bytes ?? null
  }
  archive(height: number): Uint8Array[] {
    return this.selectArchive.all(height).map(({ bytes }) => bytes)
  }

  /** Closing blocks of the epochs `from` on, at most `limit`. */
  closings(from: number, limit: number): Closing[] {
    return this.selectClosings.all(limit, from)
  }
  /** Inside a transaction: a closing block, with its certificate. */
  addClosing({ height, header, cert }: Closing): void {
    this.insertClosing.run(height, header, cert)
  }

  /** Adds one and drops what is no longer kept: all but every 256th and every closing one below the newest 1 024. */
  add(height: number, cert: Uint8Array, archive: readonly Uint8Array[]): void {
    // Empty: fetched from a member that no longer keeps it; a later certificate vouches for the block.
    if (cert.length > 0) this.insert.run(height, cert)
    for (const bytes of archive) this.insertArchive.run(height, bytes)
    // Not at every block: the scan walks all the kept ones.
    if (height % EVERY === 0) this.thin.run(height - RECENT)
  }
}
