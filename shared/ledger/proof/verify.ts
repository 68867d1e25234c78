import { equalBytes } from '../../kit/bytes.ts'
import type { Problem } from '../../kit/result.ts'
import { ok, type Result } from '../../kit/result.ts'
import { fault, refuse } from '../errors.ts'
import type { OpenGenesis } from '../genesis.ts'
import { verifyInclusion } from '../log/proof.ts'
import { openEnvelope, type OpenRecord } from '../record/record.ts'
import { markKey, marksOfValue, type MarkEntry } from '../state/marks.ts'
import { extendSubject, NO_RECORDS, subjectKey, subjectOfValue } from '../state/subjects.ts'
import { problemOfVoid, voidKey } from '../state/system.ts'
import type { Hash, Header, MemberId, VoterSet } from '../types.ts'
import { quorum } from '../voters.ts'
import { parseProof, type ProofContent, type Statement } from './content.ts'
import { verifyStates } from './states.ts'
import { readHeader, verifyTrust } from './trust.ts'

/** A final block that a file leads to: everything in the file is told as of it. */
export interface ProvenBlock {
  readonly genesis: OpenGenesis
  readonly header: Header
  readonly blockId: Hash
  readonly voters: VoterSet
  readonly signers: readonly MemberId[]
  readonly quorum: number
}

export interface ProvenRecord extends OpenRecord {
  /** Place in the log of all records, from 0. */
  readonly index: number
  /** Why it changed nothing; null where it is in force. */
  readonly void: Problem | null
  /** What later records made of it, and which ones. */
  readonly marks: MarkEntry
}

export interface Proven extends ProvenBlock {
  readonly statement: Statement
  readonly records: readonly ProvenRecord[]
  /** The subject's chain of records in force; null for a single record, and where the network keeps none (genesis version 1). */
  readonly subject: { readonly subject: string; readonly count: number; /** The records above are exactly these. */ readonly complete: boolean } | null
  /** What the state says about the keys that the file speaks of; null: proved absent. */
  readonly values: ReadonlyMap<string, Uint8Array | null>
}

/**
 * Verifies a proof file of version 2 offline. Cheap checks come before dear ones: form, hashes, paths, then signatures. Never
 * throws. Times are not judged: a proof tells about its block, not about today.
 *
 * @param expected the genesis hash of the network the reader means; null accepts any network's proof.
 * @returns what is proved, or the first flaw: PROOF_*, GENESIS_INVALID, KEY_INVALID, EPOCH_CHAIN.
 */
export function verifyProof(source: Uint8Array | string, expected: Hash | null = null): Result<Proven> {
  const parsed = parseProof(source)
  if (!parsed.ok) return parsed
  try {
    return judge(parsed.value, expected)
  } catch {
    // Nothing below throws on certified content; a verifier still answers where it would.
    return refuse('PROOF_STATE')
  }
}

function judge(proof: ProofContent, expected: Hash | null): Result<Proven> {
  const head = readHeader(proof, expected)
  if (!head.ok) return head
  const { G, header } = head.value
  const opened: (OpenRecord & { readonly index: number })[] = []
  for (const { recordId, envelope, index, path } of proof.records) {
    const record = openEnvelope(G, envelope)
    if (!record.ok || !equalBytes(record.value.id, recordId)) return refuse('PROOF_RECORD')
    if ((opened.at(-1)?.index ?? -1) >= index || !verifyInclusion(header.logRoot, header.logSize, index, record.value.leaf, path).ok) return refuse('PROOF_LOG', { index })
    opened.push({ ...record.value, index })
  }
  const states = verifyStates(header.stateRoot, proof.state)
  if (!states.ok) return states
  const trust = verifyTrust(proof)
  if (!trust.ok) return trust
  const { genesis, checkpoint } = trust.value
  const records = opened.map((record): ProvenRecord | null => standing(record, states.value))
  if (records.includes(null)) return refuse('PROOF_STATE')
  const proven = {
    ...blockOf(genesis, checkpoint),
    statement: proof.statement,
    records: records as readonly ProvenRecord[],
    values: states.value
  }
  const subject = statedSubject(proof.statement, proven)
  return subject.ok ? ok({ ...proven, subject: subject.value }) : subject
}

export const blockOf = (genesis: OpenGenesis, { header, blockId, voters, signers }: { readonly header: Header; readonly blockId: Hash; readonly voters: VoterSet; readonly signers: readonly number[] }): ProvenBlock => ({
  genesis,
  header,
  blockId,
  voters,
  signers: signers.map((signer) => voters.members[signer]!.id),
  quorum: quorum(voters.members.length)
})

/** Every record comes with its void mark and its marks, or with the proof that it has none. */
function standing(record: OpenRecord & { readonly index: number }, values: Proven['values']): ProvenRecord | null {
  const mark = values.get(voidKey(record.id))
  const marks = values.get(markKey(record.id))
  if (mark === undefined || marks === undefined) return null
  return { ...record, void: mark && problemOfVoid(mark), marks: marks ? marksOfValue(marks) : {} }
}

/** Whether the records are what the statement says. PROOF_STATEMENT, PROOF_STATE, PROOF_SUBJECT. */
function statedSubject(statement: Statement, { genesis, records, values }: Omit<Proven, 'subject'>): Result<Proven['subject']> {
  if (statement.type === 'record') return records.length === 1 && equalBytes(records[0]!.id, statement.record) ? ok(null) : refuse('PROOF_STATEMENT')
  const { subject } = statement
  // Networks of version 1 keep no chains: an absent entry there says nothing.
  if (genesis.genesis.v === 1) return statement.type === 'report' ? ok(null) : { ok: false, error: fault('PROOF_STATEMENT') }
  const value = values.get(subjectKey(subject))
  if (value === undefined) return refuse('PROOF_STATE')
  const { count, head } = value ? subjectOfValue(value) : NO_RECORDS
  const chain = records.reduce((link, record) => extendSubject(link, record.id, record.index), NO_RECORDS)
  const complete = chain.count === count && equalBytes(chain.head, head)
  if (statement.type === 'completeness' && !complete) return refuse('PROOF_SUBJECT', { count, records: records.length })
  return ok({ subject, count, complete })
}
