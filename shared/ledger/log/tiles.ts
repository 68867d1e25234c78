import { HASH_BYTES, LOG_TILE_WIDTH } from '../limits.ts'
import type { Hash } from '../types.ts'
import { appendLeaves, EMPTY_LOG, exponentOf, innerHash, logRoot, splitPoint, type Frontier } from './tree.ts'

/** Levels of the tree one tile spans: 2^8 = 256. */
const TILE_LEVELS = 8

/**
 * Read access to the stored log, as tiles in the manner of C2SP tlog-tiles: tile (L, i) holds the hashes 256 i to
 * 256 i + 255 of tree level 8 L, joined; the last tile of a level may hold fewer. A full tile never changes.
 */
export interface TileSource {
  /** Leaves in the log. */
  readonly size: number
  /** Bytes of a tile. Throws where the tile does not exist: the caller never asks for one beyond `size`. */
  tile(level: number, index: number): Uint8Array
}

export interface Tile {
  readonly level: number
  readonly index: number
  readonly bytes: Uint8Array
}

/** Hash of the complete subtree of 2^level leaves that starts at leaf index * 2^level. */
export function subtreeHash(source: TileSource, level: number, index: number): Hash {
  const tileLevel = Math.floor(level / TILE_LEVELS)
  const width = 2 ** (level % TILE_LEVELS)
  const first = index * width
  const tile = source.tile(tileLevel, Math.floor(first / LOG_TILE_WIDTH))
  const at = first % LOG_TILE_WIDTH
  let hashes: Hash[] = Array.from({ length: width }, (_, i) => tile.slice((at + i) * HASH_BYTES, (at + i + 1) * HASH_BYTES))
  while (hashes.length > 1) hashes = Array.from({ length: hashes.length / 2 }, (_, i) => innerHash(hashes[2 * i]!, hashes[2 * i + 1]!))
  return hashes[0]!
}

/** Root of the `size` leaves from `start`, which is a multiple of a power of two not below `size`. */
export function rangeHash(source: TileSource, start: number, size: number): Hash {
  const level = exponentOf(size)
  if (level >= 0) return subtreeHash(source, level, start / size)
  const k = splitPoint(size)
  return innerHash(rangeHash(source, start, k), rangeHash(source, start + k, size - k))
}

/** The frontier of the first `size` leaves (at most source.size). */
export function frontierAt(source: TileSource, size: number): Frontier {
  const peaks: Hash[] = []
  let start = 0
  let rest = size
  while (rest > 0) {
    let k = 1
    while (k * 2 <= rest) k *= 2
    peaks.push(rangeHash(source, start, k))
    start += k
    rest -= k
  }
  return { size, peaks }
}

/** Root of the first `size` leaves. */
export const rootAt = (source: TileSource, size: number): Hash => logRoot(frontierAt(source, size))

/** The tiles that appending the leaves creates or fills up, as they must be stored afterwards (lowest level first). */
export function appendToTiles(source: TileSource, leaves: readonly Hash[]): readonly Tile[] {
  const tiles: Tile[] = []
  let start = source.size
  let hashes = leaves
  for (let level = 0; hashes.length > 0; level++) {
    const parents: Hash[] = []
    for (let at = 0; at < hashes.length; ) {
      const index = Math.floor((start + at) / LOG_TILE_WIDTH)
      const filled = (start + at) % LOG_TILE_WIDTH
      const fresh = hashes.slice(at, at + LOG_TILE_WIDTH - filled)
      const bytes = new Uint8Array((filled + fresh.length) * HASH_BYTES)
      if (filled > 0) bytes.set(source.tile(level, index).subarray(0, filled * HASH_BYTES))
      fresh.forEach((hash, i) => bytes.set(hash, (filled + i) * HASH_BYTES))
      tiles.push({ level, index, bytes })
      if (filled + fresh.length === LOG_TILE_WIDTH) parents.push(tileRoot(bytes))
      at += fresh.length
    }
    start = Math.floor(start / LOG_TILE_WIDTH)
    hashes = parents
  }
  return tiles
}

function tileRoot(bytes: Uint8Array): Hash {
  const leaves = Array.from({ length: LOG_TILE_WIDTH }, (_, i) => bytes.slice(i * HASH_BYTES, (i + 1) * HASH_BYTES))
  return appendLeaves(EMPTY_LOG, leaves).peaks[0]!
}
