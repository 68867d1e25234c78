import { equalBytes, toHex } from '../../../kit/bytes.ts'
import { ok, type Result } from '../../../kit/result.ts'
import { blockIdOfBytes, decodeHeader } from '../../codec/header.ts'
import { sha256 } from '../../crypto/hash.ts'
import { refuse } from '../../errors.ts'
import { genesisHashOfBytes, openGenesis } from '../../genesis.ts'
import { verifyInclusion } from '../../log/proof.ts'
import { openCheckpoint } from '../../membership/epochs.ts'
import { openEnvelope } from '../../record/record.ts'
import { verifyState } from '../../state/proof.ts'
import { problemOfVoid, voidKey } from '../../state/system.ts'
import type { Hash } from '../../types.ts'
import { blockOf, type Proven } from '../verify.ts'
import { parseProofV1, type ProofV1Content } from './file.ts'

/**
 * Verifies a proof file of version 1 offline: one record in the log, its void mark in the state, both in a header that a quorum
 * of the genesis' members certified. It says nothing of marks (superseded ...): networks of its time set none. Never throws.
 *
 * @param expected the genesis hash of the network the reader means; null accepts any network's proof.
 * @returns what is proved, in the form of version 2; or the first flaw: PROOF_*, GENESIS_INVALID, KEY_INVALID.
 */
export function verifyProofV1(source: Uint8Array | string, expected: Hash | null = null): Result<Proven> {
  const parsed = parseProofV1(source)
  if (!parsed.ok) return parsed
  try {
    return judge(parsed.value, expected)
  } catch {
    // Nothing below throws on certified content; a verifier still answers where it would.
    return refuse('PROOF_RECORD')
  }
}

function judge(proof: ProofV1Content, expected: Hash | null): Result<Proven> {
  if (expected && !equalBytes(expected, proof.genesisHash)) return refuse('PROOF_OTHER_GENESIS', { network: toHex(proof.genesisHash) })
  // Hashes before keys and signatures: a changed byte is found at the price of one hash.
  const G = genesisHashOfBytes(proof.genesis)
  if (!equalBytes(G, proof.genesisHash)) return refuse('PROOF_OTHER_GENESIS', { network: toHex(G) })
  if (!equalBytes(blockIdOfBytes(proof.header), proof.blockId)) return refuse('PROOF_CERTIFICATE')
  const genesis = openGenesis(proof.genesis)
  if (!genesis.ok) return genesis

  const record = openEnvelope(G, proof.envelope)
  if (!record.ok || !equalBytes(record.value.id, proof.recordId)) return refuse('PROOF_RECORD')
  const header = decodeHeader(proof.header)
  if (!header.ok) return refuse('PROOF_CERTIFICATE')
  const { logSize, logRoot, stateRoot } = header.value
  const checkpoint = openCheckpoint(G, genesis.value.voters, proof.header, proof.certificate)
  if (!checkpoint.ok) return refuse('PROOF_CERTIFICATE')
  if (!verifyInclusion(logRoot, logSize, proof.index, record.value.leaf, proof.logPath).ok) return refuse('PROOF_LOG', { index: proof.index })

  const mark = verifyState(stateRoot, voidKey(record.value.id), proof.state)
  if (!mark.ok) return refuse('PROOF_STATE')
  const stated = proof.voidMark && sha256(proof.voidMark)
  if (mark.value === null ? stated !== null : stated === null || !equalBytes(mark.value, stated)) return refuse('PROOF_STATE')

  return ok({
    ...blockOf(genesis.value, checkpoint.value),
    statement: { type: 'record', record: record.value.id },
    records: [{ ...record.value, index: proof.index, void: proof.voidMark && problemOfVoid(proof.voidMark), marks: {} }],
    subject: null,
    values: new Map()
  })
}
