import { compareBytes, concat, toHex } from '../../../../shared/kit/bytes.ts'
import { CodedError, problem, type Problem } from '../../../../shared/kit/result.ts'
import { sha256 } from '../../../../shared/ledger/index.ts'
import type { Hash, MemberId } from '../../../../shared/ledger/types.ts'
import type { Database } from '../sqlite/database.ts'
import { PendingRows } from './pending-rows.ts'
import type { PendingPool, PendingRecord } from './types.ts'

/** Bounds of the pool: what one device, one member and all together may have waiting. A full pool refuses that one only. */
export const PENDING_PER_DEVICE = 1_000
export const PENDING_PER_MEMBER = 10_000
export const PENDING_BYTES = 64 * 1024 * 1024
/** Envelopes kept in memory beside the table, bytes: more than a block takes while everybody is online. */
const IN_MEMORY_BYTES = 8 * 1024 * 1024
/** How long a record waits for its block before it is written into the table, ms: most are final by then, and never are. */
const WRITE_AFTER_MS = 2_000
/** So many are written down at once when somebody asks what is held; in a flood the newest are not worth telling of yet. */
const WRITE_WHEN_ASKED = 256

interface Entry extends Omit<PendingRecord, 'envelope'> {
  readonly name: string
  readonly cursor: number
  readonly bytes: number
  /** Null: only in the table. */
  envelope: Uint8Array | null
  /** It is in the table. */
  isStored: boolean
  readonly holders: Set<MemberId>
  /** Holders that the table does not know yet. */
  newHolders: MemberId[]
}

/**
 * Signed records that are not final, and which other members have them: in memory, with the tables `pending` and `held` as
 * the durable image. A record of one's own is durable in the outbox before it comes here, and one of others with its
 * author, so writing it down may wait a moment; what this peer tells others that it holds (`ids`, `digest`) is written first.
 */
export class Pending implements PendingPool {
  private readonly db: Database
  private readonly rows: PendingRows
  private readonly isFinal: (recordId: Hash) => boolean
  /** In order of arrival. */
  private readonly entries = new Map<string, Entry>()
  private readonly devices = new Map<string, Set<Entry>>()
  private readonly perMember = new Map<MemberId, number>()
  /** What the table lacks, in order of arrival. */
  private unwritten = new Set<Entry>()
  private volume = 0
  private inMemory = 0
  private lastCursor = 0
  private sorted: Hash[] | null = null
  /** What a running `together` added and marked, to be undone if it throws. */
  private undo: (() => void)[] | null = null
  private timer: NodeJS.Timeout | null = null

  constructor(db: Database, isFinal: (recordId: Hash) => boolean) {
    this.db = db
    this.isFinal = isFinal
    this.rows = new PendingRows(db)
    for (const { holders, ...row } of this.rows.load(toHex)) {
      this.enter({ ...row, name: toHex(row.recordId), envelope: null, isStored: true, holders: new Set(holders), newHolders: [] })
    }
  }

  get size(): number {
    return this.entries.size
  }
  get bytes(): number {
    return this.volume
  }

  add(record: PendingRecord): 'added' | 'known' {
    const { recordId, envelope, author, device } = record
    const name = toHex(recordId)
    if (this.entries.has(name) || this.isFinal(recordId)) return 'known'
    if ((this.devices.get(toHex(device))?.size ?? 0) >= PENDING_PER_DEVICE) throw new CodedError('PENDING_DEVICE_FULL', { limit: PENDING_PER_DEVICE })
    if ((this.perMember.get(author) ?? 0) >= PENDING_PER_MEMBER) throw new CodedError('PENDING_MEMBER_FULL', { limit: PENDING_PER_MEMBER, member: author })
    if (this.volume + envelope.length > PENDING_BYTES) throw new CodedError('PENDING_POOL_FULL', { limit: PENDING_BYTES / (1024 * 1024) })
    const entry: Entry = { ...record, name, cursor: this.lastCursor + 1, bytes: envelope.length, isStored: false, holders: new Set(), newHolders: [] }
    this.enter(entry)
    this.inMemory += entry.bytes
    this.unwritten.add(entry)
    this.undo?.push(() => this.forget(entry))
    this.planWrite()
    return 'added'
  }

  addMany(records: readonly PendingRecord[]): ('added' | 'known' | Problem)[] {
    return this.together(() =>
      records.map((record) => {
        try {
          return this.add(record)
        } catch (error) {
          if (error instanceof CodedError && error.code.startsWith('PENDING_')) return problem(error.code, error.params)
          throw error
        }
      }),
    )
  }

  get(recordId: Hash): PendingRecord | null {
    const entry = this.entries.get(toHex(recordId))
    return entry ? this.shown(entry) : null
  }
  has(recordId: Hash): boolean {
    return this.entries.has(toHex(recordId))
  }
  list({ after = 0, limit }: { readonly after?: number; readonly limit: number }): (PendingRecord & { cursor: number })[] {
    const found: (PendingRecord & { cursor: number })[] = []
    for (const entry of this.entries.values()) {
      if (found.length >= limit) break
      if (entry.cursor > after) found.push({ ...this.shown(entry), cursor: entry.cursor })
    }
    return found
  }
  ofDevice(device: Hash): PendingRecord[] {
    const entries = [...(this.devices.get(toHex(device)) ?? [])]
    return entries.sort((a, b) => a.seq - b.seq || a.cursor - b.cursor).map((entry) => this.shown(entry))
  }

  /** Those in the table alone: what is told to others must outlive a power cut. */
  ids(): readonly Hash[] {
    if (this.unwritten.size > 0 && this.unwritten.size <= WRITE_WHEN_ASKED) this.tryWrite()
    if (this.sorted) return this.sorted
    const ids: Hash[] = []
    for (const { recordId, isStored } of this.entries.values()) if (isStored) ids.push(recordId)
    return (this.sorted = ids.sort(compareBytes))
  }
  digest(): Hash {
    const ids = this.ids()
    return ids.length === 0 ? new Uint8Array(32) : sha256(concat(...ids))
  }

  markHeld(recordId: Hash, member: MemberId): boolean {
    const entry = this.entries.get(toHex(recordId))
    if (!entry || entry.holders.has(member)) return false
    entry.holders.add(member)
    entry.newHolders.push(member)
    this.unwritten.add(entry)
    this.undo?.push(() => {
      entry.holders.delete(member)
      entry.newHolders = entry.newHolders.filter((each) => each !== member)
    })
    this.planWrite()
    return true
  }
  holders(recordId: Hash): readonly MemberId[] {
    return [...(this.entries.get(toHex(recordId))?.holders ?? [])].sort()
  }

  drop(recordIds: readonly Hash[]): void {
    const gone = recordIds.flatMap((id) => this.entries.get(toHex(id)) ?? [])
    this.db.transaction(() => this.unwrite(gone))
    for (const entry of gone) this.forget(entry)
  }

  together<T>(work: () => T): T {
    if (this.undo) return work()
    this.undo = []
    try {
      return work()
    } catch (error) {
      for (const step of this.undo.reverse()) step()
      throw error
    } finally {
      this.undo = null
    }
  }

  /**
   * Inside the transaction of a commit: removes what became final, and what never can because its device's sequence went
   * on without it. Call what it gives when the transaction is through.
   */
  settle(final: readonly { readonly recordId: Hash; readonly device: Hash; readonly seq: number }[]): () => void {
    const reached = new Map<string, number>()
    for (const { device, seq } of final) reached.set(toHex(device), seq)
    return this.settleUpTo([...reached].map(([device, seq]) => [this.devices.get(device) ?? new Set(), seq]))
  }

  /** The same after a start from a verified state: `finalOf` is the sequence number up to which a device's records are final. */
  settleDevices(finalOf: (device: Hash) => number): () => void {
    return this.settleUpTo([...this.devices.values()].map((entries) => [entries, finalOf(entries.values().next().value!.device)]))
  }

  /** Writes down what is only in memory, in one transaction. Throws DISK_FULL, STORE_IO. */
  write(): void {
    if (this.unwritten.size === 0) return
    const entries = [...this.unwritten]
    this.db.transaction(() => {
      for (const entry of entries) {
        if (!entry.isStored) this.rows.add(entry, entry.envelope!)
        for (const member of entry.newHolders) this.rows.hold(entry.recordId, member)
      }
    })
    this.unwritten.clear()
    this.sorted = null
    for (const entry of entries) {
      entry.isStored = true
      entry.newHolders = []
      if (this.inMemory > IN_MEMORY_BYTES) this.unload(entry)
    }
  }

  /** Before the file is closed. */
  close(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    this.tryWrite()
  }

  private settleUpTo(devices: readonly (readonly [entries: ReadonlySet<Entry>, seq: number])[]): () => void {
    const gone = devices.flatMap(([entries, seq]) => [...entries].filter((entry) => entry.seq <= seq))
    this.unwrite(gone)
    return () => {
      for (const entry of gone) this.forget(entry)
    }
  }

  private planWrite(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null
      this.tryWrite()
    }, WRITE_AFTER_MS).unref()
  }

  /** A full disk loses nothing here: the records stay in memory and with their authors, and are tried again later. */
  private tryWrite(): void {
    if (!this.db.open) return
    try {
      this.write()
    } catch (error) {
      if (!(error instanceof CodedError)) throw error
    }
    if (this.unwritten.size > 0) this.planWrite()
  }

  private unwrite(gone: readonly Entry[]): void {
    for (const { isStored, cursor, recordId } of gone) if (isStored) this.rows.drop(cursor, recordId)
  }

  private enter(entry: Entry): void {
    const device = toHex(entry.device)
    const ofDevice = this.devices.get(device) ?? new Set()
    this.devices.set(device, ofDevice.add(entry))
    this.entries.set(entry.name, entry)
    this.perMember.set(entry.author, (this.perMember.get(entry.author) ?? 0) + 1)
    this.volume += entry.bytes
    this.lastCursor = entry.cursor
    if (entry.isStored) this.sorted = null
  }

  private forget(entry: Entry): void {
    if (!this.entries.delete(entry.name)) return
    const device = toHex(entry.device)
    const ofDevice = this.devices.get(device)
    ofDevice?.delete(entry)
    if (ofDevice?.size === 0) this.devices.delete(device)
    const ofMember = this.perMember.get(entry.author)! - 1
    if (ofMember > 0) this.perMember.set(entry.author, ofMember)
    else this.perMember.delete(entry.author)
    this.unwritten.delete(entry)
    this.volume -= entry.bytes
    this.unload(entry)
    if (entry.isStored) this.sorted = null
  }

  private unload(entry: Entry): void {
    if (!entry.envelope) return
    this.inMemory -= entry.bytes
    entry.envelope = null
  }

  private envelopeOf(entry: Entry): Uint8Array {
    const envelope = entry.envelope ?? this.rows.envelope(entry.cursor)
    if (!envelope) throw new CodedError('STORE_CORRUPT', { file: this.db.file, detail: 'pending' })
    return envelope
  }

  private shown(entry: Entry): PendingRecord {
    const { recordId, author, device, seq, at, receivedAt } = entry
    return { recordId, envelope: this.envelopeOf(entry), author, device, seq, at, receivedAt }
  }
}
