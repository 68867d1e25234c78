import type { Problem } from '../../kit/result.ts'
import type { Genesis, Hash, MemberId, RecordPayload } from '../types.ts'

/** Read access to one version of the state. Keys are text, ordered by UTF-8 bytes; values are canonical dag-cbor. */
export interface StateReader {
  get(key: string): Uint8Array | null
  /** All entries whose key starts with `prefix`, ascending. */
  list(prefix: string): Iterable<readonly [key: string, value: Uint8Array]>
}

/** One change of the state; `null` deletes. A later change of the same key wins. */
export type StateChange = readonly [key: string, value: Uint8Array | null]

export interface ExecutionContext {
  readonly genesisHash: Hash
  readonly recordId: Hash
  readonly height: number
  /** Position of the record in the log of all records, from 0. */
  readonly index: number
  /** Time of the block's header, ms. */
  readonly time: number
}

/** What a record did: its changes, or why it is void (then it changes nothing but the void mark the ledger writes). */
export type Execution = { readonly changes: readonly StateChange[] } | { readonly void: Problem }

/**
 * The application that the ledger executes, handed in from outside so that the ledger knows nothing of it.
 * Pure and total: the same payload on the same state gives the same answer on every machine, and nothing throws.
 * Keys of the application never start with `sys/`: those are the ledger's own (devices, sequences, void marks).
 */
export interface Executor {
  /** The application's state before the first block. Throws CodedError where the parameters are unusable. */
  genesis(genesis: Genesis, genesisHash: Hash): readonly StateChange[]
  apply(payload: RecordPayload, context: ExecutionContext, state: StateReader): Execution
  /**
   * What an applied record changes in the list of devices that may sign (the ledger's own `sys/dev/` entries).
   * Called only for records that are not void.
   */
  devices(payload: RecordPayload): readonly DeviceChange[]
}

export type DeviceChange =
  | { readonly grant: { readonly member: MemberId; readonly key: Uint8Array } }
  | { readonly revoke: { readonly member: MemberId; readonly keyId: Hash } }
