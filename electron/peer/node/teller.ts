import { toHex } from '../../../shared/kit/bytes.ts'
import type { Overview } from '../../../shared/contract/overview.ts'
import type { Problem } from '../../../shared/kit/result.ts'
import { quorum } from '../../../shared/ledger/voters.ts'
import type { Driver } from '../consensus/driver.ts'
import type { Pool } from '../consensus/pool.ts'
import type { Folder } from '../folder/types.ts'
import type { Network } from '../net/network.ts'
import type { CatchUp } from '../sync/catch-up.ts'
import type { PeerBook } from '../sync/peer-book.ts'
import { healthOf } from './health.ts'
import type { PeerParts } from './parts.ts'
import type { Quarantine } from './quarantine.ts'
import type { Seats } from './seats.ts'
import { peerStatus } from './seen.ts'
import type { NodeStatus } from './types.ts'

export interface TellerOptions {
  readonly parts: PeerParts
  readonly folder: Folder
  readonly seat: boolean
  readonly startProblem: Problem | null
  readonly book: PeerBook
  readonly pool: Pool
  readonly driver: Driver
  readonly seats: Seats
  readonly network: Network
  readonly catchUp: CatchUp
  readonly quarantine: Quarantine
  readonly clockOffset: () => number | null
  readonly refusedForeign: () => number
}

/** Says how the peer is doing. */
export class Teller {
  readonly #options: TellerOptions
  readonly #n: number
  readonly #q: number

  constructor(options: TellerOptions) {
    this.#options = options
    this.#n = options.parts.genesis.genesis.members.length
    this.#q = quorum(this.#n)
  }

  health(): Overview['health'] {
    const { parts, folder, seat, startProblem, driver, quarantine, catchUp, clockOffset, refusedForeign } = this.#options
    const isQuarantined = seat && parts.stores.safety.meta().quarantined
    return healthOf({
      n: this.#n,
      q: this.#q,
      online: this.#online(),
      pending: parts.stores.chain.pending.size,
      notVoting: startProblem ?? driver.notVoting,
      quarantine: isQuarantined ? { answers: quarantine.answers, needed: quarantine.needed } : null,
      sync: catchUp.progress,
      clockOffset: clockOffset(),
      folder: folder.warnings,
      setAside: parts.stores.setAside,
      recovery: parts.stores.recovery,
      refusedForeign: refusedForeign(),
    })
  }

  sync(): Overview['sync'] {
    const { catchUp, network } = this.#options
    const { running, height, target } = catchUp.progress
    const state = running ? 'catchingUp' : network.connected().length === 0 ? 'alone' : 'current'
    return { state, height, target }
  }

  status(): NodeStatus {
    const { parts, folder, seat, driver, pool, seats, book } = this.#options
    const { chain } = parts.stores
    const head = chain.head()
    return {
      me: folder.network.me,
      seat,
      genesis: toHex(parts.genesis.hash),
      peerId: parts.peerId,
      height: head.height,
      blockId: toHex(head.blockId),
      stateRoot: toHex(head.stateRoot),
      records: head.logSize,
      view: driver.view,
      pending: chain.pending.size,
      includable: pool.includable,
      consensusSent: seats.sent,
      quorum: { n: this.#n, q: this.#q, online: this.#online() },
      health: this.health(),
      peers: book.all().map(peerStatus),
    }
  }

  /** Members connected now, this one included. */
  #online(): number {
    const { network, folder } = this.#options
    return new Set(network.connected().map(({ member }) => member)).add(folder.network.me).size
  }
}
