import { toHex } from '../../kit/bytes.ts'
import { decodeCanonical, encodeCanonical } from '../codec/canonical.ts'
import type { Hash } from '../types.ts'
import type { StateReader } from './executor.ts'
import { SYSTEM_PREFIX } from './system.ts'

/** What later records made of a record. It stays in the log for ever; this is how it has to be read today. */
export type RecordMark = 'superseded' | 'disputed' | 'repaired' | 'withdrawn'
export const RECORD_MARKS: readonly RecordMark[] = ['superseded', 'disputed', 'repaired', 'withdrawn']

/** `sys/mark/<record id>`: for each mark the id of the record that set it. */
export type MarkEntry = { readonly [mark in RecordMark]?: Hash }

export const markKey = (recordId: Hash): string => `${SYSTEM_PREFIX}mark/${toHex(recordId)}`
export const encodeMarks = (entry: MarkEntry): Uint8Array => encodeCanonical(entry)
export const marksOfValue = (value: Uint8Array): MarkEntry => decodeCanonical<MarkEntry>(value)

/** The marks a record carries in this state; an empty map where it carries none. */
export function readMarks(state: StateReader, recordId: Hash): MarkEntry {
  const value = state.get(markKey(recordId))
  return value ? marksOfValue(value) : {}
}
