import { toHex } from '../../kit/bytes.ts'
import type { Problem } from '../../kit/result.ts'
import { RECORD_MARKS, type MarkEntry, type RecordMark } from '../../ledger/state/marks.ts'
import type { OpenRecord } from '../../ledger/record/record.ts'
import { recordTitle } from '../draft.ts'
import { isRecordKind } from '../kinds.ts'
import type { Methodology } from '../methodology/document.ts'
import { expiryOf } from '../methodology/events.ts'
import { plainMap, plainProblem } from './plain.ts'

/**
 * How a proven record has to be read as of the checkpoint: void (it changed nothing, for `problem`), superseded, disputed,
 * repaired or withdrawn (by the record `by`), aged (its retention term ended on the day `on`).
 */
export interface RecordState {
  state: RecordMark | 'void' | 'aged'
  by: string | null
  on: string | null
  problem: { code: string; params?: Record<string, string | number> } | null
}

/** A proven record as plain data; hashes in hex, times in ms. */
export interface RecordVerdict {
  recordId: string
  kind: string
  /** The member that published it, and the key id of the signing device. */
  author: string
  device: string
  at: number
  /** Place in the log of all records, from 0. */
  index: number
  /** The agency it is about, where it is about one. */
  uscc: string | null
  title: string
  /** In force and unchanged where this is empty. */
  states: RecordState[]
  body: Record<string, unknown>
}

export interface ProvenFact {
  readonly record: Pick<OpenRecord, 'id' | 'payload'>
  readonly index: number
  readonly void: Problem | null
  readonly marks: MarkEntry
}

/** @param today the day of the checkpoint in Beijing. @param methodology the adopted one; null where this program has not got it (then nothing is said of age). */
export function recordVerdict({ record, index, void: reason, marks }: ProvenFact, today: string, methodology: Methodology | null): RecordVerdict {
  const { t, a, d, at, b } = record.payload
  const content = contentOf(b)
  const none = { by: null, on: null, problem: null }
  const aged = reason === null && t === 'conduct.record' && methodology ? endOf(content, methodology) : null
  const states: RecordState[] = [
    ...(reason ? [{ ...none, state: 'void' as const, problem: plainProblem(reason) }] : []),
    ...RECORD_MARKS.flatMap((mark): RecordState[] => (marks[mark] ? [{ ...none, state: mark, by: toHex(marks[mark]) }] : [])),
    ...(aged !== null && aged <= today ? [{ ...none, state: 'aged' as const, on: aged }] : []),
  ]
  const uscc = content['uscc']
  return {
    recordId: toHex(record.id), kind: t, author: a, device: toHex(d), at, index,
    uscc: typeof uscc === 'string' ? uscc : null,
    title: isRecordKind(t) ? recordTitle(t, content) : '',
    states, body: plainMap(b),
  }
}

/** The content of a body of this domain (`c`); an empty one of any other. */
export function contentOf(body: { readonly [key: string]: unknown }): Readonly<Record<string, unknown>> {
  const content = body['c']
  return typeof content === 'object' && content !== null && !Array.isArray(content) && !(content instanceof Uint8Array) ? (content as Record<string, unknown>) : {}
}

/** First day on which a conduct record no longer counts, by its own retention class (R12, R36, R60, STATE); null for ever. */
function endOf(content: Readonly<Record<string, unknown>>, methodology: Methodology): string | null {
  const text = (name: string): string | undefined => (typeof content[name] === 'string' ? content[name] : undefined)
  const [effectiveDate, retention] = [text('effectiveDate'), text('retentionClass')]
  if (effectiveDate === undefined || retention === undefined) return null
  return expiryOf({ effectiveDate, executionCompletedDate: text('executionCompletedDate'), measureTo: text('measureTo') }, retention, methodology)
}
