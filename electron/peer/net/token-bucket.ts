import type { Clock } from '../../../shared/kit/env.ts'

export interface Rate {
  readonly capacity: number
  readonly perSecond: number
}

/** Allows bursts of `capacity` and `perSecond` in the long run. A clock set back only pauses the refill. */
export class TokenBucket {
  readonly #clock: Clock
  readonly #rate: Rate
  #tokens: number
  #at: number

  constructor(clock: Clock, rate: Rate) {
    this.#clock = clock
    this.#rate = rate
    this.#tokens = rate.capacity
    this.#at = clock.now()
  }

  /** Takes `count` tokens if they are there; takes nothing and answers false otherwise. */
  take(count = 1): boolean {
    const now = this.#clock.now()
    if (now > this.#at) {
      this.#tokens = Math.min(this.#rate.capacity, this.#tokens + ((now - this.#at) * this.#rate.perSecond) / 1_000)
    }
    this.#at = now
    if (this.#tokens < count) return false
    this.#tokens -= count
    return true
  }
}
