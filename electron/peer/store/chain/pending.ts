import { concat, toHex } from '../../../../shared/kit/bytes.ts'
import { CodedError, problem, type Problem } from '../../../../shared/kit/result.ts'
import { sha256 } from '../../../../shared/ledger/index.ts'
import type { Hash, MemberId } from '../../../../shared/ledger/types.ts'
import type { Database } from '../sqlite/database.ts'
import type { PendingPool, PendingRecord } from './types.ts'

/** Bounds of the pool: what one device, one member and all together may have waiting. A full pool refuses that one only. */
export const PENDING_PER_DEVICE = 1_000
export const PENDING_PER_MEMBER = 10_000
export const PENDING_BYTES = 64 * 1024 * 1024

interface PendingRow {
  cursor: number
  id: Uint8Array
  envelope: Uint8Array
  author: string
  device: Uint8Array
  seq: number
  at: number
  received_at: number
}

const COLUMNS = 'cursor, id, envelope, author, device, seq, at, received_at'

/** pending and held: signed records that are not final, and which other members have them. */
export class Pending implements PendingPool {
  private readonly db: Database
  private readonly isFinal: (recordId: Hash) => boolean
  private readonly byId
  private readonly insert
  private readonly remove
  private readonly page
  private readonly device
  private readonly dead
  private readonly addHeld
  private readonly selectHeld
  private readonly removeHeld
  private readonly selectAll
  private perDevice = new Map<string, number>()
  private perMember = new Map<MemberId, number>()
  private total = 0
  private volume = 0
  private sorted: Hash[] | null = null

  constructor(db: Database, isFinal: (recordId: Hash) => boolean) {
    this.db = db
    this.isFinal = isFinal
    this.byId = db.prepare<PendingRow>(`SELECT ${COLUMNS} FROM pending WHERE id = ?`)
    this.insert = db.prepare('INSERT INTO pending (id, envelope, author, device, seq, at, received_at) VALUES (?, ?, ?, ?, ?, ?, ?)')
    this.remove = db.prepare('DELETE FROM pending WHERE id = ?')
    this.page = db.prepare<PendingRow>(`SELECT ${COLUMNS} FROM pending WHERE cursor > ? ORDER BY cursor LIMIT ?`)
    this.device = db.prepare<PendingRow>(`SELECT ${COLUMNS} FROM pending WHERE device = ? ORDER BY seq, cursor`)
    this.dead = db.prepare<{ id: Uint8Array }>('SELECT id FROM pending WHERE device = ? AND seq <= ?')
    this.addHeld = db.prepare('INSERT OR IGNORE INTO held (id, member) VALUES (?, ?)')
    this.selectHeld = db.prepare<{ member: string }>('SELECT member FROM held WHERE id = ? ORDER BY member')
    this.removeHeld = db.prepare('DELETE FROM held WHERE id = ?')
    this.selectAll = db.prepare<{ id: Uint8Array; author: string; device: Uint8Array; bytes: number }>(
      'SELECT id, author, device, length(envelope) AS bytes FROM pending ORDER BY id',
    )
    this.recount()
  }

  get size(): number {
    return this.total
  }
  get bytes(): number {
    return this.volume
  }

  add(record: PendingRecord): 'added' | 'known' {
    const { recordId, envelope, author, device, seq, at, receivedAt } = record
    if (this.byId.get(recordId) || this.isFinal(recordId)) return 'known'
    const ofDevice = this.perDevice.get(toHex(device)) ?? 0
    const ofMember = this.perMember.get(author) ?? 0
    if (ofDevice >= PENDING_PER_DEVICE) throw new CodedError('PENDING_DEVICE_FULL', { limit: PENDING_PER_DEVICE })
    if (ofMember >= PENDING_PER_MEMBER) throw new CodedError('PENDING_MEMBER_FULL', { limit: PENDING_PER_MEMBER, member: author })
    if (this.volume + envelope.length > PENDING_BYTES) throw new CodedError('PENDING_POOL_FULL', { limit: PENDING_BYTES / (1024 * 1024) })
    this.insert.run(recordId, envelope, author, device, seq, at, receivedAt)
    this.count(device, author, envelope.length)
    return 'added'
  }

  addMany(records: readonly PendingRecord[]): ('added' | 'known' | Problem)[] {
    try {
      return this.db.transaction(() =>
        records.map((record) => {
          try {
            return this.add(record)
          } catch (error) {
            if (error instanceof CodedError && error.code.startsWith('PENDING_')) return problem(error.code, error.params)
            throw error
          }
        }),
      )
    } catch (error) {
      // The counts went on with records that were rolled back.
      this.recount()
      throw error
    }
  }

  get(recordId: Hash): PendingRecord | null {
    const row = this.byId.get(recordId)
    return row ? toPending(row) : null
  }
  has(recordId: Hash): boolean {
    return this.byId.get(recordId) !== undefined
  }
  list({ after = 0, limit }: { readonly after?: number; readonly limit: number }): (PendingRecord & { cursor: number })[] {
    return this.page.all(after, limit).map((row) => ({ ...toPending(row), cursor: row.cursor }))
  }
  ofDevice(device: Hash): PendingRecord[] {
    return this.device.all(device).map(toPending)
  }

  ids(): readonly Hash[] {
    return (this.sorted ??= this.selectAll.all().map(({ id }) => id))
  }
  digest(): Hash {
    const ids = this.ids()
    return ids.length === 0 ? new Uint8Array(32) : sha256(concat(...ids))
  }

  markHeld(recordId: Hash, member: MemberId): boolean {
    if (!this.has(recordId)) return false
    return this.addHeld.run(recordId, member).changes > 0
  }
  holders(recordId: Hash): readonly MemberId[] {
    return this.selectHeld.all(recordId).map(({ member }) => member)
  }

  drop(recordIds: readonly Hash[]): void {
    this.db.transaction(() => {
      for (const id of recordIds) this.removeOne(id)
    })
    this.recount()
  }

  together<T>(work: () => T): T {
    try {
      return this.db.transaction(work)
    } catch (error) {
      this.recount()
      throw error
    }
  }

  /**
   * Inside the transaction of a commit: removes what became final, and what never can because its device's sequence went
   * on without it. Call `recount` when the transaction is done, in either case.
   */
  settle(final: readonly { readonly recordId: Hash; readonly device: Hash; readonly seq: number }[]): void {
    for (const { recordId, device, seq } of final) {
      this.removeOne(recordId)
      for (const { id } of this.dead.all(device, seq)) this.removeOne(id)
    }
  }

  /** The same after a start from a verified state: `finalOf` is the sequence number up to which a device's records are final. */
  settleDevices(finalOf: (device: Hash) => number): void {
    for (const { device } of this.db.prepare<{ device: Uint8Array }>('SELECT DISTINCT device FROM pending').all()) {
      for (const { id } of this.dead.all(device, finalOf(device))) this.removeOne(id)
    }
  }

  /** Counts anew what the table holds. */
  recount(): void {
    this.perDevice = new Map()
    this.perMember = new Map()
    this.total = 0
    this.volume = 0
    const rows = this.selectAll.all()
    for (const { author, device, bytes } of rows) this.count(device, author, bytes)
    this.sorted = rows.map(({ id }) => id)
  }

  private count(device: Hash, author: MemberId, bytes: number): void {
    const key = toHex(device)
    this.perDevice.set(key, (this.perDevice.get(key) ?? 0) + 1)
    this.perMember.set(author, (this.perMember.get(author) ?? 0) + 1)
    this.total += 1
    this.volume += bytes
    this.sorted = null
  }

  private removeOne(id: Hash): void {
    this.remove.run(id)
    this.removeHeld.run(id)
  }
}

function toPending({ id, received_at, envelope, author, device, seq, at }: PendingRow): PendingRecord {
  return { recordId: id, envelope, author, device, seq, at, receivedAt: received_at }
}
