import { toHex } from '../../../shared/kit/bytes.ts'
import type { Overview } from '../../../shared/contract/overview.ts'
import { problem } from '../../../shared/kit/result.ts'
import { quorum } from '../../../shared/ledger/voters.ts'
import type { Driver } from '../consensus/driver.ts'
import type { Pool } from '../consensus/pool.ts'
import type { Folder } from '../folder/types.ts'
import type { Network } from '../net/network.ts'
import type { CatchUp } from '../sync/catch-up.ts'
import type { PeerBook } from '../sync/peer-book.ts'
import { plainProblem } from '../api/plain.ts'
import type { EvidenceDesk } from './evidence.ts'
import { healthOf } from './health.ts'
import type { PeerParts } from './parts.ts'
import type { Membership } from './membership.ts'
import type { Quarantine } from './quarantine.ts'
import type { Seats } from './seats.ts'
import { peerStatus } from './seen.ts'
import type { NodeStatus } from './types.ts'

export interface TellerOptions {
  readonly parts: PeerParts
  readonly folder: Folder
  readonly membership: Membership
  readonly book: PeerBook
  readonly pool: Pool
  readonly driver: Driver
  readonly seats: Seats
  readonly network: Network
  readonly catchUp: CatchUp
  readonly quarantine: Quarantine
  readonly evidence: EvidenceDesk
  readonly clockOffset: () => number | null
  readonly refusedForeign: () => number
}

/** Says how the peer is doing. */
export class Teller {
  readonly #options: TellerOptions

  constructor(options: TellerOptions) {
    this.#options = options
  }

  health(): Overview['health'] {
    const { parts, folder, membership, driver, quarantine, evidence, catchUp, clockOffset, refusedForeign } = this.#options
    const role = membership.role()
    const isQuarantined = role.index !== null && quarantine.active
    const notVoting = role.problem ?? (isQuarantined && quarantine.from !== null ? problem('VOTING_FROM_LATER_BLOCK', { height: quarantine.from }) : driver.notVoting)
    return healthOf({
      ...this.#quorum(),
      pending: parts.stores.chain.pending.size,
      notVoting,
      quarantine: isQuarantined && quarantine.from === null ? { answers: quarantine.answers, needed: quarantine.needed } : null,
      sync: catchUp.progress,
      history: this.#history(),
      clockOffset: clockOffset(),
      folder: folder.warnings,
      setAside: parts.stores.setAside,
      recovery: parts.stores.recovery,
      refusedForeign: refusedForeign(),
      evidence: evidence.unrecorded(),
      ledAway: membership.checkpoint === 'differs',
    })
  }

  sync(): Overview['sync'] {
    const { catchUp, network } = this.#options
    const { running, height, target, phase, records, bytes, msLeft, sources, dropped, waitsFor } = catchUp.progress
    const state = running ? 'catchingUp' : network.connected().length === 0 ? 'alone' : 'current'
    const progress = { phase, ...records, bytes, msLeft, sources: [...sources], dropped: dropped.map((one) => ({ ...one })), waitsFor: waitsFor && plainProblem(waitsFor), history: this.#history() }
    return { state, height, target, progress }
  }

  #history(): { readonly here: number; readonly total: number } | null {
    const gap = this.#options.parts.stores.chain.missing()
    return gap && { here: gap.here, total: gap.to - gap.from }
  }

  status(): NodeStatus {
    const { parts, folder, membership, driver, pool, seats, book } = this.#options
    const { chain } = parts.stores
    const head = chain.head()
    return {
      me: folder.network.me,
      seat: membership.isSeat,
      voter: membership.role().index !== null,
      epoch: membership.voters.epoch,
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
      quorum: this.#quorum(),
      health: this.health(),
      peers: book.all().map(peerStatus),
    }
  }

  /** Voters of the next block, how many of them decide, and how many are connected now, this one included. */
  #quorum(): { readonly n: number; readonly q: number; readonly online: number } {
    const { network, membership, folder } = this.#options
    const here = new Set(network.connected().flatMap(({ kind, member }) => (kind === 'seat' ? [member] : [])))
    if (membership.isSeat) here.add(folder.network.me)
    const { members } = membership.voters
    return { n: members.length, q: quorum(members.length), online: members.filter(({ id }) => here.has(id)).length }
  }
}
