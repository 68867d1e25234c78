import { CodedError } from '../../../../shared/kit/result.ts'
import { consistencyProof, inclusionProof } from '../../../../shared/ledger/log/proof.ts'
import { appendToTiles, frontierAt, rootAt } from '../../../../shared/ledger/log/tiles.ts'
import type { Frontier } from '../../../../shared/ledger/log/tree.ts'
import type { Hash } from '../../../../shared/ledger/types.ts'
import type { Database } from '../sqlite/database.ts'
import type { LogStore } from './types.ts'

/** Tiles kept in memory: the right edge of a log of 2^32 records has four. */
const CACHED_TILES = 64

/** log_tile: the Merkle tree over all records, in tiles of 256 hashes. */
export class Log implements LogStore {
  private readonly select
  private readonly write
  private readonly cache = new Map<string, Uint8Array>()
  private leaves: number
  private edge: Frontier | null = null

  constructor(db: Database, size: number) {
    this.select = db.prepare<{ hashes: Uint8Array }>('SELECT hashes FROM log_tile WHERE level = ? AND tile = ?')
    this.write = db.prepare('INSERT INTO log_tile (level, tile, hashes) VALUES (?, ?, ?) ON CONFLICT (level, tile) DO UPDATE SET hashes = excluded.hashes')
    this.leaves = size
  }

  get size(): number {
    return this.leaves
  }

  tile(level: number, index: number): Uint8Array {
    const key = `${level}/${index}`
    const cached = this.cache.get(key)
    if (cached) return cached
    const row = this.select.get(level, index)
    if (!row) throw new CodedError('STORE_CORRUPT', { file: 'chain.db', detail: `log tile ${key}` })
    if (this.cache.size >= CACHED_TILES) this.cache.clear()
    this.cache.set(key, row.hashes)
    return row.hashes
  }

  frontier(): Frontier {
    return (this.edge ??= frontierAt(this, this.leaves))
  }
  root(size = this.leaves): Hash {
    return rootAt(this, this.within(size))
  }
  inclusion(index: number, size = this.leaves): readonly Hash[] {
    return inclusionProof(this, index, this.within(size))
  }
  consistency(from: number, to = this.leaves): readonly Hash[] {
    return consistencyProof(this, from, this.within(to))
  }

  /** Inside the transaction of a block. `reset` undoes what is in memory when the transaction fails. */
  append(leaves: readonly Hash[]): void {
    for (const { level, index, bytes } of appendToTiles(this, leaves)) {
      this.write.run(level, index, bytes)
      this.cache.delete(`${level}/${index}`)
    }
    this.leaves += leaves.length
    this.edge = null
  }

  reset(size: number): void {
    this.leaves = size
    this.edge = null
    this.cache.clear()
  }

  private within(size: number): number {
    if (!Number.isSafeInteger(size) || size < 0 || size > this.leaves) throw new CodedError('LOG_INDEX', { index: size, size: this.leaves })
    return size
  }
}
