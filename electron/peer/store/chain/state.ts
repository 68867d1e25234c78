import { equalBytes } from '../../../../shared/kit/bytes.ts'
import { bucketHash, bucketOf, EMPTY_BUCKET, entryOf } from '../../../../shared/ledger/state/bucket.ts'
import type { StateChange } from '../../../../shared/ledger/state/executor.ts'
import { HASH_BYTES, STATE_BUCKETS } from '../../../../shared/ledger/limits.ts'
import { StateTree, type BucketChanges } from '../../../../shared/ledger/state/tree.ts'
import type { Hash } from '../../../../shared/ledger/types.ts'
import type { Database } from '../sqlite/database.ts'
import { after } from './prefix.ts'
import type { ChainState } from './types.ts'

const PAGE = 256
const BUCKET_PAGE = 4_096
type Entry = readonly [key: string, value: Uint8Array]

/** state and bucket: the finalized state by key and by bucket, and its tree in memory. */
export class State implements ChainState {
  private readonly db: Database
  private readonly select
  private readonly range
  private readonly rest
  private readonly ofBucket
  private readonly upsert
  private readonly remove
  private readonly setBucket
  private readonly unsetBucket
  private readonly count
  private hashes: StateTree

  constructor(db: Database) {
    this.db = db
    this.select = db.prepare<{ value: Uint8Array }>('SELECT value FROM state WHERE key = ?')
    this.range = db.prepare<{ key: string; value: Uint8Array }>(`SELECT key, value FROM state WHERE key >= ? AND key < ? ORDER BY key LIMIT ${PAGE}`)
    this.rest = db.prepare<{ key: string; value: Uint8Array }>(`SELECT key, value FROM state WHERE key >= ? ORDER BY key LIMIT ${PAGE}`)
    this.ofBucket = db.prepare<{ key: string; value: Uint8Array }>('SELECT key, value FROM state WHERE bucket = ? ORDER BY key')
    this.upsert = db.prepare('INSERT INTO state (key, bucket, value) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
    this.remove = db.prepare('DELETE FROM state WHERE key = ?')
    this.setBucket = db.prepare('INSERT INTO bucket (bucket, hash) VALUES (?, ?) ON CONFLICT (bucket) DO UPDATE SET hash = excluded.hash')
    this.unsetBucket = db.prepare('DELETE FROM bucket WHERE bucket = ?')
    this.count = db.prepare<{ n: number }>('SELECT count(*) AS n FROM state')
    this.hashes = this.loadTree()
  }

  get tree(): StateTree {
    return this.hashes
  }
  get root(): Hash {
    return this.hashes.root
  }
  get entries(): number {
    return this.count.get()!.n
  }

  get(key: string): Uint8Array | null {
    return this.select.get(key)?.value ?? null
  }

  /** In pages, so that a caller may read and list further while it walks. */
  *list(prefix: string): Generator<Entry> {
    const end = after(prefix)
    let from = prefix
    for (;;) {
      const rows = end === null ? this.rest.all(from) : this.range.all(from, end)
      for (const { key, value } of rows) yield [key, value]
      if (rows.length < PAGE) return
      // The smallest text above the last key.
      from = `${rows.at(-1)!.key}\0`
    }
  }

  bucket(index: number): Entry[] {
    return this.hashes.isEmpty(index) ? [] : this.stored(index)
  }

  /**
   * Inside a transaction: writes the changes; returns the hashes of the touched buckets, not yet in the tree. `known`: those
   * hashes, where an execution on this very state has computed them; else they are computed from what is stored.
   */
  write(changes: readonly StateChange[], known?: BucketChanges): BucketChanges {
    const touched = new Set<number>()
    for (const [key, value] of new Map(changes)) {
      const bucket = bucketOf(key)
      touched.add(bucket)
      if (value === null) this.remove.run(key)
      else this.upsert.run(key, bucket, value)
    }
    const hashes = known ?? new Map([...touched].map((bucket) => [bucket, this.hashOf(bucket)]))
    for (const [bucket, hash] of hashes) {
      if (equalBytes(hash, EMPTY_BUCKET)) this.unsetBucket.run(bucket)
      else this.setBucket.run(bucket, hash)
    }
    return hashes
  }

  /** After the transaction: takes the buckets into the tree. */
  adopt(buckets: BucketChanges): void {
    this.hashes.apply(buckets)
  }

  /** Computes every bucket from its entries: for a file whose bucket hashes don't give the root they should. */
  recompute(): void {
    this.db.transaction(() => {
      const buckets = this.db.prepare<{ bucket: number }>('SELECT DISTINCT bucket FROM state').all()
      this.db.exec('DELETE FROM bucket')
      for (const { bucket } of buckets) {
        this.setBucket.run(bucket, this.hashOf(bucket))
      }
    })
    this.hashes = this.loadTree()
  }

  /** The tree of the state that was fetched (`next_state`). */
  nextTree(): StateTree {
    return this.treeOf('next_bucket')
  }

  /** Inside a transaction: the fetched state takes the place of this one. `reload` afterwards. */
  switchToNext(): void {
    this.db.exec(`
      DROP TABLE state; ALTER TABLE next_state RENAME TO state; CREATE INDEX state_bucket ON state (bucket, key);
      DROP TABLE bucket; ALTER TABLE next_bucket RENAME TO bucket;
      CREATE TABLE next_state (key TEXT PRIMARY KEY, bucket INTEGER NOT NULL, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE next_bucket (bucket INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT;
    `)
  }

  /** After such a switch, or where it failed: what is in memory follows the file. */
  reload(tree: StateTree = this.loadTree()): void {
    this.hashes = tree
  }

  private hashOf(bucket: number): Hash {
    return bucketHash(this.stored(bucket).map(([key, value]) => entryOf(key, value)))
  }

  private stored(bucket: number): Entry[] {
    return this.ofBucket.all(bucket).map(({ key, value }) => [key, value])
  }

  private loadTree(): StateTree {
    return this.treeOf('bucket')
  }

  private treeOf(table: 'bucket' | 'next_bucket'): StateTree {
    const hashes = new Uint8Array(STATE_BUCKETS * HASH_BYTES)
    const page = this.db.prepare<{ bucket: number; hash: Uint8Array }>(`SELECT bucket, hash FROM ${table} WHERE bucket >= ? ORDER BY bucket LIMIT ${BUCKET_PAGE}`)
    for (let from = 0; ; ) {
      const rows = page.all(from)
      for (const { bucket, hash } of rows) hashes.set(hash, bucket * HASH_BYTES)
      if (rows.length < BUCKET_PAGE) return StateTree.ofHashes(hashes)
      from = rows.at(-1)!.bucket + 1
    }
  }
}
