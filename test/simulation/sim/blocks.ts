import { isFuture } from '../../../shared/ledger/consensus/timing.ts'
import type { BlockFacts, BlockId } from '../../../shared/ledger/consensus/types.ts'
import { execute, type SimBlock } from './ledger.ts'
import { includable } from './pool.ts'
import type { Peer } from './peer.ts'

/** Contents of the open slot's blocks: held, fetched, judged, made. */
export class Blocks {
  private readonly peer: Peer
  /** In memory; the durable ones are found again through the disk's facts. */
  private contents = new Map<BlockId, SimBlock>()
  private jobs = new Set<BlockId>()

  constructor(peer: Peer) {
    this.peer = peer
  }

  restore(facts: readonly BlockFacts[]): void {
    this.jobs.clear()
    this.contents = new Map()
    for (const { block } of facts) {
      const content = this.peer.world.blocks.get(block)
      if (content) this.contents.set(block, content)
    }
  }

  hold(block: SimBlock): void {
    this.contents.set(block.facts.block, block)
    if (this.jobs.delete(block.facts.block)) this.prepare(block.height, block.facts.block, [])
  }

  content(block: BlockId): SimBlock | undefined {
    return this.contents.get(block)
  }

  /** Answers the core as soon as the content is here. */
  prepare(height: number, id: BlockId, holders: readonly number[]): void {
    const { peer } = this
    const block = this.contents.get(id)
    if (!block) {
      this.jobs.add(id)
      for (const holder of holders) peer.world.net.askBody(peer, holder, id)
      return
    }
    peer.later(peer.world.prng.range(1, 4), () => {
      if (height !== peer.height + 1) return
      const valid = block.height === height && execute(peer.world.lists, peer.chain, block) !== null
      const future = isFuture(block.time, peer.chain.time, peer.clock.adjusted())
      peer.step({ t: 'prepared', height, facts: block.facts, verdict: !valid ? 'invalid' : future ? 'future' : 'valid' })
    })
  }

  /** A fresh block of what is pending. */
  build(height: number, view: number): void {
    const { peer } = this
    if (height !== peer.height + 1) return
    const { chain, world } = peer
    const none = (): void => peer.step({ t: 'built', height, view, facts: null })
    const me = peer.voters.index.get(peer.index)
    if (me === undefined || peer.voters !== chain.voters || !peer.clock.mayPropose()) return none()
    const time = Math.max(peer.clock.adjusted(), chain.time + 1)
    const records = world.adversary?.choose(peer, includable(peer.disk.records, chain, time)) ?? includable(peer.disk.records, chain, time)
    if (records.length === 0) return none()
    const block = world.makeBlock(chain, view, me, records, time)
    this.contents.set(block.facts.block, block)
    peer.step({ t: 'built', height, view, facts: block.facts })
  }
}
