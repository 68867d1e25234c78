import type { RecordState } from '../../../shared/contract/base.ts'
import type { Overview } from '../../../shared/contract/overview.ts'
import type { Topic } from '../../../shared/contract/events.ts'
import type { Clock, Log, Random } from '../../../shared/kit/env.ts'
import type { Genesis, Hash } from '../../../shared/ledger/types.ts'
import type { NetworkFile } from '../folder/types.ts'
import type { Signer } from '../signer/types.ts'
import type { ChainStore } from '../store/chain/types.ts'
import type { WorkbenchStore } from '../store/workbench/types.ts'

/** What a screen may know of another member's seat. */
export interface SeenMember {
  readonly id: string
  readonly online: boolean
  readonly address: string | null
  readonly lastSeen: number | null
  readonly height: number | null
  readonly appVersion: string | null
  readonly rttMs: number | null
}

/** What the API asks of a running peer. The composition root hands it in; tests hand in one that makes blocks by itself. */
export interface ApiNode {
  readonly genesis: Genesis
  readonly chain: ChainStore
  /** Whether this peer votes for its member. */
  readonly seat: boolean
  /**
   * Takes a signed record into the pending pool and on its way. 'known' where it is pending or final already.
   * Throws CodedError of the pool (PENDING_*, DISK_FULL, STORE_IO) and of admission (RECORD_*).
   */
  submit(envelope: Uint8Array): 'added' | 'known'
  /** Which of the four words is true of a record now; null where this peer doesn't know it. */
  recordState(recordId: Hash): RecordState | null
  /** Members other than this one. */
  members(): readonly SeenMember[]
  health(): Overview['health']
  /** The members' clocks minus this computer's, ms; null while too few of them are heard. */
  clockOffset(): number | null
  sync(): Overview['sync']
  /** Calls back when something changed; returns how to stop it. */
  onChange(listener: (topics: readonly Topic[]) => void): () => void
}

export interface ApiDeps {
  readonly node: ApiNode
  readonly workbench: WorkbenchStore
  readonly signer: Signer
  readonly network: NetworkFile
  readonly appVersion: string
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}
