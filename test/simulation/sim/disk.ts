/** safety.db and chain.db of one simulated peer, and the second copy of two numbers in the computer's key store. */
import type { Judgement } from '../../../shared/ledger/consensus/quarantine.ts'
import type { BlockFacts, SlotCert, SlotVote } from '../../../shared/ledger/consensus/types.ts'
import type { Key } from './keys.ts'
import type { ChainState, SimBlock, SimRecord } from './ledger.ts'
import type { Prng } from './prng.ts'

type Row = { vote: SlotVote } | { cert: SlotCert } | { facts: BlockFacts; height: number }

/** Not knowing what this key voted, and when voting is safe again. */
export interface Lost {
  readonly key: Key
  judgement: Judgement | null
}

/** Writes wait in a cache until a flush, and a power cut loses the cache. */
export class Safety {
  private rows: Row[] = []
  private cache: Row[] = []
  private readonly voteKeys = new Set<string>()
  boot = 0
  /** Highest slot seen final, and highest slot voted in. */
  finalized = 0
  voted = 0
  lost: Lost | null = null
  /** Somebody else uses the key: never again. */
  stopped = false

  write(blocks: readonly BlockFacts[], height: number, votes: readonly SlotVote[], certs: readonly SlotCert[], flush: boolean): void {
    for (const facts of blocks) this.cache.push({ facts, height })
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

  /** A power cut: an arbitrary first part of the cache may have reached the disk, the rest is torn and gone. */
  cut(prng: Prng): void {
    this.flush(prng.below(this.cache.length + 1))
    this.cache = []
  }

  copy(): Safety {
    const copy = Object.assign(new Safety(), { boot: this.boot, finalized: this.finalized, voted: this.voted, lost: this.lost && { ...this.lost }, stopped: this.stopped })
    copy.rows = this.rows.slice()
    for (const key of this.voteKeys) copy.voteKeys.add(key)
    return copy
  }

  holdsVote(vote: SlotVote): boolean {
    return this.voteKeys.has(voteKey(vote))
  }

  prune(below: number): void {
    this.rows = this.rows.filter((row) => ('vote' in row ? row.vote.height : 'cert' in row ? row.cert.height : row.height) >= below)
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

  get size(): number {
    return this.rows.length + this.cache.length
  }
}

export interface ChainItem {
  readonly block: SimBlock
  readonly final: SlotCert
  readonly after: ChainState
}

export interface Snapshot {
  readonly safety: Safety | null
  readonly length: number
}

export class Disk {
  /** null: deleted, or no longer readable. */
  safety: Safety | null = new Safety()
  chain: ChainItem[] = []
  /** Pending records; they are written as they arrive, and no fault takes them: losing one's own drafts is no matter of consensus. */
  readonly records = new Map<number, SimRecord>()
  /** Outside the data directory. */
  keyStore = { boot: 0, voted: 0 }

  snapshot(): Snapshot {
    return { safety: this.safety?.copy() ?? null, length: this.chain.length }
  }

  restore({ safety, length }: Snapshot, whole: boolean): void {
    this.safety = safety?.copy() ?? null
    if (whole) this.chain = this.chain.slice(0, length)
  }

  copy(): Disk {
    const copy = new Disk()
    copy.safety = this.safety?.copy() ?? null
    copy.chain = this.chain.slice()
    for (const [id, record] of this.records) copy.records.set(id, record)
    copy.keyStore = { ...this.keyStore }
    return copy
  }
}

const voteKey = (vote: SlotVote): string => `${vote.signer}/${vote.epoch}/${vote.height}/${vote.view}/${vote.kind}/${vote.block}`
