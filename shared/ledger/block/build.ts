import { toHex } from '../../kit/bytes.ts'
import type { Problem } from '../../kit/result.ts'
import { MAX_BLOCK_BYTES, MAX_BLOCK_RECORDS, WIRE_VERSION } from '../limits.ts'
import type { OpenRecord } from '../record/record.ts'
import type { Executor } from '../state/executor.ts'
import type { Header } from '../types.ts'
import { leaderOf, votersHash } from '../voters.ts'
import { Admission } from './admission.ts'
import { executeRecords, type BlockExecution } from './execute.ts'
import type { Head } from './head.ts'

export interface BuiltBlock {
  readonly header: Header
  readonly records: readonly OpenRecord[]
  readonly execution: BlockExecution
}

export interface Refusal {
  readonly record: OpenRecord
  readonly problem: Problem
}

export interface BuildResult {
  /** Null where no record was admissible: empty blocks do not exist. */
  readonly block: BuiltBlock | null
  /** Records left out because they are not admissible now; those left out for want of room are not listed. */
  readonly refused: readonly Refusal[]
}

/**
 * A fresh block of pending records on the head. Records keep the given order as far as their devices' sequences allow: one
 * that comes before its predecessor waits for it. The proposer is the leader of the view.
 *
 * @param now adjusted clock, ms; the header's time is later than the head's in any case.
 * @param limit most records to take, at most MAX_BLOCK_RECORDS.
 */
export function buildBlock(head: Head, executor: Executor, pending: Iterable<OpenRecord>, view: number, now: number, limit = MAX_BLOCK_RECORDS): BuildResult {
  const time = Math.max(now, head.time + 1)
  const { taken, refused } = select(new Admission(head.state, time), pending, Math.min(limit, MAX_BLOCK_RECORDS))
  if (taken.length === 0) return { block: null, refused }
  const execution = executeRecords(head, executor, taken, time)
  const height = head.height + 1
  const header: Header = {
    v: WIRE_VERSION,
    G: head.G,
    epoch: head.voters.epoch,
    height,
    view,
    proposer: head.voters.members[leaderOf(head.order, height, view)]!.id,
    time,
    parent: head.id,
    logSize: execution.log.size,
    logRoot: execution.logRoot,
    stateRoot: execution.stateRoot,
    members: votersHash(head.voters),
    nextMembers: execution.nextVoters && votersHash(execution.nextVoters)
  }
  return { block: { header, records: taken, execution }, refused }
}

function select(admission: Admission, pending: Iterable<OpenRecord>, limit: number): { taken: OpenRecord[]; refused: Refusal[] } {
  const taken: OpenRecord[] = []
  const refused: Refusal[] = []
  /** Records that came before their predecessor: device and sequence number -> record. */
  const early = new Map<string, Refusal>()
  const place = ({ payload: { d } }: OpenRecord, n: number): string => `${toHex(d)} ${n}`
  let size = 0
  for (const candidate of pending) {
    let record: OpenRecord | undefined = candidate
    while (record !== undefined) {
      if (taken.length === limit || size + record.bytes.length > MAX_BLOCK_BYTES) return { taken, refused: [...refused, ...early.values()] }
      const problem = admission.admit(record)
      if (problem) {
        if (problem.code === 'RECORD_SEQUENCE' && !early.has(place(record, record.payload.n))) early.set(place(record, record.payload.n), { record, problem })
        else refused.push({ record, problem })
        break
      }
      taken.push(record)
      size += record.bytes.length
      const next = place(record, record.payload.n + 1)
      record = early.get(next)?.record
      early.delete(next)
    }
  }
  return { taken, refused: [...refused, ...early.values()] }
}
