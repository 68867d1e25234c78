import { equalBytes } from '../../../../shared/kit/bytes.ts'
import { CodedError } from '../../../../shared/kit/result.ts'
import type { StateChange } from '../../../../shared/ledger/state/executor.ts'
import type { Hash } from '../../../../shared/ledger/types.ts'
import type { Database } from '../sqlite/database.ts'
import { Institutions } from '../views/institutions.ts'
import type { ViewProjector } from '../views/types.ts'
import { Certs } from './certs.ts'
import { Headers } from './headers.ts'
import { Log } from './log.ts'
import { Pending } from './pending.ts'
import { Records } from './records.ts'
import { State } from './state.ts'
import type { BlockCommit, ChainStore, Head, RecordQuery, StoredHeader, StoredRecord } from './types.ts'

interface ChainOptions {
  readonly genesis: Uint8Array
  readonly genesisHash: Hash
  readonly genesisTime: number
  readonly projector: ViewProjector
}

/** chain.db behind its one interface. */
export class Chain implements ChainStore {
  readonly genesis: Uint8Array
  readonly genesisHash: Hash
  readonly log: Log
  readonly state: State
  readonly pending: Pending
  readonly views: Institutions
  private readonly db: Database
  private readonly heads: Headers
  private readonly entries: Records
  private readonly certs: Certs
  private readonly genesisTime: number
  private current: Head

  constructor(db: Database, options: ChainOptions) {
    this.db = db
    this.genesis = options.genesis
    this.genesisHash = options.genesisHash
    this.genesisTime = options.genesisTime
    this.heads = new Headers(db)
    this.entries = new Records(db)
    this.certs = new Certs(db)
    this.state = new State(db)
    this.current = this.readHead()
    this.log = new Log(db, this.current.logSize)
    this.pending = new Pending(db, (recordId) => this.entries.get(recordId) !== null)
    this.views = new Institutions(db, options.projector, this.state, () => this.current)
  }

  /** A new file: the genesis and its state. */
  begin(changes: readonly StateChange[]): void {
    const buckets = this.db.transaction(() => {
      this.db.prepare('INSERT INTO genesis (one, hash, bytes) VALUES (1, ?, ?)').run(this.genesisHash, this.genesis)
      return this.state.write(changes)
    })
    this.state.adopt(buckets)
    this.current = this.readHead()
  }

  /** At every start: the state must give the head's root, and the views must be of this program's making. */
  settleStart(): void {
    const { height, stateRoot } = this.current
    if (height > 0 && !equalBytes(this.state.root, stateRoot)) {
      this.state.recompute()
      if (!equalBytes(this.state.root, stateRoot)) throw new CodedError('STORE_CORRUPT', { file: this.db.file, detail: 'state root' })
    }
    this.views.ensureCurrent()
  }

  head(): Head {
    return this.current
  }
  header(height: number): StoredHeader | null {
    return this.heads.get(height)
  }
  headerById(blockId: Hash): StoredHeader | null {
    return this.heads.ofBlock(blockId)
  }
  headers({ before, limit }: { readonly before?: number; readonly limit: number }): readonly StoredHeader[] {
    return this.heads.list(before ?? this.current.height, limit)
  }
  body(height: number): readonly Uint8Array[] | null {
    return this.heads.get(height) ? this.entries.body(height) : null
  }
  record(recordId: Hash): StoredRecord | null {
    return this.entries.get(recordId)
  }
  recordAt(index: number): StoredRecord | null {
    return this.entries.at(index)
  }
  records(query: RecordQuery): readonly StoredRecord[] {
    return this.entries.list(query)
  }
  activity(days: number): readonly { readonly date: string; readonly records: number }[] {
    return this.heads.activity(days)
  }
  cert(height: number): Uint8Array | null {
    return this.certs.get(height)
  }
  archive(height: number): readonly Uint8Array[] {
    return this.certs.archive(height)
  }

  commitBlock(block: BlockCommit): 'committed' | 'known' {
    if (this.alreadyHave(block)) return 'known'
    try {
      const buckets = this.db.transaction(() => this.write(block))
      this.state.adopt(buckets)
    } finally {
      // Also after a failure: what is in memory follows the file, not the attempt.
      this.current = this.readHead()
      this.log.reset(this.current.logSize)
      this.pending.recount()
    }
    return 'committed'
  }

  close(): void {
    this.db.close()
  }

  private alreadyHave(block: BlockCommit): boolean {
    const { height, blockId } = this.current
    if (block.height <= height) {
      const stored = this.heads.get(block.height)
      if (stored && equalBytes(stored.blockId, block.blockId)) return true
      throw new CodedError('CHAIN_FORK', { height: block.height })
    }
    if (block.height !== height + 1 || !equalBytes(block.parent, blockId) || block.logSize !== this.current.logSize + block.records.length) {
      throw new CodedError('CHAIN_GAP', { height: block.height, head: height })
    }
    return false
  }

  private write(block: BlockCommit): Map<number, Hash> {
    const { height, time, records } = block
    const first = this.current.logSize
    this.heads.add(block)
    records.forEach((record, i) => this.entries.add(first + i, height, record))
    this.log.append(records.map(({ leaf }) => leaf))
    if (!equalBytes(this.log.root(), block.logRoot)) throw new CodedError('CHAIN_LOG_ROOT', { height })
    const buckets = this.state.write(block.changes)
    if (!equalBytes(this.state.tree.rootWith(buckets), block.stateRoot)) throw new CodedError('CHAIN_STATE_ROOT', { height })
    this.certs.add(height, block.cert, block.archive ?? [])
    this.pending.settle(records)
    this.views.update(block.changes, { height, time })
    return buckets
  }

  private readHead(): Head {
    const head = this.heads.head()
    if (!head) {
      return { height: 0, blockId: this.genesisHash, header: null, time: this.genesisTime, logSize: 0, stateRoot: this.state.root }
    }
    const { height, blockId, bytes, time, logSize, stateRoot } = head
    return { height, blockId, header: bytes, time, logSize, stateRoot }
  }
}
