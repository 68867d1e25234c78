import { bucketHash, entryOf } from '../../../../shared/ledger/state/bucket.ts'
import { equalBytes } from '../../../../shared/kit/bytes.ts'
import type { Hash } from '../../../../shared/ledger/types.ts'
import { Database } from '../sqlite/database.ts'

export interface StagedBucket {
  readonly bucket: number
  readonly entries: readonly (readonly [key: string, value: Uint8Array])[]
}

/**
 * next_state and next_bucket of an open chain.db: a state on its way, bucket by bucket, each verified alone. Filled on a
 * connection of its own (in a worker); small transactions, so that a block or a pending record never waits long.
 */
export class Staging {
  private readonly db: Database
  private readonly add
  private readonly addHash

  constructor(chainPath: string) {
    this.db = new Database(chainPath, 'chain.db', { timeoutMs: 10_000 })
    // Fetched again if a power cut takes the last of it; the switch to it is flushed whole.
    this.db.pragma('synchronous = NORMAL')
    this.db.pragma('cache_size = -8192')
    this.add = this.db.prepare('INSERT OR REPLACE INTO next_state (key, bucket, value) VALUES (?, ?, ?)')
    this.addHash = this.db.prepare('INSERT OR REPLACE INTO next_bucket (bucket, hash) VALUES (?, ?)')
  }

  /** Buckets that are here and still have these hashes (joined, one for each bucket); all others are removed. */
  keep(hashes: Uint8Array): Set<number> {
    const kept = new Set<number>()
    const stale: number[] = []
    for (const { bucket, hash } of this.db.prepare<{ bucket: number; hash: Uint8Array }>('SELECT bucket, hash FROM next_bucket').all()) {
      if (equalBytes(hash, hashes.subarray(bucket * 32, bucket * 32 + 32))) kept.add(bucket)
      else stale.push(bucket)
    }
    if (kept.size === 0 && stale.length > 0) this.db.exec('DELETE FROM next_state; DELETE FROM next_bucket')
    else if (stale.length > 0) this.drop(new Set(stale))
    return kept
  }

  /**
   * Stores the buckets whose content has the hash it must have; gives the first one that has not, null where all have. A bucket may
   * come again: where a peer lied about one of them, the others of its answer are here when the next peer is asked for all.
   */
  take(buckets: readonly StagedBucket[], hashes: Uint8Array): number | null {
    const sound: { readonly bucket: StagedBucket; readonly hash: Hash }[] = []
    let wrong: number | null = null
    for (const bucket of buckets) {
      const hash = bucketHash(bucket.entries.map(([key, value]) => entryOf(key, value)))
      if (equalBytes(hash, hashes.subarray(bucket.bucket * 32, bucket.bucket * 32 + 32))) sound.push({ bucket, hash })
      else wrong ??= bucket.bucket
    }
    this.db.transaction(() => {
      for (const { bucket, hash } of sound) {
        for (const [key, value] of bucket.entries) this.add.run(key, bucket.bucket, value)
        this.addHash.run(bucket.bucket, hash)
      }
    })
    return wrong
  }

  close(): void {
    this.db.close()
  }

  private drop(stale: ReadonlySet<number>): void {
    this.db.transaction(() => {
      this.db.exec('CREATE TEMP TABLE stale (bucket INTEGER PRIMARY KEY)')
      const add = this.db.prepare('INSERT INTO stale (bucket) VALUES (?)')
      for (const bucket of stale) add.run(bucket)
      this.db.exec('DELETE FROM next_state WHERE bucket IN (SELECT bucket FROM stale); DELETE FROM next_bucket WHERE bucket IN (SELECT bucket FROM stale); DROP TABLE stale')
    })
  }
}
