import { u64 } from '../codec/binary.ts'
import { decodeCanonical, encodeCanonical } from '../codec/canonical.ts'
import { hashOf } from '../crypto/hash.ts'
import { TAG } from '../crypto/tags.ts'
import { HASH_BYTES } from '../limits.ts'
import type { Hash } from '../types.ts'
import type { StateReader } from './executor.ts'
import { SYSTEM_PREFIX } from './system.ts'

/**
 * `sys/sub/<subject>`: the chain of all records in force about a subject. `head` commits to the ids and places of all
 * `count` records in their order, so a state root that contains it proves that a list of them is complete.
 */
export interface SubjectEntry {
  readonly count: number
  /** 32 zero bytes before the first record; then sha256("zxl1/sub\0" ‖ head before ‖ record id ‖ log index u64). */
  readonly head: Hash
}

/** Characters of a subject: the codes of organisations, nothing with spaces or free text. */
export const SUBJECT = /^[0-9A-Z]{1,32}$/
export const subjectKey = (subject: string): string => `${SYSTEM_PREFIX}sub/${subject}`
export const NO_RECORDS: SubjectEntry = { count: 0, head: new Uint8Array(HASH_BYTES) }

export const encodeSubject = (entry: SubjectEntry): Uint8Array => encodeCanonical(entry)
export const subjectOfValue = (value: Uint8Array): SubjectEntry => decodeCanonical<SubjectEntry>(value)

/** The chain of a subject in this state; count 0 where no record is about it. */
export function readSubject(state: StateReader, subject: string): SubjectEntry {
  const value = state.get(subjectKey(subject))
  return value ? subjectOfValue(value) : NO_RECORDS
}

/** The chain with one more record. `index` is the record's place in the log, from 0. */
export const extendSubject = ({ count, head }: SubjectEntry, recordId: Hash, index: number): SubjectEntry => ({
  count: count + 1,
  head: hashOf(TAG.subject, head, recordId, u64(index)),
})
