import { equalBytes } from '../../../../shared/kit/bytes.ts'
import { CodedError } from '../../../../shared/kit/result.ts'
import type { StateChange } from '../../../../shared/ledger/state/executor.ts'
import type { Hash } from '../../../../shared/ledger/types.ts'
import { setAside } from '../sqlite/aside.ts'
import type { Database } from '../sqlite/database.ts'
import { openFile, openReadOnly } from '../sqlite/open.ts'
import type { ViewProjector } from '../views/types.ts'
import { CHAIN_FILE } from './schema.ts'
import { Chain } from './store.ts'
import type { ChainStore } from './types.ts'

export interface OpenChainOptions {
  /** Canonical genesis bytes and their hash G. */
  readonly genesis: Uint8Array
  readonly genesisHash: Hash
  /** Time of the genesis, ms: the head's time while there is no block. */
  readonly genesisTime: number
  /** The state before the first block, the ledger's own entries included; asked for when the file is new. */
  readonly genesisState: () => readonly StateChange[]
  readonly projector: ViewProjector
  /** ms since 1970. */
  readonly now: number
  readonly maxPages?: number
}

/**
 * Opens chain.db, or makes it. A damaged file is set aside (never deleted) and a new one begun: the ledger is fetched again
 * from other members, records signed here are put back from the workbench's outbox. `setAside` is then its new name.
 * Throws CHAIN_FOREIGN (another network), STORE_NEWER, STORE_FOREIGN, STORE_WAL, STORE_LOCKED, STORE_UNWRITABLE, DISK_FULL, STORE_IO.
 */
export function openChain(path: string, options: OpenChainOptions): { readonly store: ChainStore; readonly setAside: string | null } {
  try {
    return { store: open(path, options), setAside: null }
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== 'STORE_CORRUPT') throw error
    const aside = setAside(path, options.now)
    return { store: open(path, options), setAside: aside }
  }
}

/** A chain.db for reading only, e.g. of a peer that isn't running. Throws STORE_OLDER, CHAIN_FOREIGN and what opening throws. */
export function openChainReadOnly(path: string, options: Omit<OpenChainOptions, 'genesisState' | 'now'>): ChainStore {
  const db = openReadOnly(path, CHAIN_FILE)
  return closing(db, () => {
    belongs(db, options.genesisHash)
    return new Chain(db, options)
  })
}

function open(path: string, options: OpenChainOptions): ChainStore {
  const db = openFile(path, CHAIN_FILE, options)
  return closing(db, () => {
    const fresh = db.prepare('SELECT 1 FROM genesis').get() === undefined
    if (!fresh) belongs(db, options.genesisHash)
    const chain = new Chain(db, options)
    if (fresh) chain.begin(options.genesisState())
    chain.settleStart()
    return chain
  })
}

function closing<T>(db: Database, work: () => T): T {
  try {
    return work()
  } catch (error) {
    db.close()
    throw error
  }
}

function belongs(db: Database, genesisHash: Hash): void {
  const row = db.prepare<{ hash: Uint8Array }>('SELECT hash FROM genesis').get()
  if (!row || !equalBytes(row.hash, genesisHash)) throw new CodedError('CHAIN_FOREIGN')
}
