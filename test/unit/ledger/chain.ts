import {
  buildBlock,
  buildPayload,
  certOf,
  genesisChanges,
  genesisHead,
  blockId,
  headAfter,
  keyId,
  keySigner,
  leafHash,
  makeGenesis,
  MemoryState,
  appendToTiles,
  publicKeyOf,
  sealEnvelope,
  signVote,
  StateTree,
  FINALIZE,
  encodeCert,
  encodeHeader,
  quorum,
  type BuiltBlock,
  type Cert,
  type DeviceHead,
  type EpochHop,
  type Executor,
  type Hash,
  type Head,
  type Header,
  type LedgerEffect,
  type MemberEntry,
  type OpenGenesis,
  type RecordMark,
  type OpenRecord,
  type RecordPayload,
  type Tile,
  type TileSource
} from '../../../shared/ledger/index.ts'
import { toHex, utf8 } from '../../../shared/kit/bytes.ts'
import { unwrap } from '../../../shared/kit/result.ts'
import { seed, testVoters } from './support.ts'

/**
 * A small application: `note.put` {k, v} writes an entry, `note.drop` {k} deletes one (void where there is none),
 * `staff.grant` {key} and `staff.revoke` {id} change devices, `subject.note` {s}, `member.set` {id, member} and `mark.set` {record, mark, on} have the effect they name, `effects.set` {k, effects} writes an entry and has any effects, `bad.*` break the ledger's limits in named ways.
 */
export const notes: Executor = {
  genesis: () => [['note/first', utf8('genesis')]],
  apply({ t, a, b }, _context, state) {
    const key = `note/${b['k'] as string}`
    if (t === 'note.put') return { changes: [[key, utf8(b['v'] as string)]] }
    if (t === 'note.drop') return state.get(key) ? { changes: [[key, null]] } : { void: { code: 'NO_SUCH_NOTE', params: { key } } }
    if (t === 'bad.system') return { changes: [['sys/dev/x', utf8('stolen')]] }
    if (t === 'bad.many') return { changes: Array.from({ length: 257 }, (_, i) => [`note/${i}`, utf8('x')] as const) }
    if (t === 'bad.throws') throw new Error('a fault of the application')
    if (t === 'staff.grant') return { changes: [], effects: [{ t: 'grant', member: a, key: b['key'] as Uint8Array }] }
    if (t === 'staff.revoke') return { changes: [], effects: [{ t: 'revoke', member: a, keyId: b['id'] as Uint8Array }] }
    if (t === 'subject.note') return { changes: [], effects: [{ t: 'subject', subject: b['s'] as string }] }
    if (t === 'member.set') return { changes: [], effects: [{ t: 'member', id: b['id'] as string, member: b['member'] as unknown as MemberEntry }] }
    if (t === 'mark.set') return { changes: [], effects: [{ t: 'mark', record: b['record'] as Uint8Array, mark: b['mark'] as RecordMark, on: b['on'] as boolean }] }
    if (t === 'effects.set') return { changes: [[`note/${b['k'] as string}`, utf8('effects')]], effects: b['effects'] as unknown as LedgerEffect[] }
    return { changes: [] }
  }
}

export class MemoryTiles implements TileSource {
  size = 0
  readonly #tiles = new Map<string, Uint8Array>()
  tile(level: number, index: number): Uint8Array {
    const bytes = this.#tiles.get(`${level}/${index}`)
    if (!bytes) throw new RangeError(`no tile ${level}/${index}`)
    return bytes
  }
  append(leaves: readonly Hash[]): readonly Tile[] {
    const tiles = appendToTiles(this, leaves)
    for (const { level, index, bytes } of tiles) this.#tiles.set(`${level}/${index}`, bytes)
    this.size += leaves.length
    return tiles
  }
}

/** A chain of one process: builds blocks, certifies them with all votes, commits them. */
export class TestChain {
  readonly members = testVoters(6)
  readonly genesis: OpenGenesis
  readonly state: MemoryState
  readonly tree: StateTree
  readonly tiles = new MemoryTiles()
  head: Head
  last: { block: BuiltBlock; cert: Cert } | null = null
  /** The epochs closed so far. */
  readonly hops: EpochHop[] = []
  readonly #devices = new Map<string, DeviceHead>()
  readonly #voteSeeds = new Map<string, Uint8Array>()

  constructor(version: 1 | 2 = 1) {
    this.genesis = unwrap(makeGenesis({ ...this.members.genesis, v: version }))
    this.state = new MemoryState(genesisChanges(this.genesis, notes))
    this.tree = StateTree.of(this.state)
    this.head = genesisHead(this.genesis, this.state, this.tree)
    for (const secret of this.members.voteSeeds) this.knowVoter(secret)
  }

  /** A vote key the chain certifies with once its holder votes. */
  knowVoter(secret: Uint8Array): Uint8Array {
    const key = publicKeyOf(secret)
    this.#voteSeeds.set(toHex(key), secret)
    return key
  }

  /** The next record of a device, with the device's sequence moved on. */
  record(kind: string, body: RecordPayload['b'], options: { seed?: Uint8Array; author?: string; at?: number; head?: DeviceHead } = {}): OpenRecord {
    const secret = options.seed ?? this.members.idSeeds[0]!
    const device = keyId(publicKeyOf(secret))
    const name = String(device)
    const head = options.head ?? this.#devices.get(name) ?? { n: 0, prev: null }
    const payload = buildPayload({ kind, net: this.genesis.hash, author: options.author ?? 'BJ', device, head, at: options.at ?? this.head.time, body })
    const record = sealEnvelope(payload, keySigner(secret))
    this.#devices.set(name, { n: payload.n, prev: record.id })
    return record
  }

  build(records: readonly OpenRecord[], view = 0, now = this.head.time + 1000) {
    return buildBlock(this.head, notes, records, view, now)
  }

  /** Builds, certifies and commits a block of these records; all must be admissible. */
  commit(records: readonly OpenRecord[]): BuiltBlock {
    const { block, refused } = this.build(records)
    if (!block || refused.length > 0) throw new Error(`refused: ${JSON.stringify(refused.map(({ problem }) => problem))}`)
    const { header, execution } = block
    const cert = this.certify(header)
    this.last = { block, cert }
    if (execution.nextVoters) this.hops.push({ header: encodeHeader(header), certificate: encodeCert(cert), members: execution.nextVoters.members })
    this.state.apply(execution.changes)
    this.tree.apply(execution.buckets)
    this.tiles.append(records.map((record) => leafHash(record.bytes)))
    this.head = headAfter(this.head, header, execution.log)
    return block
  }

  /** The finalize certificate of a header by the first q voters of the head's epoch. */
  certify(header: Header): Cert {
    const { members } = this.head.voters
    return certifiedBy(this, header, members.slice(0, quorum(members.length)).map(({ voteKey }) => this.#voteSeeds.get(toHex(voteKey))!))
  }
}

/** Signatures of as many voters of the current epoch as a certificate needs. */
export function certifiedBy(chain: TestChain, header: Header, secrets: readonly Uint8Array[]): Cert {
  const statement = { kind: FINALIZE, epoch: header.epoch, height: header.height, view: 0, blockId: blockId(header) }
  return certOf(secrets.map((secret, i) => signVote(chain.genesis.hash, statement, i, secret)))
}

export const staffSeed = seed('staff')
