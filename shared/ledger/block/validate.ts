import { equalBytes } from '../../kit/bytes.ts'
import { ok, type Result } from '../../kit/result.ts'
import { refuse } from '../errors.ts'
import { MAX_BLOCK_BYTES, MAX_BLOCK_RECORDS } from '../limits.ts'
import type { OpenRecord } from '../record/record.ts'
import type { Executor } from '../state/executor.ts'
import type { Hash, Header } from '../types.ts'
import { leaderOf, votersHash } from '../voters.ts'
import { Admission } from './admission.ts'
import { executeRecords, type BlockExecution } from './execute.ts'
import type { Head } from './head.ts'

/**
 * Whether a header can follow the head at all: everything that does not need the records. Deterministic. FOREIGN_NETWORK,
 * BLOCK_EPOCH, BLOCK_HEIGHT, BLOCK_PARENT, BLOCK_PROPOSER, BLOCK_TIME, BLOCK_NEXT_MEMBERS.
 */
export function checkHeader(head: Head, header: Header): Result<null> {
  if (!equalBytes(header.G, head.G)) return refuse('FOREIGN_NETWORK')
  if (header.height !== head.height + 1) return refuse('BLOCK_HEIGHT', { height: header.height, expected: head.height + 1 })
  if (header.epoch !== head.voters.epoch || !equalBytes(header.members, votersHash(head.voters))) return refuse('BLOCK_EPOCH', { epoch: header.epoch })
  if (!equalBytes(header.parent, head.id)) return refuse('BLOCK_PARENT')
  const leader = head.voters.members[leaderOf(head.order, header.height, header.view)]!
  if (header.proposer !== leader.id) return refuse('BLOCK_PROPOSER', { proposer: header.proposer, leader: leader.id })
  if (header.time <= head.time) return refuse('BLOCK_TIME', { time: header.time, parent: head.time })
  // With fixed voters no block may announce a change; where they can change, execution will tell.
  return header.nextMembers === null || head.version === 2 ? ok(null) : refuse('BLOCK_NEXT_MEMBERS')
}

/**
 * The whole validity of a fresh block (deterministic part): header, limits, admission of every record in order, and the
 * roots recomputed by execution. Whether `view` is the current one and the time plausible is for the caller to judge.
 *
 * @param records the opened body, in order.
 * @returns the execution, for committing once the block is final; or the first flaw.
 */
export function validateBlock(head: Head, executor: Executor, header: Header, records: readonly OpenRecord[]): Result<BlockExecution> {
  const sound = checkHeader(head, header)
  if (!sound.ok) return sound
  if (records.length === 0) return refuse('BLOCK_EMPTY')
  if (records.length > MAX_BLOCK_RECORDS) return refuse('BLOCK_TOO_MANY_RECORDS', { records: records.length, limit: MAX_BLOCK_RECORDS })
  const size = records.reduce((sum, record) => sum + record.bytes.length, 0)
  if (size > MAX_BLOCK_BYTES) return refuse('BLOCK_TOO_LARGE', { bytes: size, limit: MAX_BLOCK_BYTES })
  if (header.logSize !== head.log.size + records.length) return refuse('BLOCK_LOG', { size: header.logSize })
  const admission = new Admission(head.state, header.time)
  for (const [position, record] of records.entries()) {
    const flaw = admission.admit(record)
    if (flaw) return { ok: false, error: { code: flaw.code, params: { ...flaw.params, record: position } } }
  }
  const execution = executeRecords(head, executor, records, header.time)
  if (!equalBytes(execution.logRoot, header.logRoot)) return refuse('BLOCK_LOG', { size: header.logSize })
  if (!equalBytes(execution.stateRoot, header.stateRoot)) return refuse('BLOCK_STATE', { height: header.height })
  return sameOrNone(header.nextMembers, execution.nextVoters && votersHash(execution.nextVoters)) ? ok(execution) : refuse('BLOCK_NEXT_MEMBERS')
}

const sameOrNone = (a: Hash | null, b: Hash | null): boolean => (a === null || b === null ? a === b : equalBytes(a, b))
