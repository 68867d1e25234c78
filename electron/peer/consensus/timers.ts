import type { TimerName } from '../../../shared/ledger/consensus/types.ts'

/** The core's timers on the machine's clock. Idle = none is set. */
export class Timers {
  readonly #set = new Map<TimerName, NodeJS.Timeout>()
  readonly #fire: (timer: TimerName, id: number) => void

  constructor(fire: (timer: TimerName, id: number) => void) {
    this.#fire = fire
  }

  set(timer: TimerName, id: number, delay: number): void {
    this.clear(timer)
    this.#set.set(
      timer,
      setTimeout(() => {
        this.#set.delete(timer)
        this.#fire(timer, id)
      }, delay),
    )
  }

  clear(timer: TimerName): void {
    const known = this.#set.get(timer)
    if (known) clearTimeout(known)
    this.#set.delete(timer)
  }

  clearAll(): void {
    for (const timer of this.#set.keys()) this.clear(timer)
  }
}
