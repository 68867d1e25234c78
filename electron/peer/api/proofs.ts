import type { ProofRequest, ProofVerdict } from '../../../shared/contract/network.ts'
import { completenessKeys, recordKeys, reportKeys } from '../../../shared/credit/proof/keys.ts'
import { verifyDocument } from '../../../shared/credit/proof/verdict.ts'
import { fromHex } from '../../../shared/kit/bytes.ts'
import { CodedError, unwrap } from '../../../shared/kit/result.ts'
import { PROOF_SUFFIX, type Statement } from '../../../shared/ledger/proof/content.ts'
import { makeProof, type ProofParts } from '../../../shared/ledger/proof/make.ts'
import { makeNote, NOTE_SUFFIX } from '../../../shared/ledger/proof/note.ts'
import type { ApiDeps } from './deps.ts'
import { notHere } from './not-here.ts'
import { newestBlock, provenRecord, recordsAbout } from './proof-parts.ts'

interface ProofDeps {
  readonly node: Pick<ApiDeps['node'], 'chain'>
}
interface ProofFile {
  readonly fileName: string
  readonly text: string
}

/**
 * A file for third parties, against the newest final block: the proof of a record, that of all records about an agency
 * (`completeness`), the same with everything the state says about it (`report`), or the block itself as a signed note.
 *
 * Throws CodedError RECORD_UNKNOWN, RECORD_NOT_FINAL (pending still), PROOF_NO_CERTIFICATE, PROOF_HISTORY, PROOF_LIMITS, and
 * PROOF_STATEMENT where the network keeps no count of an agency's records (genesis version 1).
 */
export function exportProof(deps: ProofDeps, request: ProofRequest): ProofFile {
  const block = newestBlock(deps.node.chain)
  if (request.type === 'checkpoint') return { fileName: `block-${block.header.height}${NOTE_SUFFIX}`, text: unwrap(makeNote(block)) }
  if (request.type === 'record') return ofRecord(deps, block, request.recordId)
  return ofAgency(deps, block, request)
}

type Block = ReturnType<typeof newestBlock>

function ofRecord({ node: { chain } }: ProofDeps, block: Block, recordId: string): ProofFile {
  const id = fromHex(recordId)
  const stored = chain.record(id)
  if (!stored) {
    const shown = { recordId: recordId.slice(0, 16) }
    throw chain.pending.has(id) ? new CodedError('RECORD_NOT_FINAL', shown) : notHere(chain, new CodedError('RECORD_UNKNOWN', shown))
  }
  const record = provenRecord(chain, stored)
  const text = made(chain, block, { type: 'record', record: id }, [record], recordKeys(record.record.payload))
  return { fileName: `${stored.kind}-${recordId.slice(0, 12)}${PROOF_SUFFIX}`, text }
}

function ofAgency({ node: { chain } }: ProofDeps, block: Block, { type, uscc }: Extract<ProofRequest, { uscc: string }>): ProofFile {
  if (block.genesis.genesis.v === 1) throw new CodedError('PROOF_STATEMENT')
  const records = recordsAbout(chain, uscc).map((stored) => provenRecord(chain, stored))
  const keys = type === 'report' ? reportKeys(uscc, chain.state) : completenessKeys(uscc)
  return { fileName: `${type}-${uscc}-${block.header.height}${PROOF_SUFFIX}`, text: made(chain, block, { type, subject: uscc }, records, keys) }
}

const made = (chain: ProofDeps['node']['chain'], block: Block, statement: Statement, records: ProofParts['records'], keys: readonly string[]): string =>
  makeProof({ ...block, statement, records, keys, state: chain.state, tree: chain.state.tree })

/** Verdict on a file of this network: proofs, evidence and checkpoint notes. Never throws. */
export const verifyProof = (deps: ProofDeps, text: string): ProofVerdict => verifyDocument(text, deps.node.chain.genesisHash)
