/** One digit more than anyone acts upon. */
export const round = (value: number, digits = 2): number => Number(value.toFixed(digits))

export interface Spread {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

/** Percentiles of some measurements (nearest rank); zeros of none. */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (percent: number): number => round(sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0)
  return { p50: at(50), p99: at(99), max: at(100) }
}

/** ms of `times` runs of `work`, one by one. */
export function timed(times: number, work: (turn: number) => unknown): number[] {
  return Array.from({ length: times }, (_, turn) => {
    const started = performance.now()
    work(turn)
    return performance.now() - started
  })
}

export const median = (values: readonly number[]): number => spread(values).p50

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Least-squares slope of points [x, y]; 0 for fewer than two. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const n = points.length
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / n
  const spreadX = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
  return n < 2 || spreadX === 0 ? 0 : points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spreadX
}
