import type { Clock, Log } from '../../../shared/kit/env.ts'
import { CodedError, problem } from '../../../shared/kit/result.ts'
import type { PeerRef } from '../net/directory.ts'
import { HEARTBEAT_MS, OFFLINE_AFTER_MS, POINTS_MALFORMED } from '../net/limits.ts'
import type { Network } from '../net/network.ts'
import { exchangeStatus } from '../net/protocols/status/client.ts'
import type { StatusBook } from '../net/protocols/status/handler.ts'

export interface HeartbeatOptions {
  readonly network: Network
  readonly book: StatusBook
  readonly clock: Clock
  readonly log: Log
  /** The machine slept: a timer fired far too late. */
  readonly woke: () => void
}

interface Beat {
  readonly peer: PeerRef
  timer: NodeJS.Timeout | null
  due: number
  failedSince: number | null
  running: boolean
  /** Exchanges that this side asked for and that were answered, counted up to the early ones. */
  asked: number
}

/**
 * After the greeting, ms until this side asks again, whoever else asks: the greeting's round trip was measured while both
 * sides were starting, and the leader's time would hang on it.
 */
const EARLY_MS = [1_500, 4_000] as const

/**
 * One status exchange with every connected peer each 15 s; one side's question serves both. A peer that answers nothing
 * for 40 s is disconnected, so that the dialer finds a live way to it.
 */
export class Heartbeats {
  readonly #options: HeartbeatOptions
  readonly #beats = new Map<string, Beat>()

  constructor(options: HeartbeatOptions) {
    this.#options = options
  }

  /** Greets a peer at once and keeps its heart beating until `drop`. */
  add(peer: PeerRef): void {
    if (!this.#beats.has(peer.id)) this.#beats.set(peer.id, { peer, timer: null, due: 0, failedSince: null, running: false, asked: 0 })
    void this.now(peer.id)
  }

  drop(peerId: string): void {
    const beat = this.#beats.get(peerId)
    if (beat?.timer) clearTimeout(beat.timer)
    this.#beats.delete(peerId)
  }

  /** The peer asked us: that was a heartbeat too. */
  heard(peerId: string): void {
    const beat = this.#beats.get(peerId)
    if (!beat) return
    beat.failedSince = null
    if (!beat.running && beat.asked > EARLY_MS.length) this.#plan(beat)
  }

  /** Exchange now, e.g. because the peer may lack something. */
  async now(peerId: string): Promise<void> {
    const beat = this.#beats.get(peerId)
    if (!beat || beat.running) return
    const { network, book, clock, log } = this.#options
    beat.running = true
    try {
      await exchangeStatus(network, beat.peer, book, clock)
      beat.failedSince = null
      beat.asked = Math.min(beat.asked + 1, EARLY_MS.length + 1)
    } catch (cause) {
      if (!(cause instanceof CodedError)) throw cause
      const problemOf = problem(cause.code, cause.params)
      if (cause.code.startsWith('NET_')) log('debug', 'net.heartbeat-failed', { member: beat.peer.member, code: cause.code })
      else network.refuse(beat.peer, problemOf, POINTS_MALFORMED)
      beat.failedSince ??= clock.now()
      if (clock.now() - beat.failedSince > OFFLINE_AFTER_MS) await network.disconnect(peerId)
    } finally {
      beat.running = false
    }
    if (this.#beats.get(peerId) === beat) this.#plan(beat)
  }

  stop(): void {
    for (const id of this.#beats.keys()) this.drop(id)
  }

  #plan(beat: Beat): void {
    if (beat.timer) clearTimeout(beat.timer)
    const delay = beat.failedSince === null ? (EARLY_MS[beat.asked - 1] ?? HEARTBEAT_MS) : HEARTBEAT_MS / 3
    beat.due = this.#options.clock.now() + delay
    beat.timer = setTimeout(() => {
      if (this.#options.clock.now() - beat.due > HEARTBEAT_MS) this.#options.woke()
      void this.now(beat.peer.id)
    }, delay)
  }
}
