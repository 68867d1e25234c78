import type { Clock, Log } from '../../../shared/kit/env.ts'
import { CodedError, problem, type Problem } from '../../../shared/kit/result.ts'
import type { MemberId } from '../../../shared/ledger/types.ts'
import type { PeerRef } from '../net/directory.ts'
import type { FetchSignals } from '../net/fetch.ts'
import { HEDGE_MS, POINTS_FORGED, POINTS_MALFORMED } from '../net/limits.ts'

export interface SourceOptions {
  /** Connected peers that have what is wanted, best first. */
  readonly list: () => readonly PeerRef[]
  readonly refuse: (peer: PeerRef, why: Problem, points: number) => void
  readonly clock: Clock
  readonly log: Log
}

/** A source that was given up for a while, and why. */
export interface DroppedSource {
  readonly member: MemberId
  readonly code: string
  readonly at: number
}

/** How long a source rests, ms: one that has nothing to give now, one that is slow (doubled each time), one that lied. */
const REST_BUSY_MS = 3_000
const REST_SLOW_MS = 15_000
const REST_SLOW_MAX_MS = 300_000
const REST_FORGED_MS = 300_000
const KEPT_DROPS = 16
/** Requests under way at one source. */
const PER_SOURCE = 2
const LOOK_MS = 200

/** Faults of our own: nobody is to blame, and going on would not help. */
const isOwnFault = (code: string): boolean => code.startsWith('STORE_') || code === 'DISK_FULL' || code === 'SYNC_WORKER'

interface Flight<T> {
  readonly task: T
  readonly attempts: Map<string, AbortController>
  readonly since: number
  started: boolean
  settled: boolean
}

export interface Errand<T, R> {
  /** Asks a peer; nothing is stored yet. */
  fetch(peer: PeerRef, task: T, signals: FetchSignals): Promise<R>
  /** Verifies and stores what came first; gives what is still to do of the task. Throws CodedError where the peer lied. */
  settle(peer: PeerRef, task: T, answer: R): Promise<readonly T[]>
}

/** The peers that a ledger is fetched from: several at once; slow ones are helped out by others, and liars are named and left. */
export class Sources {
  readonly #options: SourceOptions
  readonly #resting = new Map<string, number>()
  readonly #slow = new Map<string, number>()
  readonly #active = new Map<string, MemberId>()
  #dropped: readonly DroppedSource[] = []

  constructor(options: SourceOptions) {
    this.#options = options
  }

  /** Usable now, best first. */
  usable(): readonly PeerRef[] {
    const now = this.#options.clock.now()
    return this.#options.list().filter(({ id }) => (this.#resting.get(id) ?? 0) <= now)
  }
  /** Members with a request of ours under way. */
  get active(): readonly MemberId[] {
    return [...new Set(this.#active.values())].sort()
  }
  /** The last ones that were given up, newest last. */
  get dropped(): readonly DroppedSource[] {
    return this.#dropped
  }

  /**
   * One question, asked of the best source, and of the next one too where the first has not begun to answer after 1.5 s; the
   * first good answer counts. Null where no source gave one.
   */
  async ask<R>(stop: AbortSignal, fetch: (peer: PeerRef, signals: FetchSignals) => Promise<R>): Promise<{ readonly peer: PeerRef; readonly answer: R } | null> {
    let found: { readonly peer: PeerRef; readonly answer: R } | null = null
    const isDone = await this.each([null], stop, {
      fetch: (peer, _, signals) => fetch(peer, signals),
      settle: async (peer, _, answer) => {
        found = { peer, answer }
        return []
      },
    }, { patience: 0 })
    return isDone ? found : null
  }

  /**
   * Carries out all tasks at all usable sources. False where tasks are left and no source has been usable for `patience` ms.
   * Throws only for faults of our own.
   */
  async each<T, R>(tasks: readonly T[], stop: AbortSignal, errand: Errand<T, R>, { patience = 5_000 } = {}): Promise<boolean> {
    const queue = [...tasks]
    const flights = new Set<Flight<T>>()
    const running = new Set<Promise<void>>()
    let fault: unknown = null
    let idleSince: number | null = null
    while ((queue.length > 0 || flights.size > 0) && !stop.aborted && fault === null) {
      // One for each source first, then a second one: so everybody has a share of a short list.
      for (let round = 1; round <= PER_SOURCE; round++) {
        for (const peer of this.usable()) {
          const flight = this.#load(peer, flights) < round ? this.#next(peer, queue, flights) : null
          if (!flight) continue
          const run = this.#fly(peer, flight, stop, errand, queue, flights).catch((cause: unknown) => void (fault ??= cause)).finally(() => running.delete(run))
          running.add(run)
        }
      }
      if (running.size === 0) {
        idleSince ??= performance.now()
        if (performance.now() - idleSince >= patience) return false
      } else idleSince = null
      await Promise.race([...running, new Promise((resolve) => setTimeout(resolve, LOOK_MS))])
    }
    for (const { attempts } of flights) for (const attempt of attempts.values()) attempt.abort()
    await Promise.all(running)
    if (fault !== null) throw fault as Error
    return queue.length === 0 && !stop.aborted
  }

  /** Gives a source up for a while, for a reason that is logged, shown, and counted against it where it is to blame. */
  drop(peer: PeerRef, cause: CodedError): void {
    const { clock, log, refuse } = this.#options
    const why = problem(cause.code, cause.params)
    const { ms, points } = this.#judge(peer, why)
    this.#resting.set(peer.id, clock.now() + ms)
    this.#dropped = [...this.#dropped.slice(1 - KEPT_DROPS), { member: peer.member, code: why.code, at: clock.now() }]
    log(points > 0 ? 'warn' : 'info', 'sync.source-dropped', { member: peer.member, code: why.code, params: why.params, ms })
    if (points > 0) refuse(peer, why, points)
  }

  #judge(peer: PeerRef, { code, params }: Problem): { readonly ms: number; readonly points: number } {
    const said = params?.['code']
    if (code === 'NET_REFUSED') return { ms: said === 'NET_SNAPSHOT_GONE' || said === 'NET_RANGE_UNKNOWN' ? REST_SLOW_MS : REST_BUSY_MS, points: 0 }
    if (code === 'NET_ANSWER_TOO_LARGE' || code === 'NET_FRAME_TOO_LARGE') return { ms: REST_FORGED_MS, points: POINTS_FORGED }
    if (code === 'NET_BAD_ANSWER') return { ms: REST_FORGED_MS, points: POINTS_MALFORMED }
    if (!code.startsWith('NET_')) return { ms: REST_FORGED_MS, points: POINTS_FORGED }
    const times = (this.#slow.get(peer.id) ?? 0) + 1
    this.#slow.set(peer.id, times)
    return { ms: code === 'NET_NOT_CONNECTED' ? REST_BUSY_MS : Math.min(REST_SLOW_MAX_MS, REST_SLOW_MS * 2 ** (times - 1)), points: 0 }
  }

  #load<T>(peer: PeerRef, flights: ReadonlySet<Flight<T>>): number {
    return [...flights].filter(({ attempts }) => attempts.has(peer.id)).length
  }

  /** A fresh task, or one that another source has not begun to answer. */
  #next<T>(peer: PeerRef, queue: T[], flights: Set<Flight<T>>): Flight<T> | null {
    if (queue.length > 0) {
      const flight: Flight<T> = { task: queue.shift()!, attempts: new Map(), since: performance.now(), started: false, settled: false }
      flights.add(flight)
      return flight
    }
    const late = (flight: Flight<T>): boolean => !flight.started && !flight.settled && flight.attempts.size === 1 && !flight.attempts.has(peer.id) && performance.now() - flight.since >= HEDGE_MS
    return [...flights].find(late) ?? null
  }

  async #fly<T, R>(peer: PeerRef, flight: Flight<T>, stop: AbortSignal, errand: Errand<T, R>, queue: T[], flights: Set<Flight<T>>): Promise<void> {
    const attempt = new AbortController()
    flight.attempts.set(peer.id, attempt)
    this.#active.set(peer.id, peer.member)
    try {
      const signals = { stop: AbortSignal.any([attempt.signal, stop]), started: () => void (flight.started = true) }
      const answer = await errand.fetch(peer, flight.task, signals)
      if (flight.settled || stop.aborted) return
      flight.settled = true
      for (const [id, other] of flight.attempts) if (id !== peer.id) other.abort()
      queue.unshift(...(await errand.settle(peer, flight.task, answer)))
      flights.delete(flight)
      this.#slow.delete(peer.id)
    } catch (cause) {
      const wasOurs = flight.settled && !attempt.signal.aborted
      if (!(cause instanceof CodedError) || isOwnFault(cause.code)) {
        flights.delete(flight)
        throw cause
      }
      if (!attempt.signal.aborted && !stop.aborted) this.drop(peer, cause)
      if (wasOurs || (!flight.settled && flight.attempts.size === 1)) {
        flights.delete(flight)
        queue.unshift(flight.task)
      }
    } finally {
      flight.attempts.delete(peer.id)
      if (![...flights].some(({ attempts }) => attempts.has(peer.id))) this.#active.delete(peer.id)
    }
  }
}
