import { rmSync } from 'node:fs'
import { bucketHash, entryOf } from '../../../../shared/ledger/state/bucket.ts'
import { equalBytes } from '../../../../shared/kit/bytes.ts'
import { CodedError } from '../../../../shared/kit/result.ts'
import type { Hash } from '../../../../shared/ledger/types.ts'
import { Database } from '../sqlite/database.ts'
import { openFile, type FileKind } from '../sqlite/open.ts'

export interface StagedBucket {
  readonly bucket: number
  readonly entries: readonly (readonly [key: string, value: Uint8Array])[]
}

/**
 * A state on its way: in the order in which it comes, which is that of its buckets. In the order of keys, as chain.db has it,
 * every few thousand entries would write the whole table again.
 */
const V1 = `
CREATE TABLE entry (
  bucket INTEGER NOT NULL,
  key TEXT NOT NULL,
  value BLOB NOT NULL,
  PRIMARY KEY (bucket, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE bucket (
  bucket INTEGER PRIMARY KEY,
  hash BLOB NOT NULL
) STRICT;
`
/** 'ZXLs' */
const STAGING_FILE: FileKind = { file: 'chain-next.db', applicationId: 0x5a58_4c73, migrations: [V1], copyBeforeMigration: false }

/** Where a state on its way to a chain.db is. */
export const stagingPath = (chainPath: string): string => `${chainPath.replace(/\.db$/, '')}-next.db`

/** Entries that are moved into chain.db in one transaction: nobody waits for it longer than a moment. */
const MOVED = 10_000

/**
 * The fetched state in a file of its own, bucket by bucket, each verified alone; when all is here it is moved to next_state and
 * next_bucket of chain.db. It has nothing that could not be fetched again: a file that can't be read is thrown away.
 */
export class Staging {
  private readonly path: string
  private readonly chainPath: string
  private readonly db: Database
  private readonly add
  private readonly addHash

  constructor(chainPath: string, now: number) {
    this.path = stagingPath(chainPath)
    this.chainPath = chainPath
    this.db = openScratch(this.path, now)
    // Fetched again if a power cut takes the last of it; the switch to it is flushed whole.
    this.db.pragma('synchronous = NORMAL')
    this.db.pragma('cache_size = -8192')
    this.db.pragma('wal_autocheckpoint = 8000')
    this.add = this.db.prepare('INSERT OR REPLACE INTO entry (key, bucket, value) VALUES (?, ?, ?)')
    this.addHash = this.db.prepare('INSERT OR REPLACE INTO bucket (bucket, hash) VALUES (?, ?)')
  }

  /** Buckets that are here and still have these hashes (joined, one for each bucket); all others are removed. */
  keep(hashes: Uint8Array): Set<number> {
    const kept = new Set<number>()
    const stale: number[] = []
    for (const { bucket, hash } of this.db.prepare<{ bucket: number; hash: Uint8Array }>('SELECT bucket, hash FROM bucket').all()) {
      if (equalBytes(hash, hashes.subarray(bucket * 32, bucket * 32 + 32))) kept.add(bucket)
      else stale.push(bucket)
    }
    if (stale.length > 0) this.drop(stale)
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

  /** All of it into chain.db, where it waits to take the place of the state there. Throws STORE_*, DISK_FULL. */
  move(): void {
    this.db.exec('CREATE INDEX IF NOT EXISTS entry_key ON entry (key)')
    const chain = new Database(this.chainPath, 'chain.db', { timeoutMs: 10_000 })
    try {
      // The switch is flushed whole, with all that was written before it.
      chain.pragma('synchronous = NORMAL')
      chain.pragma('cache_size = -8192')
      chain.prepare('ATTACH ? AS staged').run(this.path)
      chain.exec('DELETE FROM next_state; DELETE FROM next_bucket')
      const last = chain.prepare<{ key: string | null }>(`SELECT max(key) AS key FROM (SELECT key FROM staged.entry WHERE key > ? ORDER BY key LIMIT ${MOVED})`)
      const move = chain.prepare('INSERT INTO next_state (key, bucket, value) SELECT key, bucket, value FROM staged.entry WHERE key > ? AND key <= ? ORDER BY key')
      for (let from = ''; ; ) {
        const to = last.get(from)!.key
        if (to === null) break
        move.run(from, to)
        from = to
      }
      chain.exec('INSERT INTO next_bucket SELECT bucket, hash FROM staged.bucket')
    } finally {
      chain.close()
    }
  }

  close(): void {
    this.db.close()
  }

  private drop(stale: readonly number[]): void {
    this.db.transaction(() => {
      const entries = this.db.prepare('DELETE FROM entry WHERE bucket = ?')
      const hash = this.db.prepare('DELETE FROM bucket WHERE bucket = ?')
      for (const bucket of stale) {
        entries.run(bucket)
        hash.run(bucket)
      }
    })
  }
}

function openScratch(path: string, now: number): Database {
  try {
    return openFile(path, STAGING_FILE, { now, check: false })
  } catch (error) {
    if (!(error instanceof CodedError) || !/^STORE_(?:CORRUPT|FOREIGN|NEWER)$/.test(error.code)) throw error
    removeScratch(path)
    return openFile(path, STAGING_FILE, { now, check: false })
  }
}

/** The state of this chain.db is another now: what was staged for it is in the way. */
export const removeStaged = (chainPath: string): void => removeScratch(stagingPath(chainPath))

function removeScratch(path: string): void {
  for (const rest of ['', '-wal', '-shm']) rmSync(path + rest, { force: true })
}
