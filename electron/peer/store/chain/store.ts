import { equalBytes } from '../../../../shared/kit/bytes.ts'
import { CodedError } from '../../../../shared/kit/result.ts'
import type { StateChange } from '../../../../shared/ledger/state/executor.ts'
import type { Hash } from '../../../../shared/ledger/types.ts'
import type { Database } from '../sqlite/database.ts'
import { Institutions } from '../views/institutions.ts'
import type { ViewProjector } from '../views/types.ts'
import { Certs, type Closing } from './certs.ts'
import { Gaps, type Gap } from './gaps.ts'
import { Headers } from './headers.ts'
import { HistoryReader } from './history/reader.ts'
import { historyPath } from './history/schema.ts'
import { Library } from './library.ts'
import { Log } from './log.ts'
import { Pending } from './pending.ts'
import { Records } from './records.ts'
import { Snapshots, type StateSnapshot } from './snapshots.ts'
import { State } from './state.ts'
import type { BlockCommit, ChainStore, Head, HistoryGap, RecordQuery, StoredHeader, StoredRecord, VerifiedBase } from './types.ts'

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
  private readonly spans: Gaps
  private readonly history: HistoryReader
  private readonly library: Library
  private readonly genesisTime: number
  private snapshots: Snapshots | null = null
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
    this.spans = new Gaps(db)
    this.history = new HistoryReader(historyPath(db.path))
    this.library = new Library({ records: this.entries, heads: this.heads, gaps: this.spans, history: this.history, state: this.state })
    this.log = new Log(db, this.current.logSize, (segment) => this.olderLeaves(segment))
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
    return this.library.header(height)
  }
  headerById(blockId: Hash): StoredHeader | null {
    return this.library.headerById(blockId)
  }
  headers({ before, limit }: { readonly before?: number; readonly limit: number }): readonly StoredHeader[] {
    return this.library.headers(Math.min(before ?? this.current.height, this.current.height), limit)
  }
  body(height: number): readonly Uint8Array[] | null {
    return this.library.body(height)
  }
  record(recordId: Hash): StoredRecord | null {
    return this.library.record(recordId)
  }
  recordAt(index: number): StoredRecord | null {
    return this.library.at(index)
  }
  records(query: RecordQuery): readonly StoredRecord[] {
    return this.library.list(query, this.current.logSize)
  }
  activity(days: number): readonly { readonly date: string; readonly records: number }[] {
    return this.library.activity(days)
  }
  envelopes(from: number, to: number): readonly Uint8Array[] | null {
    return this.library.envelopes(from, to)
  }
  missing(): HistoryGap | null {
    return this.library.missing()
  }
  closings(from: number, limit: number): readonly Closing[] {
    return this.certs.closings(from, limit)
  }
  get gaps(): readonly Gap[] {
    return this.spans.all()
  }
  get path(): string {
    return this.db.path
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
      const adopt = this.db.transaction(() => this.write(block))
      adopt()
    } catch (error) {
      // What is in memory follows the file, not the attempt.
      this.log.reset(this.current.logSize)
      throw error
    }
    return 'committed'
  }

  startFrom(base: VerifiedBase): void {
    const { height, logSize } = this.current
    if (base.height <= height || base.logSize <= logSize || this.spans.open()) throw new CodedError('CHAIN_GAP', { height: base.height, head: height })
    const tree = this.state.nextTree()
    if (!equalBytes(tree.root, base.stateRoot)) throw new CodedError('CHAIN_STATE_ROOT', { height: base.height })
    let settled: (() => void) | null = null
    try {
      settled = this.db.transaction(() => this.writeBase(base))
    } finally {
      this.state.reload(settled ? tree : undefined)
      this.current = this.readHead()
      this.spans.reload()
      this.log.reset(this.current.logSize)
      settled?.()
    }
  }

  sealGap(first: number): void {
    this.spans.seal(first)
    this.log.reset(this.current.logSize)
  }

  snapshot(at: Hash | null): StateSnapshot {
    return (this.snapshots ??= new Snapshots(this.db.path, () => this.current.blockId)).open(at)
  }

  close(): void {
    this.pending.close()
    this.snapshots?.close()
    this.history.close()
    this.db.close()
  }

  private writeBase(base: VerifiedBase): () => void {
    const { height, logSize } = this.current
    this.state.switchToNext()
    this.views.outdate()
    this.heads.addBase(base)
    this.certs.add(base.height, base.cert, [])
    for (const closing of base.closings) this.certs.addClosing(closing)
    this.log.replace(base.tiles, logSize)
    this.spans.add({ first: logSize, size: base.logSize, firstHeight: height + 1, lastHeight: base.height })
    return this.pending.settleDevices(base.finalOf)
  }

  private olderLeaves(segment: number): Uint8Array | null {
    const leaves = this.history.leaves(segment)
    if (leaves) return leaves
    const gap = this.library.missing()
    if (gap) throw new CodedError('STORE_HISTORY_LOADING', { from: gap.from, to: gap.to, here: gap.here })
    return null
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

  /** Inside the transaction; what it gives takes the block into memory once the transaction is through. */
  private write(block: BlockCommit): () => void {
    const { height, time, records } = block
    const first = this.current.logSize
    this.heads.add(block)
    records.forEach((record, i) => this.entries.add(first + i, height, record))
    this.log.append(records.map(({ leaf }) => leaf))
    if (!equalBytes(this.log.root(), block.logRoot)) throw new CodedError('CHAIN_LOG_ROOT', { height })
    const buckets = this.state.write(block.changes, block.buckets)
    if (!equalBytes(this.state.tree.rootWith(buckets), block.stateRoot)) throw new CodedError('CHAIN_STATE_ROOT', { height })
    this.certs.add(height, block.cert, block.archive ?? [])
    if (block.closing) this.certs.addClosing({ height, header: block.header, cert: block.cert })
    const settled = this.pending.settle(records)
    this.views.update(block.changes, { height, time })
    return () => {
      this.state.adopt(buckets)
      settled()
      this.current = { height, blockId: block.blockId, header: block.header, time, logSize: block.logSize, stateRoot: block.stateRoot }
    }
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
