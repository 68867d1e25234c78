import { fromHex } from '../../../shared/kit/bytes.ts'
import type { Log } from '../../../shared/kit/env.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import type { BlockId, Signer } from '../../../shared/ledger/consensus/types.ts'
import type { Hash } from '../../../shared/ledger/types.ts'
import type { FetchedBodies } from '../net/protocols/bodies/client.ts'
import type { SlotBlocks } from './slot-blocks.ts'

/** Wait between two rounds of asking everybody, ms. */
const ROUND_MS = 500

export interface PrepareOptions {
  readonly blocks: SlotBlocks
  readonly findLeaf: (leaf: Hash) => Uint8Array | null
  /** Members worth asking now, the given ones first. */
  readonly askable: (holders: readonly Signer[]) => readonly Signer[]
  readonly fetch: (from: Signer, block: Hash, at: readonly number[] | null, stop: AbortSignal) => Promise<FetchedBodies | null>
  /** The content is complete: execute and answer the core. */
  readonly ready: (height: number, block: BlockId) => void
  readonly log: Log
}

/** Gets the content of blocks: from what is here, or by asking the members that voted for it, one job a block. */
export class PrepareJobs {
  readonly #options: PrepareOptions
  readonly #jobs = new Map<BlockId, { readonly height: number; readonly stop: AbortController; holders: readonly Signer[] }>()

  constructor(options: PrepareOptions) {
    this.#options = options
  }

  request(height: number, block: BlockId, holders: readonly Signer[]): void {
    const running = this.#jobs.get(block)
    if (running) {
      running.holders = holders
      return
    }
    if (this.#complete(block)) return this.#options.ready(height, block)
    this.#jobs.set(block, { height, stop: new AbortController(), holders })
    void this.#run(height, block)
  }

  /** Content may have come by itself (a proposal, a record). */
  poke(block: BlockId): void {
    const job = this.#jobs.get(block)
    if (job && this.#complete(block)) this.#finish(job.height, block)
  }

  dropUpTo(height: number): void {
    for (const [block, job] of this.#jobs) {
      if (job.height > height) continue
      job.stop.abort()
      this.#jobs.delete(block)
    }
  }

  async #run(height: number, block: BlockId): Promise<void> {
    const { askable, log } = this.#options
    for (;;) {
      const job = this.#jobs.get(block)
      if (!job) return
      for (const from of askable(job.holders)) {
        try {
          if (await this.#ask(from, block, height, job.stop.signal)) break
        } catch (cause) {
          log('debug', 'consensus.fetch-failed', { from, code: cause instanceof CodedError ? cause.code : 'unknown' })
        }
        if (!this.#jobs.has(block) || this.#complete(block)) break
      }
      if (!this.#jobs.has(block)) return
      if (this.#complete(block)) return this.#finish(height, block)
      await new Promise((resolve) => setTimeout(resolve, ROUND_MS))
    }
  }

  async #ask(from: Signer, block: BlockId, height: number, stop: AbortSignal): Promise<boolean> {
    const { blocks, fetch, findLeaf } = this.#options
    const at = blocks.wanting(block, findLeaf)
    if (at?.length === 0) return true
    const answer = await fetch(from, fromHex(block), at, stop)
    if (!answer || !this.#jobs.has(block)) return false
    return blocks.learnHeader(block, answer.header, height) && blocks.fill(block, at, answer.envelopes, findLeaf)
  }

  #complete(block: BlockId): boolean {
    return this.#options.blocks.wanting(block, this.#options.findLeaf)?.length === 0
  }

  #finish(height: number, block: BlockId): void {
    this.#jobs.delete(block)
    this.#options.ready(height, block)
  }
}
