import type { Problem } from '../../kit/result.ts'
import type { Genesis, Hash, MemberId, RecordPayload } from '../types.ts'
import type { RecordMark } from './marks.ts'
import type { MemberEntry } from './membership.ts'

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

/** What a record did: its changes and its effects on the ledger's own state, or why it is void (then it changes nothing but the void mark the ledger writes). */
export type Execution = { readonly changes: readonly StateChange[]; readonly effects?: readonly LedgerEffect[] } | { readonly void: Problem }

/**
 * The application that the ledger executes, handed in from outside so that the ledger knows nothing of it.
 * Pure and total: the same payload on the same state gives the same answer on every machine, and nothing throws.
 * Keys of the application never start with `sys/`: those are the ledger's own (devices, sequences, void marks, members),
 * and change by effects alone.
 */
export interface Executor {
  /** The application's state before the first block. Throws CodedError where the parameters are unusable. */
  genesis(genesis: Genesis, genesisHash: Hash): readonly StateChange[]
  apply(payload: RecordPayload, context: ExecutionContext, state: StateReader): Execution
}

/**
 * What a record does to the ledger's own state. The ledger checks each effect's own rules (a key is granted once, at least
 * four voters remain ...); one that breaks them makes the whole record void. Whether the author may do it at all is the
 * application's decision.
 */
export type LedgerEffect =
  /** A device key may sign for the member from the next block on. */
  | { readonly t: 'grant'; readonly member: MemberId; readonly key: Uint8Array }
  | { readonly t: 'revoke'; readonly member: MemberId; readonly keyId: Hash }
  /** A member as it stands from here on: admitted, or changed. A new root key replaces the old one as a device. */
  | { readonly t: 'member'; readonly id: MemberId; readonly member: MemberEntry }
  /** The record is about this subject (an agency's USCC): it becomes the next link of the subject's chain of records. */
  | { readonly t: 'subject'; readonly subject: string }
  /** What became of an earlier record through this one; `on: false` lifts the mark. */
  | { readonly t: 'mark'; readonly record: Hash; readonly mark: RecordMark; readonly on: boolean }
