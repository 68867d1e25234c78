import { CodedError, problem, unwrap } from '../../../shared/kit/result.ts'
import { decodeHeader } from '../../../shared/ledger/codec/header.ts'
import { SEGMENT } from '../../../shared/ledger/log/segments.ts'
import type { Log } from '../../../shared/kit/env.ts'
import type { PeerRef } from '../net/directory.ts'
import type { Network } from '../net/network.ts'
import { fetchHeaders, fetchSegments } from '../net/protocols/log/client.ts'
import { MAX_HEADERS_BACK, MAX_SEGMENTS } from '../net/protocols/log/protocol.ts'
import type { Gap } from '../store/chain/gaps.ts'
import type { ChainStore } from '../store/chain/types.ts'
import type { RemoteDesk } from '../workers/thread.ts'
import { fetchAllRoots } from './fast-start.ts'
import type { Meter } from './progress.ts'
import type { Sources } from './sources.ts'

export interface HistoryOptions {
  readonly chain: ChainStore
  readonly network: Network
  readonly sources: Sources
  readonly meter: Meter
  readonly desk: () => Promise<RemoteDesk>
  readonly log: Log
}

/** Pieces a history is cut into at least. */
const SHARES = 8

interface Range {
  readonly from: number
  readonly to: number
}

/**
 * Loads what a start from a verified state left out, in the background: headers backwards by their hashes, records by
 * segments of the verified log. What is stored stays: after an interruption only the rest is fetched.
 */
export class History {
  readonly #options: HistoryOptions

  constructor(options: HistoryOptions) {
    this.#options = options
  }

  /** True once nothing is missing; false where sources are lacking. Throws for faults of our own. */
  async run(stop: AbortSignal): Promise<boolean> {
    const { chain, meter, log } = this.#options
    const gap = chain.gaps.find(({ sealed }) => !sealed)
    if (!gap) return true
    const here = chain.missing()?.here ?? 0
    meter.begin('history', gap.size - gap.first, here)
    const base = unwrap(decodeHeader(chain.header(gap.lastHeight)!.bytes))
    const segments = await this.#options.sources.ask(stop, (peer, signals) => fetchAllRoots(this.#options.network, peer, base, signals))
    if (!segments) return this.#waiting()
    const desk = await this.#options.desk()
    const done = new Set(await desk.beginHistory(gap.first, gap.size, segments.answer))
    if (!(await this.#headers(desk, gap, stop))) return this.#waiting()
    await desk.indexHeaders()
    if (!(await this.#records(desk, gap, done, stop))) return this.#waiting()
    await desk.seal()
    if (stop.aborted) return false
    chain.sealGap(gap.first)
    meter.begin('idle', 0)
    log('info', 'sync.history-complete', { records: gap.size - gap.first, headers: gap.lastHeight - gap.firstHeight })
    return true
  }

  #waiting(): boolean {
    this.#options.meter.wait(problem('SYNC_NO_SOURCE'))
    return false
  }

  /** One source after another: each answer says what the next one must begin with. The verified block itself is the first row. */
  async #headers(desk: RemoteDesk, gap: Gap, stop: AbortSignal): Promise<boolean> {
    const { chain, network, sources } = this.#options
    const base = chain.header(gap.lastHeight)!
    let lowest = (await desk.lowestHeader(gap.lastHeight + 1)) ?? (await desk.takeHeaders(gap.lastHeight, base.blockId, [base.bytes], gap.lastHeight))
    while (lowest.height > gap.firstHeight && !stop.aborted) {
      const { height, parent } = lowest
      const wanted = height - gap.firstHeight
      const found = await sources.ask(stop, async (peer, signals) => {
        const headers = await fetchHeaders(network, peer, height - 1, Math.min(MAX_HEADERS_BACK, wanted), signals)
        return desk.takeHeaders(height - 1, parent, headers, gap.firstHeight)
      })
      if (!found) return false
      lowest = found.answer
    }
    // Where the gap does not begin at the genesis, its lowest header must follow what was here before.
    const below = gap.firstHeight === 1 ? chain.genesisHash : chain.header(gap.firstHeight - 1)?.blockId
    if (lowest.height <= gap.firstHeight && below && !lowest.parent.every((byte, i) => byte === below[i])) throw new CodedError('STORE_CORRUPT', { file: 'chain-history.db', detail: 'header chain' })
    return !stop.aborted
  }

  async #records(desk: RemoteDesk, gap: Gap, done: ReadonlySet<number>, stop: AbortSignal): Promise<boolean> {
    const { meter, network, sources } = this.#options
    const tasks: Range[] = []
    const start = Math.floor(gap.first / SEGMENT)
    const end = Math.ceil(gap.size / SEGMENT)
    // A short history is cut finer, so that several sources have a share of it.
    const most = Math.min(MAX_SEGMENTS, Math.max(1, Math.ceil((end - start) / SHARES)))
    for (let from = start; from < end; ) {
      let to = from
      while (to < end && to - from < most && !done.has(to)) to++
      if (to > from) tasks.push({ from, to })
      from = Math.max(to, from + 1)
    }
    return sources.each(tasks, stop, {
      fetch: async (peer: PeerRef, { from, to }: Range, signals) => {
        const frames: Uint8Array[] = []
        await fetchSegments(network, peer, { size: gap.size, from, count: to - from }, (frame) => frames.push(frame), signals)
        return frames
      },
      settle: async (_, { from, to }, frames) => {
        const { next, records, bytes } = await desk.takeSegments(from, to, frames)
        meter.add(records, bytes)
        return next === null ? [] : [{ from: next, to }]
      },
    })
  }
}
