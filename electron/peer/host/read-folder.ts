import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { ProofRequest } from '../../../shared/contract/network.ts'
import { toHex } from '../../../shared/kit/bytes.ts'
import { CodedError, unwrap } from '../../../shared/kit/result.ts'
import { openGenesis, type OpenGenesis } from '../../../shared/ledger/index.ts'
import { exportProof } from '../api/proofs.ts'
import { readNetwork } from '../folder/network-file.ts'
import { folderPaths } from '../folder/paths.ts'
import type { NetworkFile } from '../folder/types.ts'
import { openChainReadOnly } from '../store/chain/open.ts'
import type { ChainStore } from '../store/chain/types.ts'

/** A data folder whose peer isn't running, opened for reading: nothing in it changes. */
export interface ReadFolder {
  readonly network: NetworkFile
  readonly genesis: OpenGenesis
  /** Null before the peer's first start. */
  readonly chain: ChainStore | null
  close(): void
}

/** Throws CodedError FOLDER_UNKNOWN, FOLDER_DAMAGED and those of opening chain.db. */
export function readFolder(folder: string): ReadFolder {
  const paths = folderPaths(path.resolve(folder))
  const network = readNetwork(paths.network)
  let bytes: Uint8Array
  try {
    bytes = new Uint8Array(readFileSync(paths.genesis))
  } catch (error) {
    throw new CodedError('FOLDER_DAMAGED', { file: 'genesis.cbor', detail: 'read' }, { cause: error })
  }
  const genesis = unwrap(openGenesis(bytes))
  if (toHex(genesis.hash) !== network.genesisHash) throw new CodedError('FOLDER_DAMAGED', { file: 'genesis.cbor', detail: 'hash' })
  // Only records, log and state are read here: the lists for the screens stay as they are.
  const projector = { version: 0, touched: () => [], institution: () => null, all: () => [] }
  const chain = existsSync(paths.chain) ? openChainReadOnly(paths.chain, { genesis: bytes, genesisHash: genesis.hash, genesisTime: genesis.genesis.time, projector }) : null
  return { network, genesis, chain, close: () => chain?.close() }
}

/** A file for third parties, made of these files. Throws CodedError PROOF_NO_CERTIFICATE before the first block, and those of exportProof. */
export function proofFrom({ chain }: ReadFolder, request: ProofRequest): string {
  if (!chain) throw new CodedError('PROOF_NO_CERTIFICATE', { height: 0 })
  return exportProof({ node: { chain } }, request).text
}

/** The same for a folder on disk. */
export function proofOf(folder: string, request: ProofRequest): string {
  const files = readFolder(folder)
  try {
    return proofFrom(files, request)
  } finally {
    files.close()
  }
}
