import type { BlockFacts, BlockId, Verdict } from '../../../shared/ledger/consensus/types.ts'
import { isFuture } from '../../../shared/ledger/consensus/timing.ts'
import { MAX_BLOCK_BYTES, MAX_RECORD_AHEAD_MS } from '../../../shared/ledger/limits.ts'
import type { Hash } from '../../../shared/ledger/types.ts'
import type { BlockContent } from '../net/protocols/bodies/handler.ts'
import type { DriverOptions } from './driver-options.ts'
import type { SlotBlocks } from './slot-blocks.ts'

/** A fresh block of pending records for this height and view; null where there is nothing to propose, or we may not. */
export function freshBlock(options: DriverOptions, blocks: SlotBlocks, height: number, view: number): BlockFacts | null {
  const { adjustedNow, chain, engine, log, mayPropose, pool, voters } = options
  if (voters.role() === null || chain.head().height + 1 !== height || !mayPropose()) return null
  const time = Math.max(adjustedNow(), chain.head().time + 1)
  const started = performance.now()
  const body = pool.gather({ records: pool.pace.records, bytes: MAX_BLOCK_BYTES, latest: time + MAX_RECORD_AHEAD_MS })
  if (body.length === 0) return null
  const built = engine.build({ view, proposer: voters.me, time, body })
  pool.pace.built(body.length, performance.now() - started)
  if (built.ok) return blocks.own(built.value)
  log('warn', 'consensus.nothing-built', { height, view, code: built.error.code, params: built.error.params })
  return null
}

/** What executing a block of the open slot says about it; null while it can't be executed here. */
export function judgedBlock(options: DriverOptions, blocks: SlotBlocks, height: number, block: BlockId): { readonly facts: BlockFacts; readonly verdict: Verdict } | null {
  if (options.chain.head().height + 1 !== height) return null
  const outcome = blocks.execute(block)
  const facts = blocks.facts(block)
  if (!outcome || !facts) return null
  if (!outcome.ok) {
    options.log('warn', 'consensus.invalid-block', { height, block, code: outcome.error.code, params: outcome.error.params })
    return { facts, verdict: 'invalid' }
  }
  const future = isFuture(blocks.header(block)!.time, options.chain.head().time, options.adjustedNow())
  return { facts, verdict: future ? 'future' : 'valid' }
}

/** Content of a block of the open slot, or of a final one, for a peer that asks. */
export function contentOf({ chain }: DriverOptions, blocks: SlotBlocks, block: Hash): BlockContent | null {
  const held = blocks.content(block)
  if (held) return held
  const stored = chain.headerById(block)
  const body = stored ? chain.body(stored.height) : null
  return stored && body ? { header: stored.bytes, body } : null
}
