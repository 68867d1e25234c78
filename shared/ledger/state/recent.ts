import { decodeCanonical, encodeCanonical } from '../codec/canonical.ts'
import { RECENT_HEADS } from '../limits.ts'
import type { Hash } from '../types.ts'
import type { StateChange, StateReader } from './executor.ts'
import { SYSTEM_PREFIX } from './system.ts'

/** `sys/head/<height mod 1 024>`: a recent final block, written by the block after it. Lets a record cite a finalized header. */
export interface RecentHead {
  readonly height: number
  readonly id: Hash
  /** Time of the block's header, ms. */
  readonly time: number
}

const keyOf = (height: number): string => `${SYSTEM_PREFIX}head/${String(height % RECENT_HEADS).padStart(4, '0')}`

export const recentHeadChange = (head: RecentHead): StateChange => [keyOf(head.height), encodeCanonical(head)]

/** The block of that height, where it is one of the last 1 024; else null. */
export function readRecentHead(state: StateReader, height: number): RecentHead | null {
  const value = Number.isSafeInteger(height) && height >= 0 ? state.get(keyOf(height)) : null
  const head = value && decodeCanonical<RecentHead>(value)
  return head?.height === height ? head : null
}
