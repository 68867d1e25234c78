import type { Team } from './desk.ts'

/** ms from a record's signature to its finality at its author, over the records that people of this center published. */
export interface Finality {
  readonly records: number
  readonly p50: number
  readonly p99: number
}

/** Smallest value that at least `percent` of the sorted values don't exceed; 0 of none. */
export function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0
}

/** `kinds` tells which record kinds to look at. */
export async function finalityOf(team: Team, kinds: (kind: string) => boolean): Promise<Finality> {
  const client = await team.anyone()
  const times: number[] = []
  for (let offset = 0; ; ) {
    const { total, items } = await client.outbox.list({ limit: 200, offset })
    for (const item of items) if (item.draftId !== null && item.finalAt !== null && kinds(item.kind)) times.push(item.finalAt - item.savedAt)
    offset += items.length
    if (items.length === 0 || offset >= total) break
  }
  times.sort((a, b) => a - b)
  return { records: times.length, p50: percentile(times, 50), p99: percentile(times, 99) }
}
