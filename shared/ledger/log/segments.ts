import { concat, equalBytes } from '../../kit/bytes.ts'
import { ok, type Result } from '../../kit/result.ts'
import { refuse } from '../errors.ts'
import { HASH_BYTES, LOG_TILE_WIDTH } from '../limits.ts'
import type { Hash } from '../types.ts'
import { appendToTiles, subtreeHash, type Tile, type TileSource } from './tiles.ts'
import { appendLeaves, EMPTY_LOG, leafHash, logRoot } from './tree.ts'

/** Records of one segment: a full one is a complete subtree of the log, so it can be verified without any other. */
export const SEGMENT = LOG_TILE_WIDTH
/** Level of a full segment's root in the tree: 2^8 = 256. */
const SEGMENT_LEVEL = 8

/** The log of `size` records cut into segments: enough to verify every segment alone, and to append to the log without having it. */
export interface Segments {
  /** Roots of the full segments in order, joined. */
  readonly roots: Uint8Array
  /** Leaf hashes of the last, incomplete segment, joined; fewer than 256. */
  readonly tail: Uint8Array
}

export const fullSegments = (size: number): number => Math.floor(size / SEGMENT)

/** Records of segment `index` in a log of `size` records; 0 beyond its end. */
export const segmentLength = (size: number, index: number): number => Math.max(0, Math.min(SEGMENT, size - index * SEGMENT))

/** Roots of the segments `from` to `to` (exclusive), joined, out of a stored log that has them. */
export const segmentRoots = (source: TileSource, from: number, to: number): Uint8Array =>
  concat(...Array.from({ length: to - from }, (_, i) => subtreeHash(source, SEGMENT_LEVEL, from + i)))

/** Leaf hashes of the incomplete segment at the end of the first `size` records, joined. */
export function segmentTail(source: TileSource, size: number): Uint8Array {
  const count = size % SEGMENT
  return count === 0 ? new Uint8Array(0) : source.tile(0, fullSegments(size)).slice(0, count * HASH_BYTES)
}

/** Whether the segments are those of the log with this size and root (RFC 9162). LOG_INDEX, LOG_PROOF. */
export function verifySegments(root: Hash, size: number, { roots, tail }: Segments): Result<null> {
  const fits = roots.length === fullSegments(size) * HASH_BYTES && tail.length === (size % SEGMENT) * HASH_BYTES
  if (!fits) return refuse('LOG_INDEX', { index: roots.length / HASH_BYTES, size })
  // Peaks of whole segments stand left of those inside the last one, as the binary digits of the size do.
  const upper = appendLeaves(EMPTY_LOG, hashesOf(roots)).peaks
  const lower = appendLeaves(EMPTY_LOG, hashesOf(tail)).peaks
  return equalBytes(logRoot({ size, peaks: [...upper, ...lower] }), root) ? ok(null) : refuse('LOG_PROOF')
}

/** All tiles above level 0, and the incomplete one of level 0: what a log needs to be appended to and to prove consistency. */
export function segmentTiles(size: number, { roots, tail }: Segments): readonly Tile[] {
  const none: TileSource = { size: 0, tile: () => new Uint8Array(0) }
  const above = appendToTiles(none, hashesOf(roots)).map(({ level, index, bytes }) => ({ level: level + 1, index, bytes }))
  return tail.length === 0 ? above : [{ level: 0, index: fullSegments(size), bytes: tail }, ...above]
}

export interface OpenSegment {
  /** Leaf hashes, joined: the tile of a full segment. */
  readonly leaves: Uint8Array
}

/** Whether these envelopes are segment `index` of the log. LOG_INDEX (another number of records), LOG_PROOF. */
export function verifySegment(size: number, segments: Segments, index: number, envelopes: readonly Uint8Array[]): Result<OpenSegment> {
  if (envelopes.length === 0 || envelopes.length !== segmentLength(size, index)) return refuse('LOG_INDEX', { index, size })
  const hashes = envelopes.map(leafHash)
  const leaves = concat(...hashes)
  const isFull = index < fullSegments(size)
  const expected = isFull ? segments.roots.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES) : segments.tail
  const found = isFull ? appendLeaves(EMPTY_LOG, hashes).peaks[0]! : leaves
  return equalBytes(found, expected) ? ok({ leaves }) : refuse('LOG_PROOF')
}

/** Joined hashes apart. */
export const hashesOf = (joined: Uint8Array): Hash[] =>
  Array.from({ length: joined.length / HASH_BYTES }, (_, i) => joined.slice(i * HASH_BYTES, (i + 1) * HASH_BYTES))
