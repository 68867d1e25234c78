import { concat, equalBytes } from '../../../../../shared/kit/bytes.ts'
import { sha256 } from '../../../../../shared/ledger/crypto/hash.ts'
import type { Hash } from '../../../../../shared/ledger/types.ts'
import { PARTS, SUM_BYTES } from './protocol.ts'

/** The ids of each part; `ids` must be sorted. */
export function partsOf(ids: readonly Hash[]): readonly (readonly Hash[])[] {
  const parts: Hash[][] = Array.from({ length: PARTS }, () => [])
  for (const id of ids) parts[id[0]!]!.push(id)
  return parts
}

/** 256 sums of 16 bytes; a part without ids has a sum of zeros. */
export function partSums(ids: readonly Hash[]): Uint8Array {
  const sums = new Uint8Array(PARTS * SUM_BYTES)
  partsOf(ids).forEach((part, i) => {
    if (part.length > 0) sums.set(sha256(concat(...part)).subarray(0, SUM_BYTES), i * SUM_BYTES)
  })
  return sums
}

/** Parts whose sums differ, as bytes. */
export function differingParts(mine: Uint8Array, theirs: Uint8Array): Uint8Array {
  const parts: number[] = []
  for (let i = 0; i < PARTS; i++) {
    const at = i * SUM_BYTES
    if (!equalBytes(mine.subarray(at, at + SUM_BYTES), theirs.subarray(at, at + SUM_BYTES))) parts.push(i)
  }
  return Uint8Array.from(parts)
}
