import type { Segments } from '../../../shared/ledger/log/segments.ts'
import type { Hash } from '../../../shared/ledger/types.ts'

/** What a loader works on. */
export interface LoadSetup {
  readonly chainPath: string
  readonly genesisHash: Hash
  readonly now: number
  /** See Application.worker; null: there is no thread for it. */
  readonly worker: string | null
}

export interface BucketsTaken {
  /** First bucket that is still wanted of the range; null where all are here. */
  readonly next: number | null
  readonly entries: number
  readonly bytes: number
}
export interface SegmentsTaken {
  readonly next: number | null
  readonly records: number
  readonly bytes: number
}
export interface HeadersTaken {
  /** Lowest height that is here, and the id of the block below it. */
  readonly height: number
  readonly parent: Hash
}

/** Verifies and stores what is fetched, in a thread of its own or (where there is none) in the calling one. */
export interface LoadDesk {
  beginState(hashes: Uint8Array): readonly number[]
  takeBuckets(from: number, to: number, frames: readonly Uint8Array[]): BucketsTaken
  /** `complete`: all buckets are here, and the state is made ready to be taken over. */
  endState(complete: boolean): void
  beginHistory(first: number, size: number, segments: Segments): readonly number[]
  takeSegments(from: number, to: number, frames: readonly Uint8Array[]): SegmentsTaken
  lowestHeader(below: number): HeadersTaken | null
  takeHeaders(height: number, expected: Hash, headers: readonly Uint8Array[], lowest: number): HeadersTaken
  indexHeaders(): void
  seal(): void
  close(): void
}

export interface Call {
  readonly id: number
  readonly method: keyof LoadDesk
  readonly args: readonly unknown[]
}
export type Reply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly code: string; readonly params?: Readonly<Record<string, string | number>>; readonly message: string }
