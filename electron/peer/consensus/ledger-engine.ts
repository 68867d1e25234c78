import { blockIdOfBytes, decodeHeader, encodeHeader } from '../../../shared/ledger/codec/header.ts'
import { buildBlock } from '../../../shared/ledger/block/build.ts'
import type { BlockExecution } from '../../../shared/ledger/block/execute.ts'
import { epochAfter, votersAfter, type Head } from '../../../shared/ledger/block/head.ts'
import { validateBlock } from '../../../shared/ledger/block/validate.ts'
import { appendLeaves, logRoot } from '../../../shared/ledger/log/tree.ts'
import type { OpenGenesis } from '../../../shared/ledger/genesis.ts'
import { leaderOrder } from '../../../shared/ledger/voters.ts'
import type { OpenRecord } from '../../../shared/ledger/record/record.ts'
import type { Executor } from '../../../shared/ledger/state/executor.ts'
import { epochStart, readVoters } from '../../../shared/ledger/state/membership.ts'
import { readDevice } from '../../../shared/ledger/state/system.ts'
import type { Hash, Header, RecordPayload, VoterSet } from '../../../shared/ledger/types.ts'
import { equalBytes } from '../../../shared/kit/bytes.ts'
import { err, ok, problem, unwrap, type Result } from '../../../shared/kit/result.ts'
import type { ChainStore, CommittedRecord } from '../store/chain/types.ts'
import type { BlockEngine, ExecutedBlock } from './engine.ts'
import { OpenedRecords } from './opened.ts'
import type { Device } from './pool.ts'

/** What lists show of a record without decoding it again: what it is about, and a short title. */
export type Describe = (payload: RecordPayload) => { readonly subject: string | null; readonly title: string }

export interface EngineOptions {
  readonly chain: ChainStore
  readonly genesis: OpenGenesis
  readonly executor: Executor
  readonly describe: Describe
}

/** The voters of one slot. */
export interface Electorate {
  readonly voters: VoterSet
  readonly order: readonly number[]
  /** Height of the final block it follows from. */
  readonly height: number
}

/** The ledger's rules over what chain.db holds now. */
export class LedgerEngine implements BlockEngine {
  /** What came through the pool is open already. */
  readonly opened: OpenedRecords
  readonly #options: EngineOptions
  #electorate: Electorate | null = null
  readonly #past = new Map<number, VoterSet>()

  constructor(options: EngineOptions) {
    this.#options = options
    this.opened = new OpenedRecords(options.chain.genesisHash)
  }

  leavesFit(header: Header, leaves: readonly Hash[]): boolean {
    const log = this.#options.chain.log.frontier()
    if (header.logSize !== log.size + leaves.length) return false
    return equalBytes(logRoot(appendLeaves(log, leaves)), header.logRoot)
  }

  check(header: Header, headerBytes: Uint8Array, body: readonly Uint8Array[]): Result<ExecutedBlock> {
    const head = this.head()
    const records = this.opened.openBody(body)
    if (!records.ok) return records
    const execution = validateBlock(head, this.#options.executor, header, records.value)
    return execution.ok ? ok(this.#executed(header, headerBytes, records.value, execution.value)) : execution
  }

  build({ view, time, body }: { view: number; time: number; body: readonly Uint8Array[] }): Result<ExecutedBlock> {
    const head = this.head()
    const records = this.opened.openBody(body)
    if (!records.ok) return records
    const { block, refused } = buildBlock(head, this.#options.executor, records.value, view, time)
    if (!block) return err(refused[0]?.problem ?? problem('BLOCK_EMPTY'))
    return ok(this.#executed(block.header, encodeHeader(block.header), block.records, block.execution))
  }

  device(keyId: Hash): Device | null {
    const entry = readDevice(this.#options.chain.state, keyId)
    return entry && { member: entry.a, key: entry.k, on: entry.on, n: entry.n, prev: entry.p }
  }

  /** The finalized end of the chain. */
  head(): Head {
    const { chain, genesis } = this.#options
    const { height, blockId, time } = chain.head()
    const { state, log } = chain
    return { G: chain.genesisHash, version: genesis.genesis.v, ...this.electorate(), height, id: blockId, time, log: log.frontier(), state, tree: state.tree }
  }

  /** Who votes on the next block, and in which order they lead: what the last block and the state after it say. */
  electorate(): Electorate {
    const { chain, genesis } = this.#options
    const { height, header } = chain.head()
    if (this.#electorate?.height === height) return this.#electorate
    const last = header && genesis.genesis.v === 2 ? unwrap(decodeHeader(header)) : null
    const epoch = last ? epochAfter(last) : 0
    const known = this.#electorate
    if (known && known.voters.epoch === epoch) return (this.#electorate = { ...known, height })
    const voters = last ? votersAfter(last, chain.state) : genesis.voters
    return (this.#electorate = { voters, order: leaderOrder(voters), height })
  }

  /** Voters of an epoch; null where the state knows no such epoch (yet). */
  votersOf(epoch: number): VoterSet | null {
    const current = this.electorate().voters
    if (epoch === current.epoch) return current
    const known = this.#past.get(epoch)
    if (known) return known
    const { chain, genesis } = this.#options
    const voters = genesis.genesis.v === 2 ? readVoters(chain.state, epoch) : null
    // Of epochs to come nothing is remembered: the next block may bring them.
    if (voters && epoch < current.epoch) this.#past.set(epoch, voters)
    return voters
  }

  /** First height of the current epoch. */
  epochStart(): number {
    const { chain, genesis } = this.#options
    return genesis.genesis.v === 2 ? (epochStart(chain.state, this.electorate().voters.epoch) ?? 1) : 1
  }

  #executed(header: Header, headerBytes: Uint8Array, records: readonly OpenRecord[], execution: BlockExecution): ExecutedBlock {
    const blockId = blockIdOfBytes(headerBytes)
    const { height, time, parent, logSize, logRoot: root, stateRoot, nextMembers } = header
    const committed = records.map((record, i) => this.#committed(record, execution.outcomes[i]!.void))
    return {
      header,
      headerBytes,
      blockId,
      body: records.map(({ bytes }) => bytes),
      commit: {
        height, blockId, header: headerBytes, time, parent, logSize, logRoot: root, stateRoot,
        closing: nextMembers !== null,
        records: committed,
        changes: execution.changes,
        buckets: execution.buckets,
      },
    }
  }

  #committed({ payload, id, bytes, leaf }: OpenRecord, reason: CommittedRecord['void']): CommittedRecord {
    const { t, a, d, n, at } = payload
    return { recordId: id, envelope: bytes, kind: t, author: a, device: d, seq: n, at, ...this.#options.describe(payload), void: reason, leaf }
  }
}
