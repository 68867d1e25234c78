import { encodeCert } from '../codec/cert.ts'
import { blockIdOfBytes, encodeHeader } from '../codec/header.ts'
import { ledgerError } from '../errors.ts'
import type { OpenGenesis } from '../genesis.ts'
import { MAX_PROOF_HOPS, MAX_PROOF_KEYS, MAX_PROOF_RECORDS, MAX_PROOF_TEXT } from '../limits.ts'
import type { EpochHop } from '../membership/epochs.ts'
import type { OpenRecord } from '../record/record.ts'
import type { StateStore } from '../state/bucket.ts'
import { markKey } from '../state/marks.ts'
import { subjectKey } from '../state/subjects.ts'
import { voidKey } from '../state/system.ts'
import type { StateTree } from '../state/tree.ts'
import type { Cert, Hash, Header } from '../types.ts'
import { formatProof, type Statement } from './content.ts'
import { proveStates } from './states.ts'
import type { TrustContent } from './trust.ts'

export interface TrustParts {
  readonly genesis: OpenGenesis
  /** One for each epoch since the genesis. */
  readonly epochs: readonly EpochHop[]
  /** A final header, the newest as a rule, and its finalize certificate. */
  readonly header: Header
  readonly certificate: Cert
}

export interface ProofParts extends TrustParts {
  readonly statement: Statement
  /** Ascending by place; `path` is inclusionProof(tiles, index, header.logSize). */
  readonly records: readonly { readonly record: OpenRecord; readonly index: number; readonly path: readonly Hash[] }[]
  /** The state after `header`, and its tree. */
  readonly state: StateStore
  readonly tree: StateTree
  /** Entries of the application that belong to the statement. */
  readonly keys: readonly string[]
}

export const trustOf = ({ genesis, epochs, header, certificate }: TrustParts): TrustContent => {
  const bytes = encodeHeader(header)
  return { network: { genesisHash: genesis.hash, genesis: genesis.bytes }, epochs, checkpoint: { blockId: blockIdOfBytes(bytes), header: bytes, certificate: encodeCert(certificate) } }
}

/**
 * The text of a proof file that stands alone: it needs no network and no data folder to be verified. The ledger's own entries
 * that the statement needs (void marks, marks, the subject's chain) are added here. Throws CodedError PROOF_LIMITS.
 */
export function makeProof({ statement, records, state, tree, keys, ...trust }: ProofParts): string {
  const needed = records.flatMap(({ record }) => [voidKey(record.id), markKey(record.id)])
  const chain = statement.type === 'record' ? [] : [subjectKey(statement.subject)]
  const all = new Set([...needed, ...chain, ...keys])
  within('records', records.length, MAX_PROOF_RECORDS)
  within('keys', all.size, MAX_PROOF_KEYS)
  within('epochs', trust.epochs.length, MAX_PROOF_HOPS)
  const text = formatProof({
    ...trustOf(trust),
    statement,
    records: records.map(({ record, index, path }) => ({ recordId: record.id, envelope: record.bytes, index, path })),
    state: proveStates(state, tree, all)
  })
  within('characters', text.length, MAX_PROOF_TEXT)
  return text
}

function within(part: string, count: number, limit: number): void {
  if (count > limit) throw ledgerError('PROOF_LIMITS', { part, count, limit })
}
