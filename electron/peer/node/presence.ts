import type { Clock } from '../../../shared/kit/env.ts'
import type { MemberId } from '../../../shared/ledger/types.ts'
import { OFFLINE_AFTER_MS } from '../net/limits.ts'
import type { PeerBook } from '../sync/peer-book.ts'

export interface PresenceOptions {
  readonly book: PeerBook
  /** The own member where this machine is its seat. */
  readonly me: () => MemberId | null
  readonly clock: Clock
  readonly changed: (online: readonly MemberId[], rtt: number) => void
}

/** Which members' seats are presumed online, told to the consensus whenever it changes; round trips only when they change much. */
export class Presence {
  readonly #options: PresenceOptions
  #last = ''
  #rtt = -1
  #timer: NodeJS.Timeout | null = null

  constructor(options: PresenceOptions) {
    this.#options = options
  }

  refresh(): void {
    const { book, changed } = this.#options
    const me = this.#options.me()
    const online = new Set<MemberId>(me === null ? [] : [me])
    for (const view of book.all()) if (view.peer.kind === 'seat' && book.presumedOnline(view)) online.add(view.peer.member)
    const list = [...online].sort()
    const rtt = book.rtt()
    this.#planExpiry()
    if (list.join() === this.#last && Math.abs(rtt - this.#rtt) <= Math.max(20, this.#rtt / 2)) return
    this.#last = list.join()
    this.#rtt = rtt
    changed(list, rtt)
  }

  /** Tells it again, whatever was told before: the consensus has forgotten. */
  repeat(): void {
    this.#rtt = -1
    this.#last = ''
    this.refresh()
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer)
  }

  /** A lost peer counts as online for a while: look again when the first of them stops to. */
  #planExpiry(): void {
    const { book, clock } = this.#options
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    const ends = book.all().flatMap(({ connected, lastSeen }) => (!connected && lastSeen !== null && clock.now() - lastSeen < OFFLINE_AFTER_MS ? [lastSeen + OFFLINE_AFTER_MS] : []))
    if (ends.length > 0) this.#timer = setTimeout(() => this.refresh(), Math.min(...ends) - clock.now() + 50)
  }
}
