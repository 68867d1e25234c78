import { equalBytes } from '../../../../shared/kit/bytes.ts'
import { CodedError } from '../../../../shared/kit/result.ts'
import type { Database } from '../sqlite/database.ts'
import type { MyVote, SafetyMeta } from './types.ts'

interface MetaRow {
  genesis: Uint8Array
  vote_key: Uint8Array
  instance: Uint8Array
  boots: number
  high_epoch: number
  high_height: number
  high_view: number
  finalized: number
  quarantined: number
  vote_from: number
}

export interface MetaOwner {
  readonly genesisHash: Uint8Array
  readonly voteKeyId: Uint8Array
}

/** The one row of meta. */
export class Meta {
  private readonly db: Database
  private readonly select
  private current: SafetyMeta

  /** Makes the row where there is none (`quarantined` says whether votes may be given from it) and counts this start. */
  constructor(db: Database, owner: MetaOwner, fresh: { readonly quarantined: boolean; readonly instanceId: Uint8Array }) {
    this.db = db
    this.select = db.prepare<MetaRow>('SELECT * FROM meta')
    this.current = db.transaction(() => {
      if (!this.select.get()) {
        db.prepare('INSERT INTO meta (one, genesis, vote_key, instance, boots, quarantined) VALUES (1, ?, ?, ?, 0, ?)').run(
          owner.genesisHash,
          owner.voteKeyId,
          fresh.instanceId,
          fresh.quarantined ? 1 : 0,
        )
      }
      const found = this.read()
      if (!equalBytes(found.genesisHash, owner.genesisHash)) throw new CodedError('SAFETY_FOREIGN', { what: 'network' })
      if (!equalBytes(found.voteKeyId, owner.voteKeyId)) throw new CodedError('SAFETY_FOREIGN', { what: 'key' })
      db.prepare('UPDATE meta SET boots = boots + 1').run()
      return this.read()
    })
  }

  get value(): SafetyMeta {
    return this.current
  }

  /** Raises the high-water mark; inside a transaction, followed by `refresh` once it is committed. */
  raise(vote: MyVote): void {
    const { highWater: mark } = this.read()
    const higher =
      vote.epoch !== mark.epoch ? vote.epoch > mark.epoch : vote.height !== mark.height ? vote.height > mark.height : vote.view > mark.view
    if (!higher) return
    this.db.prepare('UPDATE meta SET high_epoch = ?, high_height = ?, high_view = ?').run(vote.epoch, vote.height, vote.view)
  }

  finalize(height: number): void {
    this.db.prepare('UPDATE meta SET finalized = max(finalized, ?)').run(height)
  }

  enterQuarantine(): void {
    this.db.prepare('UPDATE meta SET quarantined = 1').run()
  }

  leaveQuarantine(fromHeight: number): void {
    this.db.prepare('UPDATE meta SET quarantined = 0, vote_from = max(vote_from, ?)').run(fromHeight)
  }

  refresh(): void {
    this.current = this.read()
  }

  private read(): SafetyMeta {
    const row = this.select.get()!
    return {
      genesisHash: row.genesis,
      voteKeyId: row.vote_key,
      instanceId: row.instance,
      bootCounter: row.boots,
      highWater: { epoch: row.high_epoch, height: row.high_height, view: row.high_view },
      finalized: row.finalized,
      quarantined: row.quarantined === 1,
      voteFrom: row.vote_from,
    }
  }
}
