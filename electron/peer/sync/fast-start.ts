import { equalBytes, toHex } from '../../../shared/kit/bytes.ts'
import type { Clock, Log } from '../../../shared/kit/env.ts'
import { CodedError, problem, unwrap } from '../../../shared/kit/result.ts'
import { blockIdOfBytes, decodeHeader } from '../../../shared/ledger/codec/header.ts'
import { STATE_BUCKETS } from '../../../shared/ledger/limits.ts'
import { fullSegments, segmentTiles, verifySegments, type Segments } from '../../../shared/ledger/log/segments.ts'
import { readDevice } from '../../../shared/ledger/state/system.ts'
import { StateTree } from '../../../shared/ledger/state/tree.ts'
import type { Hash, Header, VoterSet } from '../../../shared/ledger/types.ts'
import { faultBound } from '../../../shared/ledger/voters.ts'
import type { PeerRef } from '../net/directory.ts'
import type { FetchSignals } from '../net/fetch.ts'
import type { Network } from '../net/network.ts'
import { fetchHeaders, fetchRoots } from '../net/protocols/log/client.ts'
import { MAX_HEADERS_BACK, ROOTS_PER_ANSWER } from '../net/protocols/log/protocol.ts'
import { fetchBuckets, openSnapshot, type OpenedSnapshot } from '../net/protocols/state/client.ts'
import type { ChainStore } from '../store/chain/types.ts'
import type { RemoteDesk } from '../workers/thread.ts'
import { followPeer, openHead, type FollowedChain } from './epochs.ts'
import type { Meter } from './progress.ts'
import type { Sources } from './sources.ts'

/** A block that somebody we trust vouched for (an invitation). */
export interface TrustedBlock {
  readonly height: number
  readonly blockId: Hash
}

export interface FastStartOptions {
  readonly genesisHash: Hash
  readonly chain: ChainStore
  readonly voters: () => VoterSet
  readonly network: Network
  readonly sources: Sources
  readonly meter: Meter
  readonly desk: () => Promise<RemoteDesk>
  readonly checkpoint: () => TrustedBlock | null
  /** Two certified blocks of one height: an alarm, with both proofs. */
  readonly forked: (first: FollowedChain, second: FollowedChain) => void
  readonly clock: Clock
  readonly log: Log
}

/** Fewer records than this behind: the blocks themselves are applied. */
export const SHORT_GAP_RECORDS = 2_000
const BUCKETS_PER_TASK = 2_048
/** Peers whose whole epoch chain is looked at. */
const CHAINS = 3

/** How long a fetched state waits for a confirmation before all is tried anew. */
const CONFIRM_TRIES = 50
const CONFIRM_MS = 200

interface Range {
  readonly from: number
  readonly to: number
}
interface Base {
  readonly chain: FollowedChain
  readonly snapshot: OpenedSnapshot
  readonly header: Header
  readonly blockId: Hash
  /** Verified, as everything here. */
  readonly certificate: Uint8Array
}

/**
 * Start from a verified state (2.11): the epoch chain, the newest block that f + 1 members agree on, its state bucket by
 * bucket from several peers, and the edge of its log. Nothing counts before it is verified.
 */
export class FastStart {
  readonly #options: FastStartOptions

  constructor(options: FastStartOptions) {
    this.#options = options
  }

  /** 'started': the state is another now. 'short': the gap is so small that blocks are quicker. 'none': no source could serve or confirm it. */
  async run(stop: AbortSignal): Promise<'started' | 'short' | 'none'> {
    const { chain, meter } = this.#options
    meter.begin('epochs', 0)
    const followed = await this.#chains(stop)
    const best = followed[0]
    if (!best?.head) return 'none'
    if (best.head.header.logSize - chain.head().logSize <= SHORT_GAP_RECORDS) return 'short'
    for (const candidate of followed) {
      const base = await this.#open(candidate, stop)
      if (!base) continue
      const first = await this.#confirmed(base, followed, stop)
      if (first === 'no') continue
      // Where others have yet to come, the state is fetched meanwhile: nothing counts before it is confirmed.
      if (!(await this.#fetchState(base, stop)) || (first === 'not yet' && !(await this.#confirmedLater(base, followed, stop)))) return 'none'
      const finish = await this.#finish(base, stop)
      if (!finish) return 'none'
      return 'started'
    }
    return 'none'
  }

  /** Epoch chains of several peers, the furthest first. Liars are dropped on the way. */
  async #chains(stop: AbortSignal): Promise<readonly FollowedChain[]> {
    const { sources, network, genesisHash, voters } = this.#options
    const from = voters()
    const found = await Promise.all(sources.usable().slice(0, CHAINS).map(async (peer) => {
      try {
        return await followPeer(network, peer, genesisHash, from, stop)
      } catch (cause) {
        if (!(cause instanceof CodedError)) throw cause
        sources.drop(peer, cause)
        return null
      }
    }))
    const heads = found.flatMap((one) => (one?.head ? [one] : []))
    return heads.sort((a, b) => b.head!.header.height - a.head!.header.height)
  }

  /** The newest snapshot of that peer: its block certified by the voters that its epoch chain leads to. */
  async #open(chain: FollowedChain, stop: AbortSignal): Promise<Base | null> {
    const { network, sources, genesisHash } = this.#options
    try {
      const snapshot = await openSnapshot(network, chain.peer, null, { stop })
      const { header, blockId, certificate } = openHead(genesisHash, chain.closings, chain.voters, snapshot.header, snapshot.certificate)
      if (!equalBytes(StateTree.ofHashes(snapshot.hashes).root, header.stateRoot)) throw new CodedError('SYNC_BUCKET', { bucket: -1 })
      return { chain, snapshot, header, blockId, certificate }
    } catch (cause) {
      if (!(cause instanceof CodedError)) throw cause
      sources.drop(chain.peer, cause)
      return null
    }
  }

  /**
   * Keys of former members could have signed another past (long range): the block counts where a checkpoint of the invitation
   * lies below it, or f + 1 current members name the same one.
   */
  async #confirmed(base: Base, followed: readonly FollowedChain[], stop: AbortSignal): Promise<'yes' | 'no' | 'not yet'> {
    const { checkpoint, meter, sources, log } = this.#options
    const trusted = checkpoint()
    const led = trusted && (await this.#leadsTo(base, trusted, stop))
    // However many say so: past another block than the inviter's there is no way.
    if (led !== null) return led ? 'yes' : 'no'
    const { members } = base.chain.voters
    const needed = faultBound(members.length) + 1
    const agree = new Set([base.chain.peer.member].filter((id) => members.some((member) => member.id === id)))
    const others: PeerRef[] = []
    for (const peer of sources.usable()) {
      if (agree.size >= needed) break
      if (agree.has(peer.member) || !members.some(({ id }) => id === peer.member)) continue
      const same = await this.#same(peer, base, stop)
      if (same) agree.add(peer.member)
      else if (same === false) others.push(peer)
    }
    if (agree.size >= needed) return 'yes'
    for (const peer of others) this.#compare(base, followed.find((chain) => chain.peer.id === peer.id))
    meter.wait(problem('SYNC_CONFIRMATIONS', { have: agree.size, needed, height: base.header.height }))
    log('info', 'sync.not-confirmed', { member: base.chain.peer.member, height: base.header.height, have: agree.size, needed, against: others.map(({ member }) => member) })
    if (others.length >= needed) sources.drop(base.chain.peer, new CodedError('SYNC_CONFIRMATIONS', { have: agree.size, needed, height: base.header.height }))
    return others.length > 0 ? 'no' : 'not yet'
  }

  /** Asked again while further members connect. */
  async #confirmedLater(base: Base, followed: readonly FollowedChain[], stop: AbortSignal): Promise<boolean> {
    for (let tries = 0; tries < CONFIRM_TRIES && !stop.aborted; tries++) {
      const found = await this.#confirmed(base, followed, stop)
      if (found !== 'not yet') return found === 'yes'
      await new Promise((resolve) => setTimeout(resolve, CONFIRM_MS))
    }
    return false
  }

  /** Whether the peer has the same block at that height; null where it can't say. */
  async #same(peer: PeerRef, { header, blockId }: Base, stop: AbortSignal): Promise<boolean | null> {
    try {
      const [found] = await fetchHeaders(this.#options.network, peer, header.height, 1, { stop })
      return equalBytes(blockIdOfBytes(found!), blockId)
    } catch (cause) {
      if (!(cause instanceof CodedError)) throw cause
      return null
    }
  }

  /** Two certificates for one height are a fork: shown, whoever is right. */
  #compare(base: Base, other: FollowedChain | undefined): void {
    const theirs = other?.head
    if (theirs && theirs.header.height === base.header.height && !equalBytes(theirs.blockId, base.blockId)) this.#options.forked(base.chain, other)
  }

  /** Whether the block's past goes through the trusted one; null where the block is older, or the peer did not show it. */
  async #leadsTo({ chain: { peer }, header, blockId }: Base, trusted: TrustedBlock, stop: AbortSignal): Promise<boolean | null> {
    const { network, sources } = this.#options
    if (header.height < trusted.height) return null
    let at = header.height
    let id = blockId
    try {
      while (at > trusted.height) {
        for (const bytes of await fetchHeaders(network, peer, at, Math.min(MAX_HEADERS_BACK, at - trusted.height), { stop })) {
          if (!equalBytes(blockIdOfBytes(bytes), id)) throw new CodedError('SYNC_HEADERS', { height: at })
          id = unwrap(decodeHeader(bytes)).parent
          at -= 1
        }
      }
    } catch (cause) {
      if (!(cause instanceof CodedError)) throw cause
      sources.drop(peer, cause)
      return null
    }
    if (equalBytes(id, trusted.blockId)) return true
    sources.drop(peer, new CodedError('SYNC_CHECKPOINT', { height: trusted.height }))
    return false
  }

  async #fetchState({ snapshot, header, blockId }: Base, stop: AbortSignal): Promise<boolean> {
    const { meter, network, sources, log } = this.#options
    const desk = await this.#options.desk()
    log('debug', 'sync.state', { height: header.height })
    const here = new Set(await desk.beginState(snapshot.hashes))
    const wanted = Array.from({ length: STATE_BUCKETS }, (_, bucket) => bucket).filter((bucket) => !here.has(bucket) && !isZero(snapshot.hashes, bucket))
    meter.begin('state', wanted.length + here.size, here.size)
    const tasks: Range[] = []
    // Ranges without anything that is wanted are left out; buckets that are here are not asked for again.
    for (let from = 0; from < STATE_BUCKETS; from += BUCKETS_PER_TASK) tasks.push(...runs(wanted.filter((bucket) => bucket >= from && bucket < from + BUCKETS_PER_TASK), here))
    const left = new Set(wanted)
    const isDone = await sources.each(tasks, stop, {
      fetch: async (peer, { from, to }: Range, signals: FetchSignals) => {
        const frames: Uint8Array[] = []
        await fetchBuckets(network, peer, { at: blockId, from, to }, (frame) => frames.push(frame), signals)
        return frames
      },
      settle: async (_, { from, to }, frames) => {
        const { next, bytes } = await desk.takeBuckets(from, to, frames)
        let done = 0
        for (let bucket = from; bucket < (next ?? to); bucket++) done += left.delete(bucket) ? 1 : 0
        meter.add(done, bytes)
        return next === null ? [] : [{ from: next, to }]
      },
    })
    await desk.endState(isDone)
    log('debug', 'sync.state-here', { complete: isDone })
    return isDone
  }

  /** The log's edge and the block before, then everything at once. */
  async #finish(base: Base, stop: AbortSignal): Promise<boolean> {
    const { chain, clock, log, sources, network } = this.#options
    const { header, blockId, snapshot, certificate } = base
    const segments = await sources.ask(stop, (peer, signals) => fetchAllRoots(network, peer, header, signals))
    const before = header.height === 1 ? { answer: 0 } : await sources.ask(stop, async (peer, signals) => {
      const [own, parent] = await fetchHeaders(network, peer, header.height, 2, signals)
      if (!own || !parent || !equalBytes(own, snapshot.header) || !equalBytes(blockIdOfBytes(parent), header.parent)) throw new CodedError('SYNC_HEADERS', { height: header.height })
      return unwrap(decodeHeader(parent)).logSize
    })
    if (!segments || !before) return false
    chain.startFrom({
      height: header.height, blockId, header: snapshot.header, time: header.time, logSize: header.logSize, stateRoot: header.stateRoot,
      closing: header.nextMembers !== null,
      records: header.logSize - before.answer,
      cert: certificate,
      closings: base.chain.closings.filter(({ height }) => height <= header.height),
      tiles: segmentTiles(header.logSize, segments.answer),
      finalOf: (device) => readDevice(chain.state, device)?.n ?? 0,
      finalizedAt: clock.now(),
    })
    log('info', 'sync.started-from-state', { height: header.height, records: header.logSize, block: toHex(blockId) })
    return true
  }
}

/** The log cut into verified segments, from one peer. */
export async function fetchAllRoots(network: Network, peer: PeerRef, header: Pick<Header, 'logSize' | 'logRoot' | 'height'>, signals: FetchSignals): Promise<Segments> {
  const size = header.logSize
  const roots = new Uint8Array(fullSegments(size) * 32)
  let tail = new Uint8Array(0)
  for (let from = 0; from === 0 || from < fullSegments(size); from += ROOTS_PER_ANSWER) {
    const part = await fetchRoots(network, peer, { size, from, count: ROOTS_PER_ANSWER }, signals)
    if (from * 32 + part.roots.length > roots.length) throw new CodedError('SYNC_ROOTS', { height: header.height })
    roots.set(part.roots, from * 32)
    tail = new Uint8Array(part.tail)
  }
  const segments = { roots, tail }
  if (!verifySegments(header.logRoot, size, segments).ok) throw new CodedError('SYNC_ROOTS', { height: header.height })
  return segments
}

const isZero = (hashes: Uint8Array, bucket: number): boolean => {
  for (let i = bucket * 32; i < bucket * 32 + 32; i++) if (hashes[i] !== 0) return false
  return true
}

/** Wanted buckets as ranges that hold none of those that are here. */
function runs(wanted: readonly number[], here: ReadonlySet<number>): Range[] {
  const found: { from: number; to: number }[] = []
  for (const bucket of wanted) {
    const last = found.at(-1)
    let isBroken = !last
    for (let between = last?.to ?? bucket; between < bucket && !isBroken; between++) isBroken = here.has(between)
    if (isBroken) found.push({ from: bucket, to: bucket + 1 })
    else last!.to = bucket + 1
  }
  return found
}
