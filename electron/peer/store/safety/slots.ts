import type { VoteKind } from '../../../../shared/ledger/types.ts'
import type { Database } from '../sqlite/database.ts'
import type { SlotBlock, SlotCert, SlotVote } from './types.ts'

/** slot_cert, slot_block and heard_vote: what others said about the open slot, and the bodies they said it about. */
export class SlotRows {
  private readonly insertCert
  private readonly insertBlock
  private readonly insertHeard
  private readonly selectCerts
  private readonly selectBlocks
  private readonly selectHeard
  private readonly prune

  constructor(db: Database) {
    this.insertCert = db.prepare('INSERT OR IGNORE INTO slot_cert (height, view, kind, block, bytes) VALUES (?, ?, ?, ?, ?)')
    this.insertBlock = db.prepare('INSERT OR IGNORE INTO slot_block (block, height, bytes) VALUES (?, ?, ?)')
    this.insertHeard = db.prepare('INSERT OR IGNORE INTO heard_vote (height, view, kind, signer, block, bytes) VALUES (?, ?, ?, ?, ?, ?)')
    this.selectCerts = db.prepare<{ height: number; view: number; kind: number; block: Uint8Array; bytes: Uint8Array }>(
      'SELECT height, view, kind, block, bytes FROM slot_cert ORDER BY height, view, kind',
    )
    this.selectBlocks = db.prepare<{ height: number; block: Uint8Array; bytes: Uint8Array }>('SELECT height, block, bytes FROM slot_block ORDER BY height, rowid')
    this.selectHeard = db.prepare<{ height: number; view: number; kind: number; signer: number; block: Uint8Array; bytes: Uint8Array }>(
      'SELECT height, view, kind, signer, block, bytes FROM heard_vote ORDER BY height, view, kind, signer',
    )
    this.prune = ['slot_cert', 'slot_block', 'heard_vote'].map((table) => db.prepare(`DELETE FROM ${table} WHERE height < ?`))
  }

  addCert({ height, view, kind, blockId, bytes }: SlotCert): void {
    this.insertCert.run(height, view, kind, blockId, bytes)
  }
  addBlock({ height, blockId, bytes }: SlotBlock): void {
    this.insertBlock.run(blockId, height, bytes)
  }
  addHeard({ height, view, kind, signer, blockId, bytes }: SlotVote): void {
    this.insertHeard.run(height, view, kind, signer, blockId, bytes)
  }

  certs(): SlotCert[] {
    return this.selectCerts.all().map(({ block, kind, ...row }) => ({ ...row, kind: kind as VoteKind, blockId: block }))
  }
  blocks(): SlotBlock[] {
    return this.selectBlocks.all().map(({ block, ...row }) => ({ ...row, blockId: block }))
  }
  heard(): SlotVote[] {
    return this.selectHeard.all().map(({ block, kind, ...row }) => ({ ...row, kind: kind as VoteKind, blockId: block }))
  }

  dropBelow(height: number): void {
    for (const statement of this.prune) statement.run(height)
  }
}
