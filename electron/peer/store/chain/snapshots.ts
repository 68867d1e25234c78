import { equalBytes, toHex } from '../../../../shared/kit/bytes.ts'
import { CodedError } from '../../../../shared/kit/result.ts'
import type { Hash } from '../../../../shared/ledger/types.ts'
import type { Database } from '../sqlite/database.ts'
import { openReadOnly } from '../sqlite/open.ts'
import { CHAIN_FILE } from './schema.ts'

/** Snapshots open at once: each holds the write-ahead log back from being copied into the file. */
const MAX_SNAPSHOTS = 2
/** Nobody asked for so long: the snapshot is closed, ms. */
const IDLE_MS = 30_000
const PAGE = 512

interface HeadRow {
  height: number
  block: Uint8Array
  bytes: Uint8Array
  cert: Uint8Array
}

/** The finalized state at one block, in a read transaction of its own: what is committed meanwhile does not show in it. */
export class StateSnapshot {
  readonly head: { readonly header: Uint8Array; readonly certificate: Uint8Array }
  readonly blockId: Hash
  private readonly db: Database
  private readonly page
  private readonly rest

  constructor(path: string) {
    this.db = openReadOnly(path, CHAIN_FILE)
    try {
      this.db.exec('BEGIN')
      const row = this.db.prepare<HeadRow>('SELECT header.height, block, header.bytes, cert.bytes AS cert FROM header JOIN cert USING (height) ORDER BY header.height DESC LIMIT 1').get()
      const newest = this.db.prepare<{ height: number }>('SELECT max(height) AS height FROM header').get()
      // The certificate of the newest block may still be on its way (catch-up): nothing is served that can't be proven.
      if (!row || row.height !== newest?.height) throw new CodedError('NET_SNAPSHOT_GONE')
      this.head = { header: row.bytes, certificate: row.cert }
      this.blockId = row.block
      this.page = this.db.prepare<{ bucket: number; key: string; value: Uint8Array }>(`SELECT bucket, key, value FROM state WHERE bucket = ? AND key > ? ORDER BY key LIMIT ${PAGE}`)
      this.rest = this.db.prepare<{ bucket: number; key: string; value: Uint8Array }>(`SELECT bucket, key, value FROM state WHERE bucket > ? AND bucket < ? ORDER BY bucket, key LIMIT ${PAGE}`)
    } catch (error) {
      this.db.close()
      throw error
    }
  }

  *hashes(): Iterable<readonly [bucket: number, hash: Hash]> {
    const page = this.db.prepare<{ bucket: number; hash: Uint8Array }>(`SELECT bucket, hash FROM bucket WHERE bucket >= ? ORDER BY bucket LIMIT ${PAGE}`)
    for (let from = 0; ; ) {
      const rows = page.all(from)
      for (const { bucket, hash } of rows) yield [bucket, hash]
      if (rows.length < PAGE) return
      from = rows.at(-1)!.bucket + 1
    }
  }

  *entries(from: number, to: number): Iterable<readonly [bucket: number, key: string, value: Uint8Array]> {
    for (let before = from - 1; ; ) {
      const rows = this.rest.all(before, to)
      for (const { bucket, key, value } of rows) yield [bucket, key, value]
      if (rows.length < PAGE) return
      // The page may end inside a bucket: the rest of that one first.
      const last = rows.at(-1)!
      for (let key = last.key; ; ) {
        const more = this.page.all(last.bucket, key)
        for (const row of more) yield [row.bucket, row.key, row.value]
        if (more.length < PAGE) break
        key = more.at(-1)!.key
      }
      before = last.bucket
    }
  }

  close(): void {
    this.db.close()
  }
}

/** The snapshots this peer serves, shared by all who ask for the same block; bounded, and closed when nobody asks any more. */
export class Snapshots {
  private readonly path: string
  private readonly newest: () => Hash
  private readonly open_ = new Map<string, { readonly snapshot: StateSnapshot; used: number }>()
  private readonly sweeper: NodeJS.Timeout

  /** `newest`: id of the newest final block. */
  constructor(path: string, newest: () => Hash) {
    this.path = path
    this.newest = newest
    this.sweeper = setInterval(() => this.sweep(), IDLE_MS / 3)
    this.sweeper.unref()
  }

  /** The snapshot of the block `at`, or of the newest one. Throws NET_SNAPSHOT_GONE (no longer open here), NET_SNAPSHOTS_FULL. */
  open(at: Hash | null): StateSnapshot {
    const wanted = at ?? this.newest()
    const known = this.open_.get(toHex(wanted))
    if (known) {
      known.used = performance.now()
      return known.snapshot
    }
    if (!equalBytes(wanted, this.newest())) throw new CodedError('NET_SNAPSHOT_GONE')
    if (this.open_.size >= MAX_SNAPSHOTS) throw new CodedError('NET_SNAPSHOTS_FULL', { limit: MAX_SNAPSHOTS })
    const snapshot = new StateSnapshot(this.path)
    this.open_.set(toHex(snapshot.blockId), { snapshot, used: performance.now() })
    return snapshot
  }

  close(): void {
    clearInterval(this.sweeper)
    for (const { snapshot } of this.open_.values()) snapshot.close()
    this.open_.clear()
  }

  private sweep(): void {
    for (const [id, { snapshot, used }] of this.open_) {
      if (performance.now() - used < IDLE_MS) continue
      snapshot.close()
      this.open_.delete(id)
    }
  }
}
