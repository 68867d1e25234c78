/** sfc32: small, fast, well mixed. Every draw of a simulation comes from one of these, so a seed replays exactly. */
export class Prng {
  private a: number
  private b: number
  private c: number
  private counter = 1

  constructor(seed: number) {
    this.a = seed >>> 0
    this.b = Math.floor(seed / 2 ** 32) >>> 0
    this.c = 0x9e3779b9
    for (let i = 0; i < 12; i++) this.next()
  }

  /** 0 .. 2^32 - 1. */
  next(): number {
    const t = (((this.a + this.b) | 0) + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = ((this.c << 21) | (this.c >>> 11)) + t
    this.c |= 0
    return t >>> 0
  }

  below(n: number): number {
    return Math.floor((this.next() / 2 ** 32) * n)
  }

  /** Integer from low to high, both included. */
  range(low: number, high: number): number {
    return low + this.below(high - low + 1)
  }

  chance(p: number): boolean {
    return p > 0 && this.next() < p * 2 ** 32
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!
  }

  /** Every item kept with probability p. */
  some<T>(items: readonly T[], p = 0.5): T[] {
    return items.filter(() => this.chance(p))
  }
}
