import { blockIdOfBytes, encodeCert, encodeHeader, formatProofV1, type Cert, type Hash, type Header, type OpenGenesis, type OpenRecord, type StateProof } from '../../../shared/ledger/index.ts'

/** Parts of a proof file of version 1. */
export interface ProofV1Parts {
  readonly genesis: OpenGenesis
  readonly record: OpenRecord
  readonly index: number
  readonly header: Header
  readonly certificate: Cert
  readonly logPath: readonly Hash[]
  readonly state: StateProof
  readonly voidMark: Uint8Array | null
}

/** The text as the first version of the application wrote it. */
export function exportProofV1({ genesis, record, index, header, certificate, logPath, state, voidMark }: ProofV1Parts): string {
  const headerBytes = encodeHeader(header)
  return formatProofV1({
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
