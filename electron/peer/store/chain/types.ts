import type { Problem } from '../../../../shared/kit/result.ts'
import type { StateStore } from '../../../../shared/ledger/state/bucket.ts'
import type { StateChange } from '../../../../shared/ledger/state/executor.ts'
import type { BucketChanges, StateTree } from '../../../../shared/ledger/state/tree.ts'
import type { Frontier } from '../../../../shared/ledger/log/tree.ts'
import type { Hash, MemberId } from '../../../../shared/ledger/types.ts'
import type { Tile, TileSource } from '../../../../shared/ledger/log/tiles.ts'
import type { InstitutionViews } from '../views/types.ts'
import type { Closing } from './certs.ts'
import type { Gap } from './gaps.ts'
import type { StateSnapshot } from './snapshots.ts'

/** The newest final block; `height` 0 is the genesis (then `header` is null and `blockId` is G). */
export interface Head {
  readonly height: number
  readonly blockId: Hash
  /** Header bytes as they were hashed. */
  readonly header: Uint8Array | null
  readonly time: number
  /** Records since genesis. */
  readonly logSize: number
  readonly stateRoot: Hash
}

export interface StoredHeader {
  readonly height: number
  readonly blockId: Hash
  readonly bytes: Uint8Array
  readonly time: number
  readonly logSize: number
  /** Records in this block. */
  readonly records: number
  /** When this peer committed it, its own clock, ms. */
  readonly finalizedAt: number
}

export interface StoredRecord {
  /** Position in the log of all records, from 0. */
  readonly index: number
  readonly recordId: Hash
  /** Encoded envelope. */
  readonly envelope: Uint8Array
  readonly height: number
  readonly kind: string
  readonly author: MemberId
  /** Device key id and the record's sequence in it. */
  readonly device: Hash
  readonly seq: number
  /** Author's clock, ms. */
  readonly at: number
  /** What the record is about (a USCC), and a short title in the words of its kind; both from the handed-in describer. */
  readonly subject: string | null
  readonly title: string
  /** Why it is final and without effect; null where it took effect. */
  readonly void: Problem | null
}

export interface RecordQuery {
  readonly height?: number
  readonly subject?: string
  readonly kind?: string
  readonly author?: MemberId
  /** Newest first unless told otherwise. */
  readonly ascending?: boolean
  readonly limit: number
  readonly offset?: number
}

/** What one record of a block looks like to the store: it never decodes an envelope itself. */
export type CommittedRecord = Omit<StoredRecord, 'index' | 'height'> & { /** Log leaf: sha256(0x00 ‖ sha256(envelope)). */ readonly leaf: Hash }

export interface BlockCommit {
  readonly height: number
  readonly blockId: Hash
  /** Header bytes; time, logSize and the roots are those inside it. */
  readonly header: Uint8Array
  readonly time: number
  readonly parent: Hash
  readonly logSize: number
  readonly logRoot: Hash
  readonly stateRoot: Hash
  /** True where the block closes its epoch: its certificate is kept for ever. */
  readonly closing: boolean
  readonly records: readonly CommittedRecord[]
  /** All state changes of the block in order, the ledger's own `sys/` entries included. */
  readonly changes: readonly StateChange[]
  /** Hashes of the buckets they touch, where the block was executed on this store's head; computed anew where absent. */
  readonly buckets?: BucketChanges
  /** Encoded F certificate; empty where a later block's certificate vouches for this one (catch-up over old blocks). */
  readonly cert: Uint8Array
  /** Encoded N and X certificates of a slot that took more than one view: kept for ever as evidence. */
  readonly archive?: readonly Uint8Array[]
  readonly finalizedAt: number
}

/** A final block from which a peer starts without what came before: verified by its certificate, everything else by it. */
export interface VerifiedBase {
  readonly height: number
  readonly blockId: Hash
  readonly header: Uint8Array
  readonly time: number
  readonly logSize: number
  readonly stateRoot: Hash
  readonly closing: boolean
  /** Records of the block itself. */
  readonly records: number
  readonly cert: Uint8Array
  /** Closing blocks up to it that are not here yet. */
  readonly closings: readonly Closing[]
  /** All log tiles above level 0, and the incomplete one of level 0. */
  readonly tiles: readonly Tile[]
  /** Sequence number up to which a device's records are final in the new state; 0 where it knows none. */
  readonly finalOf: (device: Hash) => number
  readonly finalizedAt: number
}

/** What is not here yet of a ledger that started from a verified state: records `from` to `to` (exclusive), `here` of them are. */
export interface HistoryGap {
  readonly from: number
  readonly to: number
  readonly here: number
  readonly headers: { readonly from: number; readonly to: number; readonly here: number }
}

export interface PendingRecord {
  readonly recordId: Hash
  readonly envelope: Uint8Array
  readonly author: MemberId
  readonly device: Hash
  readonly seq: number
  readonly at: number
  readonly receivedAt: number
}

export interface PendingPool {
  /**
   * Stores a signed record that is not final yet. 'added', or 'known' where it is pending or final already.
   * Throws CodedError PENDING_DEVICE_FULL (1 000 a device), PENDING_MEMBER_FULL (10 000 a member),
   * PENDING_POOL_FULL (64 MiB in all). It is written into the file a moment later, or before `ids` tells of it.
   */
  add(record: PendingRecord): 'added' | 'known'
  /** The same for many; each answers for itself, a full pool as a problem. */
  addMany(records: readonly PendingRecord[]): readonly ('added' | 'known' | Problem)[]
  get(recordId: Hash): PendingRecord | null
  has(recordId: Hash): boolean
  readonly size: number
  readonly bytes: number
  /** In order of arrival. `after` is the cursor of the last row seen (0 = from the start). */
  list(options: { readonly after?: number; readonly limit: number }): readonly (PendingRecord & { readonly cursor: number })[]
  /** Pending records of one device by sequence; several may share a sequence (only one of them can become final). */
  ofDevice(device: Hash): readonly PendingRecord[]
  /** All ids that are in the file, bytewise ascending: what reconciliation compares. Writes down the newest first, unless there is a flood of them. */
  ids(): readonly Hash[]
  /** sha256 over the sorted ids: equal pools have equal digests; 32 zero bytes while empty. */
  digest(): Hash
  /** Remembers that another member holds the record. Returns true where that was news. */
  markHeld(recordId: Hash, member: MemberId): boolean
  /** Members known to hold it, sorted, this peer not counted. */
  holders(recordId: Hash): readonly MemberId[]
  /** Drops records that can never become final (their device's sequence went another way). */
  drop(recordIds: readonly Hash[]): void
  /** All that `work` adds or marks, or nothing: what it throws undoes all of it. */
  together<T>(work: () => T): T
}

/** The log of all records, RFC 9162, stored as tiles. */
export interface LogStore extends TileSource {
  /** Right edge of the log: enough to compute the root after a block. */
  frontier(): Frontier
  /** Root over the first `size` leaves (default: all). Throws LOG_INDEX beyond the log. */
  root(size?: number): Hash
  /** RFC 9162 2.1.3.1: audit path of leaf `index` in the tree of `size` leaves. */
  inclusion(index: number, size?: number): readonly Hash[]
  /** RFC 9162 2.1.4.1: that the first `from` leaves are a prefix of the first `to`. */
  consistency(from: number, to?: number): readonly Hash[]
}

/** The finalized state, by key and by bucket, and the Merkle tree over it (in memory, kept in step by commits). */
export interface ChainState extends StateStore {
  readonly root: Hash
  /** Mirrors the finalized state. Read it (`rootWith`, `path`); only a commit changes it. */
  readonly tree: StateTree
  /** Entries of one bucket, by key. */
  bucket(index: number): readonly (readonly [key: string, value: Uint8Array])[]
  readonly entries: number
}

export interface ChainStore {
  readonly genesisHash: Hash
  /** Canonical genesis bytes. */
  readonly genesis: Uint8Array
  head(): Head
  header(height: number): StoredHeader | null
  headerById(blockId: Hash): StoredHeader | null
  /** Headers height <= `before` (default: the head), newest first. */
  headers(options: { readonly before?: number; readonly limit: number }): readonly StoredHeader[]
  /** Encoded envelopes of a block in order; null where there is no such block. */
  body(height: number): readonly Uint8Array[] | null
  record(recordId: Hash): StoredRecord | null
  recordAt(index: number): StoredRecord | null
  records(query: RecordQuery): readonly StoredRecord[]
  /** Records final since genesis, per calendar day of Asia/Shanghai (UTC+8, no summer time), ascending, last `days` days with records. */
  activity(days: number): readonly { readonly date: string; readonly records: number }[]
  readonly log: LogStore
  readonly state: ChainState
  readonly pending: PendingPool
  readonly views: InstitutionViews
  /** Encoded F certificate of a height, null where it is no longer kept (last 1 024, every 256th, every closing are). */
  cert(height: number): Uint8Array | null
  /** N and X certificates kept of a height. */
  archive(height: number): readonly Uint8Array[]
  /**
   * Makes a final block durable: headers, records, log, state, certificate, pending and views in one transaction.
   * Idempotent: 'known' where this very block is committed already. Throws CodedError
   * CHAIN_GAP (not the next height or another parent), CHAIN_FORK (another block at a committed height),
   * CHAIN_LOG_ROOT, CHAIN_STATE_ROOT (what was stored would not give the header's roots: nothing is stored),
   * DISK_FULL, STORE_IO, STORE_CORRUPT.
   */
  commitBlock(block: BlockCommit): 'committed' | 'known'
  /** Closing blocks of the epochs `from` on, ascending. */
  closings(from: number, limit: number): readonly Closing[]
  /** Envelopes of the records `from` to `to` (exclusive); null where some of them are not here. */
  envelopes(from: number, to: number): readonly Uint8Array[] | null
  /** What is being fetched of the ledger's past; null where nothing is missing. Lists and lookups know only what is here. */
  missing(): HistoryGap | null
  /** The spans that were left out so far, sealed ones too. */
  readonly gaps: readonly Gap[]
  /**
   * Starts from a verified block: the state fetched beside (`Staging`) takes the place of this one, in one transaction; what
   * lies between is a gap from then on. Throws CHAIN_STATE_ROOT (the fetched state is not that of the block: nothing changed),
   * CHAIN_GAP (not ahead of the head, or an older gap is still open), DISK_FULL, STORE_IO. The lists of institutions follow with
   * `views.renew`.
   */
  startFrom(base: VerifiedBase): void
  /** The gap that begins at record `first` is complete in the history file. */
  sealGap(first: number): void
  /** The state as it is at the newest block (or at `at`, while that is open), for serving; see Snapshots. */
  snapshot(at: Hash | null): StateSnapshot
  /** Where the file is, for connections of their own. */
  readonly path: string
  /** Copies what the write-ahead log holds into the file and closes. */
  close(): void
}
