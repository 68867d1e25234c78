import { fromUtf8, toHex } from '../../kit/bytes.ts'
import type { Problem, Result } from '../../kit/result.ts'
import { verifyEvidence, EVIDENCE_FORMAT, type EvidenceFacts } from '../../ledger/evidence/file.ts'
import { PROOF_FORMAT } from '../../ledger/proof/content.ts'
import { jsonOf } from '../../ledger/proof/json.ts'
import { isNote, verifyNote } from '../../ledger/proof/note.ts'
import { PROOF_V1_FORMAT } from '../../ledger/proof/v1/file.ts'
import { verifyProofV1 } from '../../ledger/proof/v1/verify.ts'
import { verifyProof, type Proven, type ProvenBlock } from '../../ledger/proof/verify.ts'
import { MAX_PROOF_TEXT } from '../../ledger/limits.ts'
import { SYSTEM_PREFIX } from '../../ledger/state/system.ts'
import type { Hash } from '../../ledger/types.ts'
import { decodeValue } from '../codec.ts'
import { dateOfTime } from '../dates.ts'
import { creditParams } from '../member/params.ts'
import type { Methodology } from '../methodology/document.ts'
import { methodologyOf } from '../methodology/registry.ts'
import { KEY } from '../state/keys.ts'
import type { InstitutionView, NetworkView } from '../state/views.ts'
import { plainProblem, plainValue } from './plain.ts'
import { contentOf, recordVerdict, type RecordVerdict } from './record.ts'

/** What a verified file says, as plain data: the same for the command line, the application and the verifier page. */
export interface DocumentVerdict {
  kind: 'record' | 'completeness' | 'report' | 'checkpoint' | 'evidence' | null
  /** `invalid`: it does not prove what it claims. `unreadable`: no file of a known kind and version. */
  verdict: 'valid' | 'invalid' | 'unreadable'
  /** Why it is not valid. */
  problem: { code: string; params?: Record<string, string | number> } | null
  /** Whether the network was compared with one the reader trusts; otherwise compare `facts.genesisHash` by other means. */
  trusted: boolean
  facts: DocumentFacts | null
}

export interface DocumentFacts {
  network: string
  genesisHash: string
  /** A demonstration network: its records are made up. */
  demo: boolean
  /** The certified block: the file tells how things stood there. Null for evidence. */
  checkpoint: {
    height: number
    epoch: number
    blockId: string
    time: number
    logSize: number
    logRoot: string
    stateRoot: string
    signers: string[]
    quorum: number
    voters: number
  } | null
  /** The agency that a report or completeness statement is about. `count`: its records in force; null where the network keeps no count. */
  subject: { uscc: string; name: string | null; count: number | null; complete: boolean } | null
  records: RecordVerdict[]
  /** Proven entries of the credit domain's state; null where one is proved absent. */
  entries: { key: string; value: unknown }[]
  evidence: { code: string; members: string[]; epoch: number | null; height: number | null; view: number | null; device: string | null; sequence: number | null } | null
}

type Kind = NonNullable<DocumentVerdict['kind']>

/**
 * Verifies any file this application gives to third parties: proofs (version 1 and 2), evidence, checkpoint notes. Offline,
 * never throws, the same answer on every machine.
 *
 * @param expected the genesis hash of the network the reader means; null accepts any network's (`trusted` is false then).
 */
export function verifyDocument(source: Uint8Array | string, expected: Hash | null = null): DocumentVerdict {
  const trusted = expected !== null
  const refused = (kind: Kind | null, problem: Problem): DocumentVerdict => ({
    kind, verdict: problem.code === 'PROOF_UNREADABLE' ? 'unreadable' : 'invalid', problem: plainProblem(problem), trusted, facts: null,
  })
  const answer = <T>(kind: Kind | null, result: Result<T>, facts: (value: T) => readonly [Kind, DocumentFacts]): DocumentVerdict => {
    if (!result.ok) return refused(kind, result.error)
    const [proved, found] = facts(result.value)
    return { kind: proved, verdict: 'valid', problem: null, trusted, facts: found }
  }
  try {
    switch (formOf(source)) {
      case 'note':
        return answer('checkpoint', verifyNote(source, expected), (block) => ['checkpoint', { ...ofBlock(block), ...nothing() }])
      case EVIDENCE_FORMAT:
        return answer('evidence', verifyEvidence(source, expected), (evidence) => ['evidence', ofEvidence(evidence)])
      case PROOF_FORMAT:
        return answer(null, verifyProof(source, expected), (proven) => [proven.statement.type, ofProof(proven)])
      case PROOF_V1_FORMAT:
        return answer('record', verifyProofV1(source, expected), (proven) => ['record', ofProof(proven)])
      default:
        return refused(null, { code: 'PROOF_UNREADABLE' })
    }
  } catch {
    // Certified content has the form this domain gave it; a verifier still answers where it has not.
    return refused(null, { code: 'PROOF_RECORD' })
  }
}

/** What a file says it is, without reading the rest of it. */
function formOf(source: Uint8Array | string): string | null {
  if (source.length > MAX_PROOF_TEXT) return null
  const start = typeof source === 'string' ? source : startOf(source)
  if (isNote(start)) return 'note'
  const format = (jsonOf(source) as { readonly format?: unknown } | null)?.format
  return typeof format === 'string' ? format : null
}

function startOf(source: Uint8Array): string {
  try {
    return fromUtf8(source.subarray(0, 16))
  } catch {
    return ''
  }
}

const nothing = () => ({ subject: null, records: [], entries: [], evidence: null })

function ofBlock({ genesis, header, blockId, voters, signers, quorum }: ProvenBlock): Pick<DocumentFacts, 'network' | 'genesisHash' | 'demo' | 'checkpoint'> {
  const { height, epoch, time, logSize, logRoot, stateRoot } = header
  return {
    network: genesis.genesis.net, genesisHash: toHex(genesis.hash), demo: isDemo(genesis.genesis.params),
    checkpoint: {
      height, epoch, blockId: toHex(blockId), time, logSize, logRoot: toHex(logRoot), stateRoot: toHex(stateRoot), signers: [...signers], quorum, voters: voters.members.length,
    },
  }
}

function ofProof(proven: Proven): DocumentFacts {
  const { statement, records, subject, values, header } = proven
  const today = dateOfTime(header.time)
  const methodology = adopted(proven)
  return {
    ...ofBlock(proven),
    subject: statement.type === 'record' ? null : {
      uscc: statement.subject, name: nameOf(statement.subject, proven), count: subject?.count ?? null, complete: subject?.complete ?? false,
    },
    records: records.map((record) => recordVerdict({ record, index: record.index, void: record.void, marks: record.marks }, today, methodology)),
    entries: [...values].filter(([key]) => !key.startsWith(SYSTEM_PREFIX)).map(([key, value]) => ({ key, value: value && entryValue(value) })),
    evidence: null,
  }
}

function ofEvidence({ genesis, code, members, epoch, height, view, device, sequence }: EvidenceFacts): DocumentFacts {
  return {
    network: genesis.genesis.net, genesisHash: toHex(genesis.hash), demo: isDemo(genesis.genesis.params), checkpoint: null, ...nothing(),
    evidence: { code, members: [...members], epoch, height, view, device: device && toHex(device), sequence },
  }
}

/** A state value as JSON; the hex of one that is not of this domain. */
function entryValue(value: Uint8Array): unknown {
  try {
    return plainValue(decodeValue(value))
  } catch {
    return toHex(value)
  }
}

/** The methodology in force at the checkpoint, where the file proves it, else the one of the founders; null where it is none of ours. */
function adopted({ values, genesis }: Proven): Methodology | null {
  const entry = values.get(KEY.network)
  return entry ? methodologyOf((decodeValue(entry) as NetworkView).methodology.hash) : foundersMethodology(genesis.genesis.params)
}

function foundersMethodology(params: { readonly [key: string]: unknown }): Methodology | null {
  const credit = safeParams(params)
  return credit && methodologyOf(credit.methodology.hash)
}

const isDemo = (params: { readonly [key: string]: unknown }): boolean => safeParams(params)?.demo ?? false

/** Null for a network of another application. */
function safeParams(params: { readonly [key: string]: unknown }): ReturnType<typeof creditParams> | null {
  try {
    return creditParams(params)
  } catch {
    return null
  }
}

/** The agency's name: of its entry, else of the newest record enclosed that states it. */
function nameOf(uscc: string, { values, records }: Proven): string | null {
  const entry = values.get(KEY.institution(uscc))
  if (entry) return (decodeValue(entry) as InstitutionView).content.nameZh
  const named = records.findLast(({ payload }) => payload.t.startsWith('institution.') && contentOf(payload.b)['uscc'] === uscc)
  const name = named && contentOf(named.payload.b)['nameZh']
  return typeof name === 'string' ? name : null
}
