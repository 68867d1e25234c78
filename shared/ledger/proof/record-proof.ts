import { equalBytes, toHex } from '../../kit/bytes.ts'
import type { Problem } from '../../kit/result.ts'
import { decodeCert, encodeCert } from '../codec/cert.ts'
import { blockIdOfBytes, decodeHeader, encodeHeader } from '../codec/header.ts'
import { sha256 } from '../crypto/hash.ts'
import { verifyCert } from '../crypto/votes.ts'
import { fault } from '../errors.ts'
import { genesisHashOfBytes, openGenesis, type OpenGenesis } from '../genesis.ts'
import { verifyInclusion } from '../log/proof.ts'
import { openEnvelope, type OpenRecord } from '../record/record.ts'
import { verifyState, type StateProof } from '../state/proof.ts'
import { problemOfVoid, voidKey } from '../state/system.ts'
import { FINALIZE, type Cert, type Hash, type Header, type MemberId } from '../types.ts'
import { quorum, votersHash } from '../voters.ts'
import { formatProof, parseProof, type ProofContent } from './file.ts'

export interface RecordProofParts {
  readonly genesis: OpenGenesis
  readonly record: OpenRecord
  /** Position of the record in the log. */
  readonly index: number
  /** The newest finalized header and its finalize certificate; the paths below lead to its roots. */
  readonly header: Header
  readonly certificate: Cert
  /** inclusionProof(tiles, index, header.logSize) */
  readonly logPath: readonly Hash[]
  /** proveState(state, tree, voidKey(record.id)), and the value there (null where absent). */
  readonly state: StateProof
  readonly voidMark: Uint8Array | null
}

/** The text of a proof file that stands alone: it needs no network and no data folder to be verified. */
export function exportRecordProof({ genesis, record, index, header, certificate, logPath, state, voidMark }: RecordProofParts): string {
  const headerBytes = encodeHeader(header)
  return formatProof({
    genesisHash: genesis.hash,
    recordId: record.id,
    blockId: blockIdOfBytes(headerBytes),
    genesis: genesis.bytes,
    envelope: record.bytes,
    index,
    logPath,
    header: headerBytes,
    certificate: encodeCert(certificate),
    voidMark,
    state
  })
}

/** What a verified proof says. Hashes are lower-case hex; times in ms. */
export interface ProofFacts {
  readonly network: string
  readonly genesisHash: string
  readonly recordId: string
  readonly kind: string
  readonly author: MemberId
  /** Key id of the device that signed it. */
  readonly device: string
  readonly recordTime: number
  readonly index: number
  /** The certified block: the proof tells how things stood there. */
  readonly height: number
  readonly blockId: string
  readonly blockTime: number
  readonly logSize: number
  readonly signers: readonly MemberId[]
  readonly quorum: number
  readonly voters: number
  readonly record: OpenRecord['payload']
}

export interface ProofVerdict {
  /**
   * `final`: certified as final and in force at the certified block. `void`: final, but it changed nothing, for `problem`.
   * `refused`: the content does not prove what it claims. `unreadable`: not a proof file, or not in its one form.
   */
  readonly verdict: 'final' | 'void' | 'refused' | 'unreadable'
  readonly problem: Problem | null
  /** Whether the genesis was compared with one the caller trusts; otherwise compare `facts.genesisHash` by other means. */
  readonly trusted: boolean
  readonly facts: ProofFacts | null
}

/**
 * Verifies a proof file offline: record in the log, log and state in the header, header certified by a quorum of the
 * members that the genesis names. Never throws. Times are not judged: a proof tells about its block, not about today.
 *
 * @param trust the genesis hash of the network the reader means; without it any network's proof can be `final`.
 */
export function verifyRecordProof(source: Uint8Array | string, trust?: { readonly genesisHash: Hash }): ProofVerdict {
  const parsed = parseProof(source)
  const trusted = trust !== undefined
  if (!parsed.ok) return { verdict: parsed.error.code === 'PROOF_UNREADABLE' ? 'unreadable' : 'refused', problem: parsed.error, trusted, facts: null }
  try {
    return judge(parsed.value, trust?.genesisHash ?? null)
  } catch {
    // Nothing below throws on untrusted content; a verifier still answers where it would.
    return { verdict: 'refused', problem: fault('PROOF_RECORD'), trusted, facts: null }
  }
}

function judge(proof: ProofContent, expected: Hash | null): ProofVerdict {
  const trusted = expected !== null
  const refused = (problem: Problem): ProofVerdict => ({ verdict: 'refused', problem, trusted, facts: null })
  if (expected && !equalBytes(expected, proof.genesisHash)) return refused(fault('PROOF_OTHER_GENESIS', { network: toHex(proof.genesisHash) }))

  // Hashes before keys and signatures: a changed byte is found at the price of one hash.
  const G = genesisHashOfBytes(proof.genesis)
  if (!equalBytes(G, proof.genesisHash)) return refused(fault('PROOF_OTHER_GENESIS', { network: toHex(G) }))
  const blockId = blockIdOfBytes(proof.header)
  if (!equalBytes(blockId, proof.blockId)) return refused(fault('PROOF_CERTIFICATE'))
  const genesis = openGenesis(proof.genesis)
  if (!genesis.ok) return refused(genesis.error)
  const { voters } = genesis.value

  const record = openEnvelope(G, proof.envelope)
  if (!record.ok || !equalBytes(record.value.id, proof.recordId)) return refused(fault('PROOF_RECORD'))

  const header = decodeHeader(proof.header)
  const certificate = decodeCert(proof.certificate)
  if (!header.ok || !certificate.ok) return refused(fault('PROOF_CERTIFICATE'))
  const { logSize, logRoot, stateRoot, height, epoch, members, time } = header.value
  const speaksOfBlock = certificate.value.kind === FINALIZE && certificate.value.height === height && equalBytes(certificate.value.blockId, blockId)
  const ofNetwork = equalBytes(header.value.G, G) && epoch === voters.epoch && equalBytes(members, votersHash(voters))
  if (!speaksOfBlock || !ofNetwork || !verifyCert(G, voters, certificate.value).ok) return refused(fault('PROOF_CERTIFICATE'))

  if (!verifyInclusion(logRoot, logSize, proof.index, record.value.leaf, proof.logPath).ok) return refused(fault('PROOF_LOG', { index: proof.index }))

  const mark = verifyState(stateRoot, voidKey(record.value.id), proof.state)
  if (!mark.ok) return refused(fault('PROOF_STATE'))
  const stated = proof.voidMark && sha256(proof.voidMark)
  if (mark.value === null ? stated !== null : stated === null || !equalBytes(mark.value, stated)) return refused(fault('PROOF_STATE'))

  const { payload } = record.value
  const facts: ProofFacts = {
    network: genesis.value.genesis.net,
    genesisHash: toHex(G),
    recordId: toHex(record.value.id),
    kind: payload.t,
    author: payload.a,
    device: toHex(payload.d),
    recordTime: payload.at,
    index: proof.index,
    height,
    blockId: toHex(blockId),
    blockTime: time,
    logSize,
    signers: certificate.value.signers.map((signer) => voters.members[signer]!.id),
    quorum: quorum(voters.members.length),
    voters: voters.members.length,
    record: payload
  }
  return proof.voidMark === null
    ? { verdict: 'final', problem: null, trusted, facts }
    : { verdict: 'void', problem: problemOfVoid(proof.voidMark), trusted, facts }
}
