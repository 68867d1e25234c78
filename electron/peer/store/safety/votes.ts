import { equalBytes } from '../../../../shared/kit/bytes.ts'
import { CodedError } from '../../../../shared/kit/result.ts'
import { FINALIZE, NOTARIZE, NULLIFY, type VoteKind } from '../../../../shared/ledger/types.ts'
import type { Database } from '../sqlite/database.ts'
import type { MyVote } from './types.ts'

interface VoteRow {
  epoch: number
  height: number
  view: number
  kind: number
  block: Uint8Array
  sig: Uint8Array
}

/** my_vote: what this member has said. The primary key makes a second, different vote impossible. */
export class MyVotes {
  private readonly find
  private readonly insert
  private readonly select
  private readonly prune

  constructor(db: Database) {
    this.find = db.prepare<{ block: Uint8Array }>('SELECT block FROM my_vote WHERE epoch = ? AND height = ? AND view = ? AND kind = ?')
    this.insert = db.prepare('INSERT INTO my_vote (epoch, height, view, kind, block, sig) VALUES (?, ?, ?, ?, ?, ?)')
    this.select = db.prepare<VoteRow>('SELECT epoch, height, view, kind, block, sig FROM my_vote ORDER BY epoch, height, view, kind')
    this.prune = db.prepare('DELETE FROM my_vote WHERE height < ?')
  }

  /** Inside a transaction. True where the vote is new. */
  add(vote: MyVote): boolean {
    const { epoch, height, view, kind, blockId, sig } = vote
    const earlier = this.find.get(epoch, height, view, kind)
    if (earlier) {
      if (equalBytes(earlier.block, blockId)) return false
      throw new CodedError('VOTE_CONFLICT', { epoch, height, view, kind })
    }
    for (const excluded of exclusions(kind)) {
      if (this.find.get(epoch, height, view, excluded)) throw new CodedError('VOTE_RULE', { epoch, height, view, kind, excluded })
    }
    this.insert.run(epoch, height, view, kind, blockId, sig)
    return true
  }

  all(): MyVote[] {
    return this.select.all().map(({ block, ...row }) => ({ ...row, kind: row.kind as VoteKind, blockId: block }))
  }

  dropBelow(height: number): void {
    this.prune.run(height)
  }
}

/** Kinds that forbid this one later in the same view: finalize and nullify exclude each other, nothing is notarized after a nullify. */
function exclusions(kind: VoteKind): readonly VoteKind[] {
  if (kind === NOTARIZE) return [NULLIFY]
  if (kind === FINALIZE) return [NULLIFY]
  return [FINALIZE]
}
