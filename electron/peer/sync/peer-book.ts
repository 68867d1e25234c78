import type { Clock } from '../../../shared/kit/env.ts'
import { toHex } from '../../../shared/kit/bytes.ts'
import type { MemberId } from '../../../shared/ledger/types.ts'
import type { PeerRef } from '../net/directory.ts'
import { OFFLINE_AFTER_MS } from '../net/limits.ts'
import type { StatusMessage } from '../net/protocols/status/codec.ts'

/** What is known of one peer from its heartbeats. */
export interface PeerView {
  peer: PeerRef
  connected: boolean
  /** Of the last heartbeat, own clock, ms. */
  lastSeen: number | null
  /** Proven by a certificate. */
  height: number | null
  version: string | null
  /** Hex. */
  instance: string | null
  rtt: number | null
  /** Its clock minus ours, ms. */
  offset: number | null
  /** When another process last spoke with this peer's key. */
  otherInstanceAt: number | null
  address: string | null
}

/** All peers of the network as their heartbeats show them. */
export class PeerBook {
  readonly #clock: Clock
  readonly #views = new Map<string, PeerView>()
  readonly #instances = new Map<string, Map<string, number>>()

  constructor(clock: Clock, peers: readonly PeerRef[]) {
    this.#clock = clock
    this.list(peers)
  }

  /** The members' machines as they are now, in their order. Guests are not listed: they come and go. */
  list(peers: readonly PeerRef[]): void {
    const known = new Map(this.#views)
    this.#views.clear()
    for (const peer of peers) {
      const view = known.get(peer.id)
      if (view) view.peer = peer
      this.#views.set(peer.id, view ?? {
        peer, connected: false, lastSeen: null, height: null, version: null, instance: null, rtt: null, offset: null, otherInstanceAt: null, address: null,
      })
    }
  }

  all(): readonly PeerView[] {
    return [...this.#views.values()]
  }
  get(peerId: string): PeerView | null {
    return this.#views.get(peerId) ?? null
  }

  /** Connected peers that have proven more than this height, the furthest and then the nearest first. */
  ahead(height: number): readonly PeerRef[] {
    const found = this.all().filter((view) => view.connected && (view.height ?? 0) > height)
    return found.sort((a, b) => b.height! - a.height! || (a.rtt ?? 0) - (b.rtt ?? 0)).map(({ peer }) => peer)
  }

  setConnected(peerId: string, connected: boolean): void {
    const view = this.#views.get(peerId)
    if (view) view.connected = connected
  }

  /** Takes a heartbeat whose height was proven. */
  note(peer: PeerRef, status: StatusMessage, rtt: number | null, address: string | null): void {
    const view = this.#views.get(peer.id)
    if (!view) return
    const now = this.#clock.now()
    const instance = toHex(status.instance)
    const instances = this.#instances.get(peer.id) ?? new Map<string, number>()
    this.#instances.set(peer.id, instances)
    instances.set(instance, now)
    for (const [id, at] of instances) if (now - at > 10 * OFFLINE_AFTER_MS) instances.delete(id)
    let other: number | null = null
    for (const [id, at] of instances) if (id !== instance) other = Math.max(other ?? 0, at)
    view.otherInstanceAt = other
    view.instance = instance
    view.lastSeen = now
    view.height = status.height
    view.version = status.version
    view.address = address ?? view.address
    if (rtt === null) return
    // A busy moment only adds to a round trip: the estimate rises slowly and falls at once.
    view.rtt = view.rtt === null || rtt < view.rtt ? rtt : Math.round((view.rtt * 3 + rtt) / 4)
    view.offset = Math.round(status.now + rtt / 2 - now)
  }

  /** How long ago another process than the one last heard used this peer's key, ms; null where none did. */
  twinAge(peerId: string): number | null {
    const at = this.#views.get(peerId)?.otherInstanceAt ?? null
    return at === null ? null : Math.max(0, this.#clock.now() - at)
  }

  /** Presumed online: connected, or heard within 40 s. */
  presumedOnline(view: PeerView): boolean {
    return view.connected || (view.lastSeen !== null && this.#clock.now() - view.lastSeen < OFFLINE_AFTER_MS)
  }

  /** 90th percentile of the round trips known, ms; 0 while none is. */
  rtt(): number {
    const known = this.all().flatMap(({ rtt, connected }) => (connected && rtt !== null ? [rtt] : [])).sort((a, b) => a - b)
    return known[Math.min(known.length - 1, Math.floor(known.length * 0.9))] ?? 0
  }

  /**
   * Median of the members' clocks minus ours, ms, own one included; null with fewer than `needed` samples. One a member,
   * its seat.
   */
  clockOffset(needed: number, me: MemberId): number | null {
    const samples = this.all().flatMap(({ peer, offset, connected }) => (connected && peer.kind === 'seat' && peer.member !== me && offset !== null ? [offset] : []))
    if (samples.length < needed) return null
    const sorted = [...samples, 0].sort((a, b) => a - b)
    return sorted[Math.floor(sorted.length / 2)]!
  }
}
