/** Small numbers that only look accidental: the same seed gives the same table on every machine. */
export function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0
  return (sides) => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % sides
  }
}

/** A calendar date `days` before `day` (both yyyy-MM-dd). */
export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10)
}

/** UTF-8 CSV with a byte order mark, as spreadsheets write it. Our cells hold no commas, quotes or line breaks. */
export function csvOf(headers: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return `\ufeff${[headers, ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`
}
