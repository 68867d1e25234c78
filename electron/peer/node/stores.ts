import type { Clock, Random } from '../../../shared/kit/env.ts'
import { genesisChanges } from '../../../shared/ledger/block/head.ts'
import type { OpenGenesis } from '../../../shared/ledger/genesis.ts'
import type { Folder } from '../folder/types.ts'
import type { Signer } from '../signer/types.ts'
import { openChain } from '../store/chain/open.ts'
import { openEvidence } from '../store/evidence/open.ts'
import { LiveSafety } from '../store/safety/live.ts'
import { openOrRecover, type Recovery } from '../store/workbench/open.ts'
import type { Application } from './application.ts'
import type { Stores } from './types.ts'

export interface OpenedStores extends Stores {
  readonly safety: LiveSafety
  /** Damaged files that were put aside and begun anew. */
  readonly setAside: readonly { readonly file: string; readonly aside: string }[]
  /** What was done about a damaged or lost workbench.db; null where it was sound. */
  readonly recovery: Recovery | null
  close(): void
}

/** Opens the three files of a data folder, whatever became of them; closes again what it opened where a later one fails. Throws what they throw. */
export function openStores(folder: Folder, signer: Signer, genesis: OpenGenesis, { executor, projector }: Application, clock: Clock, random: Random): OpenedStores {
  const { paths, genesisHash } = folder
  const now = clock.now()
  const closers: (() => void)[] = []
  const close = (): void => {
    for (const closer of closers.splice(0).reverse()) closer()
  }
  try {
    // Founding made safety.db: that it is missing now means that what this seat voted is unknown.
    const safety = new LiveSafety(paths.safety, { genesisHash, voteKeyId: signer.vote.keyId, random: (length) => random.bytes(length), now })
    closers.push(() => safety.close())
    const chain = openChain(paths.chain, {
      genesis: folder.genesis,
      genesisHash,
      genesisTime: genesis.genesis.time,
      genesisState: () => genesisChanges(genesis, executor),
      projector,
      now,
    })
    closers.push(() => chain.store.close())
    const { store: workbench, recovery } = openOrRecover(paths.workbench, { genesisHash, memberId: folder.network.me, backups: paths.backups, now })
    closers.push(() => workbench.close())
    const evidence = openEvidence(paths.evidence, { now })
    closers.push(() => evidence.store.close())
    const aside = [['evidence.db', evidence.setAside], ['safety.db', safety.setAside], ['chain.db', chain.setAside]] as const
    return {
      safety,
      evidence: evidence.store,
      chain: chain.store,
      workbench,
      setAside: aside.flatMap(([file, name]) => (name === null ? [] : [{ file, aside: name }])),
      recovery,
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}
