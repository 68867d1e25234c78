import type { Problem } from '../../kit/result.ts'
import { equalBytes, utf8 } from '../../kit/bytes.ts'
import { fault } from '../errors.ts'
import { MAX_BUCKET_KEYS, MAX_RECORD_CHANGES, MAX_STATE_KEY, MAX_STATE_VALUE } from '../limits.ts'
import { appendLeaves, logRoot, type Frontier } from '../log/tree.ts'
import type { OpenRecord } from '../record/record.ts'
import type { ExecutionContext, Executor, StateChange } from '../state/executor.ts'
import { encodeEpoch, epochKey, MEMBER_PREFIX, votersByStanding } from '../state/membership.ts'
import { Overlay } from '../state/overlay.ts'
import { recentHeadChange } from '../state/recent.ts'
import { deviceKey, encodeDevice, encodeVoid, readDevice, SYSTEM_PREFIX, voidKey } from '../state/system.ts'
import type { BucketChanges } from '../state/tree.ts'
import type { Hash, RecordPayload, VoterSet } from '../types.ts'
import { votersHash } from '../voters.ts'
import { Draft } from './draft-state.ts'
import { effectChanges, type EffectRecord } from './effects.ts'
import type { Head } from './head.ts'

/** What became of one record of a block. */
export interface Outcome {
  readonly recordId: Hash
  /** Position in the log of all records. */
  readonly index: number
  /** Why the record is void, or null where it is in force. */
  readonly void: Problem | null
}

/** Everything a block does, computed beside the finalized state and not yet applied to it. */
export interface BlockExecution {
  /** Net changes of the state in key order: what the store writes when the block is final. */
  readonly changes: readonly StateChange[]
  /** For StateTree.apply when the block is final. */
  readonly buckets: BucketChanges
  readonly stateRoot: Hash
  readonly log: Frontier
  readonly logRoot: Hash
  readonly outcomes: readonly Outcome[]
  /** Voters of the next epoch where this block closes its own; else null. */
  readonly nextVoters: VoterSet | null
}

/**
 * Executes admitted records in order on an overlay over the head's state. Total: whatever the records say, every peer gets
 * the same answer; a record that breaks a rule is void and changes only its own void mark and its device's sequence.
 *
 * @param time time of the block's header, ms.
 */
export function executeRecords(head: Head, executor: Executor, records: readonly OpenRecord[], time: number): BlockExecution {
  const overlay = new Overlay(head.state)
  // Its own id is not known while a block executes, so each block writes down the one before it.
  if (head.version === 2 && head.height > 0) overlay.set(...recentHeadChange({ height: head.height, id: head.id, time: head.time }))
  const outcomes = records.map((record, i): Outcome => {
    const index = head.log.size + i
    const reason = apply(record, { genesisHash: head.G, recordId: record.id, height: head.height + 1, index, time }, executor, overlay, head.version)
    return { recordId: record.id, index, void: reason }
  })
  const nextVoters = outcomes.some((outcome) => outcome.void === null) ? close(head, overlay) : null
  const buckets = overlay.bucketHashes()
  const log = appendLeaves(head.log, records.map((record) => record.leaf))
  return { changes: overlay.changes(), buckets, stateRoot: head.tree.rootWith(buckets), log, logRoot: logRoot(log), outcomes, nextVoters }
}

/** Whether the block's records changed who votes: then it is the last one of its epoch, and writes down the next list. */
function close(head: Head, overlay: Overlay): VoterSet | null {
  if (head.version === 1 || !overlay.touched(MEMBER_PREFIX)) return null
  const next = { epoch: head.voters.epoch + 1, members: votersByStanding(overlay) }
  if (equalBytes(votersHash(next), votersHash(head.voters))) return null
  overlay.set(epochKey(next.epoch), encodeEpoch({ height: head.height + 2, voters: next.members }))
  return next
}

function apply(record: OpenRecord, context: ExecutionContext, executor: Executor, overlay: Overlay, version: Head['version']): Problem | null {
  const result = effects(record, context, executor, overlay, version)
  const reason = Array.isArray(result) ? null : (result as Problem)
  if (reason === null) for (const [key, value] of result as readonly StateChange[]) overlay.set(key, value)
  // The void mark is exempt from the bucket's cap: a record cannot be void of being void.
  else overlay.set(voidKey(record.id), encodeVoid(reason))
  // Read after the changes: the record may have revoked its own device.
  const device = readDevice(overlay, record.payload.d)
  if (device) overlay.set(deviceKey(record.payload.d), encodeDevice({ ...device, n: record.payload.n, p: record.id }))
  return reason
}

/** All changes of a record that holds, or why it is void. */
function effects({ payload, id }: OpenRecord, context: ExecutionContext, executor: Executor, overlay: Overlay, version: Head['version']): readonly StateChange[] | Problem {
  const execution = guarded(executor, payload, context, overlay, { id, index: context.index, version })
  if ('void' in execution) return execution.void
  const { changes: own, system } = execution
  if (own.length + system.length > MAX_RECORD_CHANGES) return fault('RECORD_TOO_MANY_CHANGES', { changes: own.length + system.length, limit: MAX_RECORD_CHANGES })
  for (const [key, value] of own) {
    const sound = key.length > 0 && !key.startsWith(SYSTEM_PREFIX) && key.isWellFormed() && utf8(key).length <= MAX_STATE_KEY
    if (!sound || (value !== null && value.length > MAX_STATE_VALUE)) return fault('RECORD_STATE_KEY', { key: key.slice(0, 64).toWellFormed() })
  }
  const changes: readonly StateChange[] = [...own, ...system]
  return overfull(changes, overlay) ? fault('STATE_BUCKET_FULL') : changes
}

type Guarded = { readonly void: Problem } | { readonly changes: readonly StateChange[]; /** What its effects change of the ledger's own. */ readonly system: readonly StateChange[] }

/**
 * Executors do not throw; should one have a fault, the record that finds it is void instead of stopping every peer at once.
 * A failing disk is another matter: it says nothing about the record, so it must not become an answer.
 */
function guarded(executor: Executor, payload: RecordPayload, context: ExecutionContext, overlay: Overlay, record: EffectRecord): Guarded {
  try {
    const execution = executor.apply(payload, context, overlay)
    const answer = 'void' in execution ? execution : withEffects(execution.changes, effectChanges(execution.effects ?? [], record, new Draft(overlay)))
    // A reason that cannot be written down is a fault like any other, and has to show here.
    if ('void' in answer) encodeVoid(answer.void)
    // An executor that caught the disk's error itself has judged without having read.
    if (overlay.failure !== null) throw overlay.failure
    return answer
  } catch (error) {
    if (overlay.failure !== null) throw error
    return { void: fault('EXECUTION_FAILED', { kind: payload.t }) }
  }
}

const withEffects = (changes: readonly StateChange[], system: Problem | readonly StateChange[]): Guarded =>
  Array.isArray(system) ? { changes, system: system as readonly StateChange[] } : { void: system as Problem }

/** Whether the new keys of a record fill a bucket beyond its cap. */
function overfull(changes: readonly StateChange[], overlay: Overlay): boolean {
  const added = new Map<number, Set<string>>()
  for (const [key, value] of changes) {
    const { bucket, present, size } = overlay.occupancy(key)
    if (value === null || present) continue
    const keys = added.get(bucket) ?? new Set()
    added.set(bucket, keys.add(key))
    if (size + keys.size > MAX_BUCKET_KEYS) return true
  }
  return false
}
