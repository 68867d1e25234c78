import type { Hash, MemberId } from '../../../../shared/ledger/types.ts'
import type { Database } from '../sqlite/database.ts'

interface PendingRow {
  cursor: number
  id: Uint8Array
  author: string
  device: Uint8Array
  seq: number
  at: number
  received_at: number
  bytes: number
}

/** What the tables hold of a pending record besides its envelope. */
export interface StoredPending {
  readonly cursor: number
  readonly recordId: Hash
  readonly author: MemberId
  readonly device: Hash
  readonly seq: number
  readonly at: number
  readonly receivedAt: number
  /** Of the envelope. */
  readonly bytes: number
  readonly holders: readonly MemberId[]
}

/** pending and held: the durable image of the pool. Every call belongs into a transaction of the caller. */
export class PendingRows {
  private readonly insert
  private readonly remove
  private readonly envelopeOf
  private readonly addHeld
  private readonly removeHeld
  private readonly selectAll
  private readonly selectHeld

  constructor(db: Database) {
    this.insert = db.prepare('INSERT INTO pending (cursor, id, envelope, author, device, seq, at, received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    this.remove = db.prepare('DELETE FROM pending WHERE cursor = ?')
    this.envelopeOf = db.prepare<{ envelope: Uint8Array }>('SELECT envelope FROM pending WHERE cursor = ?')
    this.addHeld = db.prepare('INSERT OR IGNORE INTO held (id, member) VALUES (?, ?)')
    this.removeHeld = db.prepare('DELETE FROM held WHERE id = ?')
    this.selectAll = db.prepare<PendingRow>('SELECT cursor, id, author, device, seq, at, received_at, length(envelope) AS bytes FROM pending ORDER BY cursor')
    this.selectHeld = db.prepare<{ id: Uint8Array; member: string }>('SELECT id, member FROM held')
  }

  /** Everything stored, in order of arrival. */
  load(nameOf: (id: Hash) => string): StoredPending[] {
    const holders = new Map<string, MemberId[]>()
    for (const { id, member } of this.selectHeld.all()) holders.set(nameOf(id), [...(holders.get(nameOf(id)) ?? []), member])
    return this.selectAll.all().map(({ id, received_at, ...row }) => ({ ...row, recordId: id, receivedAt: received_at, holders: holders.get(nameOf(id)) ?? [] }))
  }

  add(record: Omit<StoredPending, 'holders' | 'bytes'>, envelope: Uint8Array): void {
    const { cursor, recordId, author, device, seq, at, receivedAt } = record
    this.insert.run(cursor, recordId, envelope, author, device, seq, at, receivedAt)
  }
  envelope(cursor: number): Uint8Array | null {
    return this.envelopeOf.get(cursor)?.envelope ?? null
  }
  drop(cursor: number, id: Hash): void {
    this.remove.run(cursor)
    this.removeHeld.run(id)
  }
  hold(id: Hash, member: MemberId): void {
    this.addHeld.run(id, member)
  }
}
