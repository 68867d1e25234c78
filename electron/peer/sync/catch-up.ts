import type { Clock, Log } from '../../../shared/kit/env.ts'
import { CodedError, problem, unwrap, type Problem } from '../../../shared/kit/result.ts'
import { decodeCert } from '../../../shared/ledger/codec/cert.ts'
import type { Hash, VoterSet } from '../../../shared/ledger/types.ts'
import type { BlockEngine } from '../consensus/engine.ts'
import type { Driver } from '../consensus/driver.ts'
import { toSlotCert } from '../consensus/values.ts'
import type { PeerRef } from '../net/directory.ts'
import type { Network } from '../net/network.ts'
import type { ChainStore } from '../store/chain/types.ts'
import type { RemoteDesk } from '../workers/thread.ts'
import { BlockRun } from './blocks.ts'
import type { FollowedChain } from './epochs.ts'
import { FastStart, type TrustedBlock } from './fast-start.ts'
import { History } from './history.ts'
import { Meter, type SyncProgress } from './progress.ts'
import { Sources } from './sources.ts'

export type { SyncProgress } from './progress.ts'

/** What a start from a verified state needs beside blocks; without it, blocks are all there is. */
export interface FastOptions {
  /** Opens a loader (see workers). */
  readonly open: () => Promise<RemoteDesk>
  /** A block of the invitation this peer came with. */
  readonly checkpoint: () => TrustedBlock | null
  readonly forked: (first: FollowedChain, second: FollowedChain) => void
  /** The state is another now: whoever keeps something of it follows. */
  readonly jumped: () => void
  /** All of the past is here. */
  readonly complete: () => void
}

export interface CatchUpOptions {
  readonly genesisHash: Hash
  /** Voters of the next block. */
  readonly voters: () => VoterSet
  readonly chain: ChainStore
  readonly engine: BlockEngine
  readonly driver: () => Driver
  readonly network: Network
  /** Connected peers that have proven a height above ours, best first. */
  readonly sources: () => readonly PeerRef[]
  /** Connected peers that may have history. */
  readonly readable?: () => readonly PeerRef[]
  readonly fast?: FastOptions
  readonly clock: Clock
  readonly log: Log
  readonly changed: () => void
}

const RETRY_MS = 1_000
/** Blocks behind, from which on it is asked how many records that is. */
const FEW_BLOCKS = 8

/** Brings the chain to the height that others proved: from a verified state where much is missing, block by block where little is. */
export class CatchUp {
  readonly #options: CatchUpOptions
  readonly #sources: Sources
  readonly #history: Sources
  readonly #meter: Meter
  readonly #blocks: BlockRun
  readonly #fast: FastStart | null
  readonly #stop = new AbortController()
  /** Peers that speak of a height which could not be judged yet: looked at, never believed and never shown as a target. */
  readonly #hinted = new Map<string, { readonly peer: PeerRef; readonly height: number }>()
  #desk: Promise<RemoteDesk> | null = null
  #target = 0
  #running = false
  #loading = false
  /** What is missing turned out to be little. */
  #short = false
  #retry: NodeJS.Timeout | null = null

  constructor(options: CatchUpOptions) {
    this.#options = options
    const { chain, clock, log, network, fast, voters, genesisHash } = options
    const refuse = (peer: PeerRef, why: Problem, points: number): void => network.refuse(peer, why, points)
    this.#sources = new Sources({ list: () => this.#ahead(), refuse, clock, log })
    this.#history = new Sources({ list: options.readable ?? (() => []), refuse, clock, log })
    this.#meter = new Meter(clock, [this.#sources, this.#history], () => options.changed())
    this.#blocks = new BlockRun({ ...options, meter: this.#meter, stopped: () => this.#stop.signal.aborted })
    this.#fast = fast ? new FastStart({ genesisHash, chain, voters, network, sources: this.#sources, meter: this.#meter, desk: () => this.#open(fast), checkpoint: fast.checkpoint, forked: fast.forked, clock, log }) : null
  }

  get progress(): SyncProgress {
    const { height } = this.#options.chain.head()
    return this.#meter.now(this.#running, height, Math.max(height, this.#target))
  }

  /** Goes on with a history that was interrupted. */
  start(): void {
    if (this.#options.chain.missing()) void this.#load()
  }

  /**
   * Somebody proved this height, or (`proven` false) claims it in a later epoch, which its epoch chain has to show. Starts to
   * catch up unless that runs already.
   */
  request(height: number, first: PeerRef | null, proven: boolean): void {
    if (proven) this.#target = Math.max(height, this.#target)
    else if (!first) return
    if (first) this.#hinted.set(first.id, { peer: first, height })
    if (this.#running || this.#stop.signal.aborted || height <= this.#options.chain.head().height) return
    this.#running = true
    void this.#run(first)
  }

  /** A peer came: an interrupted history may go on. */
  sourceFound(): void {
    if (!this.#loading && this.#options.chain.missing()) void this.#load()
  }

  stop(): void {
    this.#stop.abort()
    if (this.#retry) clearTimeout(this.#retry)
    void this.#desk?.then((desk) => desk.close()).catch(() => undefined)
    this.#desk = null
  }

  async #run(first: PeerRef | null): Promise<void> {
    const { chain, log, changed } = this.#options
    const from = chain.head().height
    let preferred = first
    this.#short = false
    try {
      while (!this.#stop.signal.aborted && chain.head().height < this.#goal) {
        const { height } = chain.head()
        if ((await this.#jump()) === 'blocks') await this.#step(preferred)
        preferred = null
        if (chain.head().height > height) continue
        this.#forgetHints()
        if (chain.head().height >= this.#goal || this.#ahead().length === 0) break
        await this.#pause()
      }
      log('info', 'sync.done', { from, to: chain.head().height })
    } catch (cause) {
      this.#options.driver().fail(cause)
    } finally {
      this.#running = false
      this.#hinted.clear()
      if (!this.#loading) this.#meter.begin('idle', 0)
      changed()
    }
    this.sourceFound()
  }

  /** A start from a verified state, where so much is missing that it pays. */
  async #jump(): Promise<'started' | 'blocks' | 'wait'> {
    const { chain, fast, driver, changed } = this.#options
    // While older history still loads, only blocks are applied: two gaps at once would be nobody's gain.
    if (!this.#fast || !fast || this.#short || chain.gaps.some(({ sealed }) => !sealed) || this.#goal - chain.head().height <= FEW_BLOCKS) return 'blocks'
    // A thread takes its time to start: it does so while the epochs are asked for.
    this.#open(fast).catch(() => undefined)
    const outcome = await this.#fast.run(this.#stop.signal)
    if (outcome === 'short') {
      this.#short = true
      await this.#close()
      return 'blocks'
    }
    if (outcome === 'none') return 'wait'
    const { height } = chain.head()
    driver().blocks.dropUpTo(height)
    fast.jumped()
    driver().caughtUp(toSlotCert(unwrap(decodeCert(chain.cert(height)!))))
    changed()
    void this.#renewLists()
    void this.#load()
    return 'started'
  }

  /** The lists of the new state, while the peer does its other work. */
  async #renewLists(): Promise<void> {
    const { chain, driver, changed } = this.#options
    try {
      for (const _ of chain.views.renew()) {
        await new Promise((resolve) => setImmediate(resolve))
        if (this.#stop.signal.aborted) return
      }
      changed()
    } catch (cause) {
      driver().fail(cause)
    }
  }

  /** One answer of one peer. Rejects only for faults of our own. */
  async #step(preferred: PeerRef | null): Promise<void> {
    const source = preferred ?? this.#sources.usable()[0] ?? null
    if (!source) return
    const { height } = this.#options.chain.head()
    if (this.#meter.phase !== 'blocks' && !this.#loading) this.#meter.begin('blocks', 0)
    try {
      await this.#blocks.from(source)
      if (this.#options.chain.head().height === height) this.#hinted.delete(source.id)
    } catch (cause) {
      if (!(cause instanceof CodedError) || OWN.test(cause.code)) throw cause
      this.#options.log('debug', 'sync.failed', { member: source.member, code: cause.code })
      this.#sources.drop(source, cause)
    }
  }

  async #load(): Promise<void> {
    const { fast, log, chain, changed } = this.#options
    if (this.#loading || !fast) return
    this.#loading = true
    try {
      const history = new History({ chain, network: this.#options.network, sources: this.#history, meter: this.#meter, desk: () => this.#open(fast), log })
      if (await history.run(this.#stop.signal)) {
        await this.#close()
        fast.complete()
      } else if (!this.#stop.signal.aborted) this.#retryLater()
    } catch (cause) {
      // The ledger itself is sound and goes on; what is missing stays missing until the next start.
      const why = cause instanceof CodedError ? problem(cause.code, cause.params) : problem('SYNC_WORKER', { reason: cause instanceof Error ? cause.message.slice(0, 200) : 'unknown' })
      log('error', 'sync.history-failed', { code: why.code, params: why.params })
      this.#meter.wait(why)
    } finally {
      this.#loading = false
      changed()
    }
  }

  #retryLater(): void {
    this.#retry = setTimeout(() => this.sourceFound(), 5 * RETRY_MS)
  }

  /** The height to reach: proven, or said by somebody who may still show it. */
  get #goal(): number {
    return Math.max(this.#target, ...[...this.#hinted.values()].map(({ height }) => height))
  }

  /** Who could not show what it spoke of is not waited for; an honest one says it again. */
  #forgetHints(): void {
    const usable = new Set(this.#sources.usable().map(({ id }) => id))
    for (const id of this.#hinted.keys()) if (!usable.has(id)) this.#hinted.delete(id)
  }

  #ahead(): readonly PeerRef[] {
    const proven = this.#options.sources()
    return [...proven, ...[...this.#hinted.values()].flatMap(({ peer }) => (proven.some(({ id }) => id === peer.id) ? [] : [peer]))]
  }

  #open(fast: FastOptions): Promise<RemoteDesk> {
    return (this.#desk ??= fast.open())
  }

  async #close(): Promise<void> {
    const desk = this.#desk
    this.#desk = null
    await (await desk)?.close()
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, RETRY_MS))
  }
}

const OWN = /^(?:STORE_|DISK_FULL|CHAIN_|CONSENSUS_|SYNC_WORKER)/
