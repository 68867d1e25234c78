import { toHex } from '../../../shared/kit/bytes.ts'
import type { Hash } from '../../../shared/ledger/types.ts'

export interface PoolEntry {
  readonly recordId: Hash
  /** Hex of the device key id, of the record before, of the record and of its log leaf. */
  readonly device: string
  readonly prev: string | null
  readonly id: string
  readonly leaf: string
  readonly seq: number
  readonly at: number
  readonly size: number
  /** Order of arrival. */
  readonly order: number
}

/** Where a device stands in the finalized state: its last sequence and record (hex); null = may not sign. */
export type DeviceTip = (device: string) => { readonly n: number; readonly prev: string | null } | null

/**
 * What of the pending pool can go into the next block: for each device the records that follow its last final one without
 * a gap. Kept in memory so that each arrival costs one device, not the pool.
 */
export class PoolIndex {
  readonly #tip: DeviceTip
  readonly #latest: () => number
  /** Devices whose next record is dated too far ahead, with that date: it is no work for anybody until then. */
  readonly #early = new Map<string, number>()
  readonly #devices = new Map<string, Map<number, PoolEntry[]>>()
  readonly #byId = new Map<string, PoolEntry>()
  readonly #byLeaf = new Map<string, PoolEntry>()
  readonly #chains = new Map<string, PoolEntry[]>()
  #includable = 0

  /** @param latest date up to which a block made now could take a record, ms. */
  constructor(tip: DeviceTip, latest: () => number = () => Number.MAX_SAFE_INTEGER) {
    this.#tip = tip
    this.#latest = latest
  }

  /** Records that a block could take now. */
  get includable(): number {
    return this.#includable
  }

  /** Takes a stored record. One that is known (its storing was undone and done again) stays where it is. */
  add(entry: PoolEntry): void {
    if (this.#byId.has(entry.id)) return
    const device = this.#devices.get(entry.device) ?? new Map<number, PoolEntry[]>()
    this.#devices.set(entry.device, device)
    device.set(entry.seq, [...(device.get(entry.seq) ?? []), entry])
    this.#byId.set(entry.id, entry)
    this.#byLeaf.set(entry.leaf, entry)
    if (!this.#extend(entry, device)) this.#rechain(entry.device)
  }

  /** Other records of the same device with the same sequence number. */
  rivals(device: string, seq: number, id: string): readonly PoolEntry[] {
    return this.#devices.get(device)?.get(seq)?.filter((entry) => entry.id !== id) ?? []
  }

  /** Takes up records whose time has come; true where there were any. */
  ripen(): boolean {
    const before = this.#includable
    for (const [device, at] of this.#early) if (at <= this.#latest()) this.#rechain(device)
    return this.#includable !== before
  }

  byLeaf(leaf: Hash): PoolEntry | null {
    return this.#byLeaf.get(toHex(leaf)) ?? null
  }

  /** After a commit: follows the devices' new tips; what lies at or below one is final, or never will be. */
  follow(): void {
    for (const [device, bySeq] of this.#devices) {
      const tip = this.#tip(device)
      for (const [seq, entries] of bySeq) {
        if (tip === null || seq > tip.n) continue
        for (const entry of entries) this.#forget(entry)
        bySeq.delete(seq)
      }
      if (bySeq.size === 0) this.#devices.delete(device)
      this.#rechain(device)
    }
  }

  /** Forgets entries that are no longer stored. */
  settle(isGone: (entry: PoolEntry) => boolean): readonly string[] {
    const gone: string[] = []
    for (const [device, bySeq] of this.#devices) {
      for (const [seq, entries] of bySeq) {
        const kept = entries.filter((entry) => !isGone(entry))
        if (kept.length === entries.length) continue
        for (const entry of entries) if (!kept.includes(entry)) gone.push(this.#forget(entry))
        if (kept.length > 0) bySeq.set(seq, kept)
        else bySeq.delete(seq)
      }
      if (bySeq.size === 0) this.#devices.delete(device)
      this.#rechain(device)
    }
    return gone
  }

  /**
   * Entries for a block, in the order in which they arrived as far as each device's sequence allows: an entry waits for
   * the latest arrival among those before it.
   */
  candidates(): readonly PoolEntry[] {
    const ranked: { entry: PoolEntry; rank: number }[] = []
    for (const chain of this.#chains.values()) {
      let rank = 0
      for (const entry of chain) {
        rank = Math.max(rank, entry.order)
        ranked.push({ entry, rank })
      }
    }
    ranked.sort((a, b) => a.rank - b.rank || a.entry.seq - b.entry.seq)
    return ranked.map(({ entry }) => entry)
  }

  #forget(entry: PoolEntry): string {
    this.#byId.delete(entry.id)
    this.#byLeaf.delete(entry.leaf)
    return entry.id
  }

  /** The usual case: the record follows the last one of its device. Nothing behind it can have come before it then. */
  #extend(entry: PoolEntry, bySeq: ReadonlyMap<number, PoolEntry[]>): boolean {
    const chain = this.#chains.get(entry.device)
    const last = chain?.at(-1)
    if (!chain || !last || entry.seq !== last.seq + 1 || entry.prev !== last.id || bySeq.has(entry.seq + 1) || entry.at > this.#latest()) return false
    chain.push(entry)
    this.#includable += 1
    return true
  }

  #rechain(device: string): void {
    const before = this.#chains.get(device)?.length ?? 0
    const chain = this.#chainOf(device)
    if (chain.length > 0) this.#chains.set(device, chain)
    else this.#chains.delete(device)
    this.#includable += chain.length - before
  }

  #chainOf(device: string): PoolEntry[] {
    this.#early.delete(device)
    const bySeq = this.#devices.get(device)
    const tip = bySeq ? this.#tip(device) : null
    if (!bySeq || !tip) return []
    const chain: PoolEntry[] = []
    let { n, prev } = tip
    for (;;) {
      const next = bySeq.get(n + 1)?.find((entry) => entry.prev === prev)
      if (!next) return chain
      if (next.at > this.#latest()) {
        this.#early.set(device, next.at)
        return chain
      }
      chain.push(next)
      n = next.seq
      prev = next.id
    }
  }
}
