import type { Clock } from '../../../shared/kit/env.ts'
import type { Problem } from '../../../shared/kit/result.ts'
import type { MemberId } from '../../../shared/ledger/types.ts'
import type { DroppedSource, Sources } from './sources.ts'

/** `idle`: nothing is fetched. `epochs`: who may say what is final. `state`, then usable. `history` in the background. `blocks`: the last few. */
export type SyncPhase = 'idle' | 'epochs' | 'state' | 'history' | 'blocks' | 'audit'

/** Everything there is to show about synchronisation, at one moment. */
export interface SyncProgress {
  /** The head is behind what others have proved. (History in the background is no running: the ledger is usable.) */
  readonly running: boolean
  readonly phase: SyncPhase
  readonly height: number
  readonly target: number
  /** Of the phase: buckets of the state, records of the history or of the audit. */
  readonly records: { readonly done: number; readonly total: number }
  /** Fetched in this phase. */
  readonly bytes: number
  /** Estimated from the pace of the last seconds, ms; null while it can't be told. */
  readonly msLeft: number | null
  readonly sources: readonly MemberId[]
  /** Sources given up lately, and why. */
  readonly dropped: readonly DroppedSource[]
  /** What it waits for; null while it goes on. */
  readonly waitsFor: Problem | null
}

const WINDOW_MS = 10_000

/** The pace and place of what is under way. */
export class Meter {
  readonly #clock: Clock
  readonly #sources: readonly Sources[]
  readonly #changed: () => void
  #phase: SyncPhase = 'idle'
  #done = 0
  #total = 0
  #bytes = 0
  #waitsFor: Problem | null = null
  #marks: { readonly at: number; readonly done: number }[] = []

  constructor(clock: Clock, sources: readonly Sources[], changed: () => void) {
    this.#clock = clock
    this.#sources = sources
    this.#changed = changed
  }

  begin(phase: SyncPhase, total: number, done = 0): void {
    this.#phase = phase
    this.#total = total
    this.#done = done
    this.#bytes = 0
    this.#waitsFor = null
    this.#marks = [{ at: this.#clock.now(), done }]
    this.#changed()
  }

  add(done: number, bytes: number): void {
    this.#done += done
    this.#bytes += bytes
    this.#waitsFor = null
    const now = this.#clock.now()
    this.#marks.push({ at: now, done: this.#done })
    while (this.#marks.length > 2 && now - this.#marks[0]!.at > WINDOW_MS) this.#marks.shift()
    this.#changed()
  }

  wait(why: Problem): void {
    if (this.#waitsFor?.code === why.code) return
    this.#waitsFor = why
    this.#changed()
  }

  get phase(): SyncPhase {
    return this.#phase
  }

  now(running: boolean, height: number, target: number): SyncProgress {
    return {
      running, height, target,
      phase: this.#phase,
      records: { done: this.#done, total: this.#total },
      bytes: this.#bytes,
      msLeft: this.#msLeft(),
      sources: [...new Set(this.#sources.flatMap(({ active }) => active))].sort(),
      dropped: this.#sources.flatMap(({ dropped }) => dropped).sort((a, b) => a.at - b.at),
      waitsFor: this.#waitsFor,
    }
  }

  #msLeft(): number | null {
    const first = this.#marks[0]
    const last = this.#marks.at(-1)
    if (!first || !last || last.done <= first.done || last.at <= first.at) return null
    // More may come than was announced: the ledger goes on meanwhile.
    return Math.round((Math.max(0, this.#total - this.#done) * (last.at - first.at)) / (last.done - first.done))
  }
}
