import type { ProofVerdict } from '../../../shared/contract/network.ts'
import { fromHex } from '../../../shared/kit/bytes.ts'
import { CodedError, unwrap } from '../../../shared/kit/result.ts'
import { decodeCert } from '../../../shared/ledger/codec/cert.ts'
import { decodeHeader } from '../../../shared/ledger/codec/header.ts'
import { openGenesis } from '../../../shared/ledger/genesis.ts'
import { PROOF_SUFFIX } from '../../../shared/ledger/proof/file.ts'
import { exportRecordProof, verifyRecordProof } from '../../../shared/ledger/proof/record-proof.ts'
import { openEnvelope } from '../../../shared/ledger/record/record.ts'
import { proveState } from '../../../shared/ledger/state/proof.ts'
import { voidKey } from '../../../shared/ledger/state/system.ts'
import type { ApiDeps } from './deps.ts'
import { plainBody, plainProblem } from './plain.ts'

/**
 * Proof file of a final record against the newest final block.
 * Throws CodedError RECORD_UNKNOWN, RECORD_NOT_FINAL (pending still), PROOF_NO_CERTIFICATE.
 */
export function exportProof(deps: { readonly node: Pick<ApiDeps['node'], 'chain'> }, recordId: string): { fileName: string; text: string } {
  const { chain } = deps.node
  const id = fromHex(recordId)
  const stored = chain.record(id)
  if (!stored) throw new CodedError(chain.pending.has(id) ? 'RECORD_NOT_FINAL' : 'RECORD_UNKNOWN', { recordId: recordId.slice(0, 16) })
  const head = chain.head()
  const certificate = chain.cert(head.height)
  if (!head.header || !certificate) throw new CodedError('PROOF_NO_CERTIFICATE', { height: head.height })
  const key = voidKey(id)
  const text = exportRecordProof({
    genesis: unwrap(openGenesis(chain.genesis)),
    record: unwrap(openEnvelope(chain.genesisHash, stored.envelope)),
    index: stored.index,
    header: unwrap(decodeHeader(head.header)),
    certificate: unwrap(decodeCert(certificate)),
    logPath: chain.log.inclusion(stored.index, head.logSize),
    state: proveState(chain.state, chain.state.tree, key),
    voidMark: chain.state.get(key),
  })
  return { fileName: `${stored.kind}-${recordId.slice(0, 12)}${PROOF_SUFFIX}`, text }
}

/** Verdict on a proof file of this network, in the words of the contract. Never throws. */
export function verifyProof(deps: ApiDeps, text: string): ProofVerdict {
  const { verdict, problem, facts } = verifyRecordProof(text, { genesisHash: deps.node.chain.genesisHash })
  const found = problem && plainProblem(problem)
  return {
    verdict: verdict === 'unreadable' ? 'unreadable' : facts ? 'valid' : 'invalid',
    problem: verdict === 'void' ? null : found,
    facts: facts && {
      network: facts.network,
      genesis: facts.genesisHash,
      recordId: facts.recordId,
      kind: facts.kind,
      author: facts.author,
      height: facts.height,
      headTime: facts.blockTime,
      signers: [...facts.signers],
      q: facts.quorum,
      n: facts.voters,
      void: verdict === 'void' ? found : null,
      body: plainBody(facts.record.b),
    },
  }
}
