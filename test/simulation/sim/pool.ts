import type { Disk } from './disk.ts'
import { MAX_RECORDS, RECORD_AHEAD, type ChainState, type SimRecord } from './ledger.ts'

/** Records that a block of this time can take now: every author's next ones, in order, none from too far in the future. */
export function includable(records: Disk['records'], { seqs }: ChainState, time: number): SimRecord[] {
  if (records.size === 0) return []
  const next = seqs.slice()
  const taken: SimRecord[] = []
  for (const record of [...records.values()].sort((a, b) => a.seq - b.seq || a.id - b.id)) {
    if (record.seq !== next[record.author]! + 1 || record.at > time + RECORD_AHEAD || taken.length === MAX_RECORDS) continue
    next[record.author] = record.seq
    taken.push(record)
  }
  return taken
}

/** Records whose number is final, themselves or a twin of theirs, are no longer pending. */
export function settle(records: Disk['records'], { seqs }: ChainState): void {
  for (const { id, author, seq } of records.values()) if (seq <= seqs[author]!) records.delete(id)
}
