import { dateOfTime } from '../dates.ts'
import type { RecordState, RecordVerdict } from './record.ts'
import type { DocumentFacts, DocumentVerdict } from './verdict.ts'

type Texts<K extends string> = { readonly [key in K]: string }

/** The words a description is made of (shared/i18n, `verdict`). */
export interface VerdictWords {
  readonly kind: Texts<NonNullable<DocumentVerdict['kind']> | 'proof' | 'none'>
  readonly verdict: Texts<DocumentVerdict['verdict']>
  readonly says: Texts<NonNullable<DocumentVerdict['kind']>>
  readonly complete: Texts<'yes' | 'no' | 'unknown'>
  readonly untrusted: string
  readonly demo: string
  readonly label: Texts<'network' | 'genesis' | 'agency' | 'asOf' | 'block' | 'records' | 'signers' | 'rule' | 'members' | 'place' | 'device' | 'record' | 'author' | 'index' | 'state' | 'signedAt'>
  readonly signed: string
  readonly height: string
  readonly place: string
  readonly sequence: string
  readonly rule: { readonly [code: string]: string }
  readonly state: Texts<RecordState['state'] | 'inForce'>
}

/** How the words of a language are put together. */
export interface Speaker {
  readonly words: VerdictWords
  readonly fill: (text: string, params?: Readonly<Record<string, string | number>>) => string
  readonly problem: (problem: NonNullable<DocumentVerdict['problem']>) => string
  /** The name of a record kind. */
  readonly kindName: (kind: string) => string
}

export type Row = readonly [label: string, value: string]
export interface Description {
  readonly headline: string
  /** Sentences below it, the most important first. */
  readonly notes: readonly string[]
  readonly rows: readonly Row[]
  readonly records: readonly { readonly title: string; readonly rows: readonly Row[]; readonly inForce: boolean }[]
}

/** A verdict in words: the same on the command line and in the verifier page. */
export function describe({ kind, verdict, problem, trusted, facts }: DocumentVerdict, speaker: Speaker): Description {
  const { words, fill } = speaker
  const headline = `${words.verdict[verdict]} · ${words.kind[kind ?? (verdict === 'invalid' ? 'proof' : 'none')]}`
  if (!facts || !kind) return { headline, notes: problem ? [speaker.problem(problem)] : [], rows: [], records: [] }
  const { subject, demo } = facts
  const complete = subject && kind === 'report' ? [fill(words.complete[subject.count === null ? 'unknown' : subject.complete ? 'yes' : 'no'], { count: subject.count ?? 0 })] : []
  return {
    headline,
    notes: [fill(words.says[kind], { count: subject?.count ?? 0 }), ...complete, ...(demo ? [words.demo] : []), ...(trusted ? [] : [words.untrusted])],
    rows: [[words.label.network, facts.network], [words.label.genesis, facts.genesisHash], ...rowsOf(facts, speaker)],
    records: facts.records.map((record) => ({ ...recordRows(record, speaker), inForce: record.states.length === 0 })),
  }
}

function rowsOf({ subject, checkpoint, evidence }: DocumentFacts, { words, fill }: Speaker): readonly Row[] {
  const { label } = words
  const rows: Row[] = []
  if (subject) rows.push([label.agency, subject.name === null ? subject.uscc : `${subject.name} ${subject.uscc}`])
  if (checkpoint) {
    const { height, epoch, time, blockId, logSize, signers, voters, quorum } = checkpoint
    rows.push([label.asOf, `${timeText(time)} · ${fill(words.height, { height, epoch })}`], [label.block, blockId], [label.records, String(logSize)])
    rows.push([label.signers, fill(words.signed, { signers: signers.join(' '), k: signers.length, n: voters, q: quorum })])
  }
  if (evidence) {
    const { code, members, epoch, height, view, device, sequence } = evidence
    rows.push([label.rule, `${words.rule[code] ?? code} (${code})`], [label.members, members.join(' ')])
    if (height !== null) rows.push([label.place, fill(words.place, { epoch: epoch ?? '–', height, view: view ?? '–' })])
    if (device !== null) rows.push([label.device, device])
    if (sequence !== null) rows.push([label.place, fill(words.sequence, { sequence })])
  }
  return rows
}

function recordRows({ recordId, kind, author, at, index, uscc, title, states }: RecordVerdict, { words, fill, problem, kindName }: Speaker): { readonly title: string; readonly rows: readonly Row[] } {
  const said = states.map(({ state, by, on, problem: why }) => fill(words.state[state], { by: by?.slice(0, 16) ?? '', on: on ?? '', problem: why ? problem(why) : '' }))
  return {
    title: [kindName(kind), title].filter((part) => part !== '').join(' · '),
    rows: [
      [words.label.state, said.length > 0 ? said.join(' · ') : words.state.inForce],
      [words.label.record, recordId],
      ...(uscc === null ? [] : [[words.label.agency, uscc] as const]),
      [words.label.author, author],
      [words.label.signedAt, timeText(at)],
      [words.label.index, String(index)],
    ],
  }
}

const two = (value: number): string => String(value).padStart(2, '0')

/** Beijing time to the second: `2026-11-22 20:05:09 (UTC+8)`. */
export function timeText(ms: number): string {
  const second = Math.floor(ms / 1000) + 8 * 3600
  return `${dateOfTime(ms)} ${two(Math.floor(second / 3600) % 24)}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)} (UTC+8)`
}
