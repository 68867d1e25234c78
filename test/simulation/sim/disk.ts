import type { BlockFacts, SlotCert, SlotVote } from '../../../shared/ledger/consensus/types.ts'
import type { SimBlock } from './blocks.ts'
import type { Prng } from './prng.ts'

type Row = { vote: SlotVote } | { cert: SlotCert } | { facts: BlockFacts }

/** safety.db and chain.db of one simulated peer: writes wait in a cache until a flush, and a crash loses the cache. */
export class Disk {
  private rows: Row[] = []
  private cache: Row[] = []
  private readonly voteKeys = new Set<string>()
  readonly chain: { readonly block: SimBlock; readonly final: SlotCert }[] = []
  /** Pending records are written as they arrive. */
  readonly records = new Set<number>()

  write(blocks: readonly BlockFacts[], votes: readonly SlotVote[], certs: readonly SlotCert[], flush: boolean): void {
    for (const facts of blocks) this.cache.push({ facts })
    for (const vote of votes) this.cache.push({ vote })
    for (const cert of certs) this.cache.push({ cert })
    if (flush) this.flush(this.cache.length)
  }

  private flush(count: number): void {
    for (const row of this.cache.splice(0, count)) {
      this.rows.push(row)
      if ('vote' in row) this.voteKeys.add(voteKey(row.vote))
    }
  }

  /** A power cut: an arbitrary first part of the cache may have reached the disk. */
  cut(prng: Prng): void {
    this.flush(prng.below(this.cache.length + 1))
    this.cache = []
  }

  holdsVote(vote: SlotVote): boolean {
    return this.voteKeys.has(voteKey(vote))
  }

  prune(below: number): void {
    const height = (row: Row): number => ('vote' in row ? row.vote.height : 'cert' in row ? row.cert.height : Infinity)
    this.rows = this.rows.filter((row) => height(row) >= below)
  }

  votes(): SlotVote[] {
    return this.rows.flatMap((row) => ('vote' in row ? [row.vote] : []))
  }

  certs(): SlotCert[] {
    return this.rows.flatMap((row) => ('cert' in row ? [row.cert] : []))
  }

  facts(): BlockFacts[] {
    return this.rows.flatMap((row) => ('facts' in row ? [row.facts] : []))
  }
}

const voteKey = (vote: SlotVote): string => `${vote.signer}/${vote.height}/${vote.view}/${vote.kind}/${vote.block}`
