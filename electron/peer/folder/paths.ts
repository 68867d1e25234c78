import { join } from 'node:path'
import type { FolderPaths } from './types.ts'

/** Where everything of a data folder is. */
export const folderPaths = (root: string): FolderPaths => ({
  root,
  network: join(root, 'network.json'),
  genesis: join(root, 'genesis.cbor'),
  chain: join(root, 'chain.db'),
  safety: join(root, 'safety.db'),
  evidence: join(root, 'evidence.db'),
  workbench: join(root, 'workbench.db'),
  backups: join(root, 'backups'),
  keys: join(root, 'keys'),
  lock: join(root, 'lock'),
  join: join(root, 'join.json'),
  guests: join(root, 'guests.json'),
  addresses: join(root, 'addresses.json'),
})
