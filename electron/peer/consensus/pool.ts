import { fromHex, toHex } from '../../../shared/kit/bytes.ts'
import type { Clock, Log } from '../../../shared/kit/env.ts'
import { CodedError, problem, type Problem } from '../../../shared/kit/result.ts'
import { sha256 } from '../../../shared/ledger/crypto/hash.ts'
import { MAX_ENVELOPE } from '../../../shared/ledger/limits.ts'
import { checkRecordSignature, openEnvelope, type OpenRecord } from '../../../shared/ledger/record/record.ts'
import type { Hash, MemberId } from '../../../shared/ledger/types.ts'
import { EXOTIC_RATE } from '../net/limits.ts'
import { isBatch } from '../net/record-batch.ts'
import { TokenBucket } from '../net/token-bucket.ts'
import type { ChainStore } from '../store/chain/types.ts'
import type { OpenedRecords } from './opened.ts'
import { BlockPace } from './pace.ts'
import { PoolIndex, type PoolEntry } from './pool-index.ts'

export interface Device {
  readonly member: MemberId
  readonly key: Uint8Array
  readonly on: boolean
  readonly n: number
  readonly prev: Hash | null
}

/** `blame`: nobody honest passes such a record on. Without blame: refused for now (known, no room, device not granted yet). */
export type Admission = { readonly added: true; readonly record: OpenRecord } | { readonly added: false; readonly why: Problem; readonly blame: boolean }

export interface PoolOptions {
  readonly genesisHash: Hash
  readonly chain: ChainStore
  /** A device in the finalized state. */
  readonly device: (keyId: Hash) => Device | null
  /** Shared with the engine, which finds open what came in here. */
  readonly opened: OpenedRecords
  readonly clock: Clock
  /** Date up to which a block made now could take a record (2.7), ms. */
  readonly latest: () => number
  /** A device signed two records with one sequence number. */
  readonly doubled?: (first: OpenRecord, second: OpenRecord) => void
  readonly log: Log
}

/** Records of devices that are not granted yet, kept unverified until the next block: a grant may be on its way. */
const WAITING_ROOM = 256
const READ_AT_ONCE = 1_000
/** Devices remembered between two blocks. */
const MAX_DEVICES = 1_024

/** The door every signed record passes on its way into the pending pool, whoever brings it. */
export class Pool {
  /** How much of it goes into one block here. */
  readonly pace = new BlockPace()
  readonly #options: PoolOptions
  readonly #index: PoolIndex
  readonly #waiting = new Map<string, Uint8Array>()
  /** Devices as the state of `#devicesAt` has them, by key id: asked for once a block. */
  readonly #devices = new Map<string, Device | null>()
  #devicesAt = -1
  readonly #exotic = new Map<MemberId, TokenBucket>()
  #order = 0

  constructor(options: PoolOptions) {
    this.#options = options
    this.#index = new PoolIndex((device) => this.#tip(device), options.latest)
    this.#loadStored()
  }

  /** Records that a block could take now. */
  get includable(): number {
    return this.#index.includable
  }

  /** Takes up records that were dated too far ahead until now; true where there were any. */
  ripen(): boolean {
    return this.#index.ripen()
  }

  /** Bytes in: size, encoding, network, known, device, signature, sequence. */
  admit(envelope: Uint8Array): Admission {
    const { chain, opened: records } = this.#options
    if (envelope.length > MAX_ENVELOPE) return blame(problem('RECORD_TOO_LARGE', { bytes: envelope.length, limit: MAX_ENVELOPE }))
    const opened = records.open(envelope)
    if (!opened.ok) return blame(opened.error)
    const record = opened.value
    const device = this.#device(toHex(record.payload.d))
    // Beyond the device's last final record nothing is final.
    const isFinal = (): boolean => (!device || record.payload.n <= device.n) && chain.record(record.id) !== null
    if (chain.pending.has(record.id) || isFinal()) return refuse(problem('RECORD_DUPLICATE'))
    if (!device) {
      this.#wait(record)
      return refuse(problem('RECORD_UNKNOWN_DEVICE'))
    }
    const flaw = deviceFlaw(record, device)
    if (flaw) return refuse(flaw)
    const verdict = checkRecordSignature(record, device.key)
    if (verdict === 'invalid') return blame(problem('RECORD_SIGNATURE'))
    // No blame for who passes it on: where its author's allowance ends is each peer's own reckoning.
    if (verdict === 'exotic' && !this.#mayBeExotic(device.member)) return refuse(problem('NET_EXOTIC_SIGNATURES', { member: device.member }))
    return this.#store(record)
  }

  /** Envelope of a pending record by its log leaf; null where it isn't here. */
  byLeaf(leaf: Hash): Uint8Array | null {
    const entry = this.#index.byLeaf(leaf)
    return entry ? (this.#options.chain.pending.get(entry.recordId)?.envelope ?? null) : null
  }

  /** Envelopes for a fresh block, in order; none dated after `latest` (ms). */
  gather(limits: { readonly records: number; readonly bytes: number; readonly latest: number }): readonly Uint8Array[] {
    const chosen: Uint8Array[] = []
    const stopped = new Set<string>()
    let bytes = 0
    let isStale = false
    for (const entry of this.#index.candidates()) {
      if (chosen.length >= limits.records || bytes + entry.size > limits.bytes) break
      if (stopped.has(entry.device)) continue
      const envelope = entry.at <= limits.latest ? this.#options.chain.pending.get(entry.recordId)?.envelope : undefined
      if (!envelope) {
        isStale ||= entry.at <= limits.latest
        stopped.add(entry.device)
        continue
      }
      chosen.push(envelope)
      bytes += entry.size
    }
    // The disk refused a whole batch after its records were counted in.
    if (isStale) this.#forgetGone()
    return chosen
  }

  /** After a commit: follows the pool in chain.db, and tries again what waited for a grant. */
  settle(): void {
    this.#index.follow()
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const envelope of waiting) this.admit(envelope)
  }

  #mayBeExotic(member: MemberId): boolean {
    const bucket = this.#exotic.get(member) ?? new TokenBucket(this.#options.clock, EXOTIC_RATE)
    this.#exotic.set(member, bucket)
    return bucket.take()
  }

  #forgetGone(): void {
    this.#index.settle((entry) => !this.#options.chain.pending.has(entry.recordId))
  }

  /** Before a block is committed: its records beside what waits here, which it is going to drop. */
  compare(records: readonly { readonly recordId: Hash; readonly device: Hash; readonly seq: number; readonly envelope: Uint8Array }[]): void {
    for (const { recordId, device, seq, envelope } of records) {
      if (this.#index.rivals(toHex(device), seq, toHex(recordId)).length === 0) continue
      const opened = openEnvelope(this.#options.genesisHash, envelope)
      if (opened.ok) this.#compare(opened.value)
    }
  }

  #device(name: string): Device | null {
    const { height } = this.#options.chain.head()
    if (this.#devicesAt !== height || this.#devices.size >= MAX_DEVICES) this.#devices.clear()
    this.#devicesAt = height
    let known = this.#devices.get(name)
    if (known === undefined) this.#devices.set(name, (known = this.#options.device(fromHex(name))))
    return known
  }

  #store(record: OpenRecord): Admission {
    const { chain, clock } = this.#options
    const { payload, id, bytes } = record
    try {
      const at = { recordId: id, envelope: bytes, author: payload.a, device: payload.d, seq: payload.n, at: payload.at, receivedAt: clock.now() }
      if (chain.pending.add(at) === 'known') return refuse(problem('RECORD_DUPLICATE'))
    } catch (cause) {
      if (cause instanceof CodedError && cause.code.startsWith('PENDING_')) return refuse(problem(cause.code, cause.params))
      throw cause
    }
    this.#index.add(this.#entry(record))
    this.#compare(record)
    return { added: true, record }
  }

  /** The first of two final records of one sequence number wins; that there were two is evidence. */
  #compare({ id, payload: { d, n }, bytes }: Pick<OpenRecord, 'id' | 'payload' | 'bytes'>): void {
    const { chain, doubled, genesisHash } = this.#options
    if (!doubled) return
    for (const rival of this.#index.rivals(toHex(d), n, toHex(id))) {
      const [one, two] = [bytes, chain.pending.get(rival.recordId)?.envelope].map((envelope) => envelope && openEnvelope(genesisHash, envelope))
      if (one?.ok && two?.ok) doubled(one.value, two.value)
    }
  }

  #entry({ payload: { d, n, prev, at }, id, leaf, bytes }: OpenRecord): PoolEntry {
    this.#order += 1
    return { recordId: id, id: toHex(id), device: toHex(d), prev: prev ? toHex(prev) : null, leaf: toHex(leaf), seq: n, at, size: bytes.length, order: this.#order }
  }

  #loadStored(): void {
    const { chain, genesisHash, log } = this.#options
    const unusable: Hash[] = []
    for (let after = 0; ; ) {
      const rows = chain.pending.list({ after, limit: READ_AT_ONCE })
      for (const row of rows) {
        const opened = openEnvelope(genesisHash, row.envelope)
        if (!opened.ok) {
          unusable.push(row.recordId)
          continue
        }
        this.#index.add(this.#entry(opened.value))
      }
      if (rows.length < READ_AT_ONCE) break
      after = rows[rows.length - 1]!.cursor
    }
    if (unusable.length > 0) {
      log('warn', 'pool.unusable', { count: unusable.length })
      chain.pending.drop(unusable)
    }
  }

  #tip(device: string): { n: number; prev: string | null } | null {
    const known = this.#device(device)
    return known?.on ? { n: known.n, prev: known.prev ? toHex(known.prev) : null } : null
  }

  #wait(record: OpenRecord): void {
    if (this.#waiting.size >= WAITING_ROOM) this.#waiting.delete(this.#waiting.keys().next().value!)
    this.#waiting.set(toHex(record.id), record.bytes)
  }
}

function deviceFlaw({ payload }: OpenRecord, device: Device): Problem | null {
  if (device.member !== payload.a) return problem('RECORD_FOREIGN_DEVICE', { author: payload.a })
  if (!device.on) return problem('RECORD_DEVICE_REVOKED')
  if (payload.n <= device.n) return problem('RECORD_SEQUENCE', { expected: device.n + 1, found: payload.n })
  return null
}

const refuse = (why: Problem): Admission => ({ added: false, why, blame: false })
const blame = (why: Problem): Admission => ({ added: false, why, blame: true })

/**
 * Id of a gossiped message, any bytes in. One record has its own id, whoever wraps it; a burst of several, or what is no
 * record at all, the hash of its bytes (a list has one encoding, so the same burst has one id).
 */
export function gossipIdOf(genesisHash: Hash, message: Uint8Array): Hash {
  if (isBatch(message)) return sha256(message)
  const opened = openEnvelope(genesisHash, message)
  return opened.ok ? opened.value.id : sha256(message)
}

const RECENT_IDS = 4_096

/** The same, remembering the newest: every neighbour sends its own copy of a record, and hashing one is cheaper than reading it. */
export function gossipIds(genesisHash: Hash): (message: Uint8Array) => Hash {
  const recent = new Map<string, Hash>()
  return (message) => {
    if (isBatch(message)) return sha256(message)
    const name = toHex(sha256(message))
    const id = recent.get(name) ?? gossipIdOf(genesisHash, message)
    if (!recent.has(name) && recent.size >= RECENT_IDS) recent.delete(recent.keys().next().value!)
    recent.set(name, id)
    return id
  }
}
