import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { toHex } from '../../../shared/kit/bytes.ts'
import { CodedError } from '../../../shared/kit/result.ts'
import { genesisHashOfBytes, MAX_GENESIS } from '../../../shared/ledger/index.ts'
import type { Hash } from '../../../shared/ledger/types.ts'
import { openSigner } from '../signer/open.ts'
import { lockFolder } from './lock.ts'
import { readNetwork, writeNetwork } from './network-file.ts'
import { folderPaths } from './paths.ts'
import { placeWarnings } from './place.ts'
import type { Folder, NetworkFile, OpenFolderOptions } from './types.ts'

/**
 * Opens a data folder for this process alone. Throws FOLDER_UNKNOWN (not a data folder), DATA_FOLDER_IN_USE {pid},
 * FOLDER_DAMAGED {file, detail} (network.json or genesis.cbor missing, malformed or not belonging together).
 */
export function openFolder(path: string, options: OpenFolderOptions = {}): Folder {
  const paths = folderPaths(resolve(path))
  // Looked at before the lock is taken, so that nothing is written into a folder that isn't ours.
  readNetwork(paths.network)
  const lock = lockFolder(paths.lock)
  try {
    let network = readNetwork(paths.network)
    const { bytes, hash } = readGenesis(paths.genesis, network.genesisHash)
    return {
      paths,
      genesis: bytes,
      genesisHash: hash,
      warnings: placeWarnings(paths.root),
      get network() {
        return network
      },
      signer: () => openSigner(paths.keys, { osWrap: options.osWrap ?? null }),
      saveNetwork(next: NetworkFile) {
        if (next.genesisHash !== network.genesisHash || next.me !== network.me) throw new CodedError('FOLDER_FOREIGN')
        writeNetwork(paths.network, next)
        network = readNetwork(paths.network)
      },
      close: () => lock.release(),
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

function readGenesis(path: string, expected: string): { bytes: Uint8Array; hash: Hash } {
  let bytes: Uint8Array
  try {
    if (statSync(path).size > MAX_GENESIS) throw new RangeError('too large')
    bytes = new Uint8Array(readFileSync(path))
  } catch (error) {
    throw new CodedError('FOLDER_DAMAGED', { file: 'genesis.cbor', detail: 'read' }, { cause: error })
  }
  const hash = genesisHashOfBytes(bytes)
  if (toHex(hash) !== expected) throw new CodedError('FOLDER_DAMAGED', { file: 'genesis.cbor', detail: 'hash' })
  return { bytes, hash }
}
