import type { Result } from '../../../shared/kit/result.ts'
import type { Hash, Header, MemberId } from '../../../shared/ledger/types.ts'
import type { BlockCommit } from '../store/chain/types.ts'

/** A block executed on the finalized head: everything a commit needs but the certificate. */
export interface ExecutedBlock {
  readonly header: Header
  readonly headerBytes: Uint8Array
  readonly blockId: Hash
  readonly body: readonly Uint8Array[]
  readonly commit: Omit<BlockCommit, 'cert' | 'archive' | 'finalizedAt'>
}

/** What the driver needs to know of blocks; always relative to the finalized head at the moment of the call. */
export interface BlockEngine {
  /** Whether these leaves, appended to the log, give the header's log root: then they are the block's content. */
  leavesFit(header: Header, leaves: readonly Hash[]): boolean
  /** Every deterministic rule of a block, execution included. */
  check(header: Header, headerBytes: Uint8Array, body: readonly Uint8Array[]): Result<ExecutedBlock>
  /** A fresh block of these envelopes (1 or more), or the reason why there is none. */
  build(options: { readonly view: number; readonly proposer: MemberId; readonly time: number; readonly body: readonly Uint8Array[] }): Result<ExecutedBlock>
}
