import { CodedError } from '../../../../shared/kit/result.ts'
import { consistencyProof, inclusionProof } from '../../../../shared/ledger/log/proof.ts'
import { LOG_TILE_WIDTH } from '../../../../shared/ledger/limits.ts'
import { appendToTiles, frontierAt, rootAt, type Tile } from '../../../../shared/ledger/log/tiles.ts'
import { appendLeaves, logRoot, type Frontier } from '../../../../shared/ledger/log/tree.ts'
import type { Hash } from '../../../../shared/ledger/types.ts'
import type { Database } from '../sqlite/database.ts'
import type { LogStore } from './types.ts'

/** Tiles kept in memory: the right edge of a log of 2^32 records has four. */
const CACHED_TILES = 64

/** log_tile: the Merkle tree over all records, in tiles of 256 hashes. */
export class Log implements LogStore {
  private readonly select
  private readonly write
  private readonly remove
  private readonly cache = new Map<string, Uint8Array>()
  private readonly older: (segment: number) => Uint8Array | null
  private leaves: number
  private edge: Frontier | null = null

  /** `older`: leaves of a full segment that chain.db itself does not have; throws where they are not here yet. */
  constructor(db: Database, size: number, older: (segment: number) => Uint8Array | null) {
    this.older = older
    this.select = db.prepare<{ hashes: Uint8Array }>('SELECT hashes FROM log_tile WHERE level = ? AND tile = ?')
    this.write = db.prepare('INSERT INTO log_tile (level, tile, hashes) VALUES (?, ?, ?) ON CONFLICT (level, tile) DO UPDATE SET hashes = excluded.hashes')
    this.remove = db.prepare('DELETE FROM log_tile WHERE level = ? AND tile = ?')
    this.leaves = size
  }

  get size(): number {
    return this.leaves
  }

  tile(level: number, index: number): Uint8Array {
    const key = `${level}/${index}`
    const cached = this.cache.get(key)
    if (cached) return cached
    const hashes = this.select.get(level, index)?.hashes ?? (level === 0 ? this.older(index) : null)
    if (!hashes) throw new CodedError('STORE_CORRUPT', { file: 'chain.db', detail: `log tile ${key}` })
    this.keep(key, hashes)
    return hashes
  }

  frontier(): Frontier {
    return (this.edge ??= frontierAt(this, this.leaves))
  }
  root(size = this.leaves): Hash {
    return size === this.leaves ? logRoot(this.frontier()) : rootAt(this, this.within(size))
  }
  inclusion(index: number, size = this.leaves): readonly Hash[] {
    return inclusionProof(this, index, this.within(size))
  }
  consistency(from: number, to = this.leaves): readonly Hash[] {
    return consistencyProof(this, from, this.within(to))
  }

  /** Inside the transaction of a block. `reset` undoes what is in memory when the transaction fails. */
  append(leaves: readonly Hash[]): void {
    const edge = appendLeaves(this.frontier(), leaves)
    for (const { level, index, bytes } of appendToTiles(this, leaves)) {
      this.write.run(level, index, bytes)
      this.keep(`${level}/${index}`, bytes)
    }
    this.leaves += leaves.length
    this.edge = edge
  }

  /** Inside a transaction: the edge of a log whose inside is not here; `first` is where the log ended before. */
  replace(tiles: readonly Tile[], first: number): void {
    // What was the incomplete end of every level is complete now, in the given tiles or in the history.
    for (let level = 0, size = first; size > 0; level++, size = Math.floor(size / LOG_TILE_WIDTH)) this.remove.run(level, Math.floor(size / LOG_TILE_WIDTH))
    for (const { level, index, bytes } of tiles) this.write.run(level, index, bytes)
  }

  reset(size: number): void {
    this.leaves = size
    this.edge = null
    this.cache.clear()
  }

  private keep(key: string, hashes: Uint8Array): void {
    if (this.cache.size >= CACHED_TILES) this.cache.clear()
    this.cache.set(key, hashes)
  }

  private within(size: number): number {
    if (!Number.isSafeInteger(size) || size < 0 || size > this.leaves) throw new CodedError('LOG_INDEX', { index: size, size: this.leaves })
    return size
  }
}
