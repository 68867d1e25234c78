import type { Log } from '../../../shared/kit/env.ts'
import type { Driver } from '../consensus/driver.ts'
import type { ExecutedBlock } from '../consensus/engine.ts'
import type { Pool } from '../consensus/pool.ts'
import type { PeerRef } from '../net/directory.ts'
import type { CatchUp } from '../sync/catch-up.ts'
import type { Heartbeats } from '../sync/heartbeat.ts'
import type { PeerBook } from '../sync/peer-book.ts'
import type { Changes } from './changes.ts'
import type { Membership } from './membership.ts'
import type { OutboxKeeper } from './outbox.ts'
import type { Presence } from './presence.ts'
import type { SeatKeeper } from './seat-keeper.ts'

export interface ReactionsOptions {
  readonly book: PeerBook
  readonly presence: Presence
  readonly driver: Driver
  readonly heartbeats: Heartbeats
  readonly catchUp: CatchUp
  readonly pool: Pool
  readonly membership: Membership
  readonly keeper: SeatKeeper
  readonly outbox: OutboxKeeper
  readonly changes: Changes
  /** All machines of members but this one. */
  readonly others: () => readonly PeerRef[]
  readonly log: Log
}

/** What the parts of a peer do when a machine comes or goes, and when the chain grows. */
export class Reactions {
  readonly #options: ReactionsOptions

  constructor(options: ReactionsOptions) {
    this.#options = options
  }

  up(peer: PeerRef): void {
    const { book, presence, driver, heartbeats, catchUp, changes } = this.#options
    book.setConnected(peer.id, true)
    presence.refresh()
    if (peer.kind === 'seat') driver.connected(peer.member)
    heartbeats.add(peer)
    catchUp.sourceFound()
    changes.emit({ t: 'peer', member: peer.member, connected: true })
    changes.touch('peers', 'health')
  }

  down(peer: PeerRef): void {
    const { book, presence, heartbeats, changes } = this.#options
    book.setConnected(peer.id, false)
    heartbeats.drop(peer.id)
    presence.refresh()
    changes.emit({ t: 'peer', member: peer.member, connected: false })
    changes.touch('peers', 'health')
  }

  committed(block: ExecutedBlock): void {
    const { outbox, membership, keeper, book, others, changes, log } = this.#options
    outbox.committed(block)
    const membersChanged = membership.committed(block.commit.changes)
    keeper.committed(membersChanged)
    if (membersChanged) {
      book.list(others())
      // A member just admitted: what its root key signed before can become final now.
      outbox.resume()
      changes.touch('peers', 'health', 'membership')
    }
    const { height, records } = block.commit
    log('info', 'node.block', { height, records: records.length })
    changes.emit({ t: 'block', height, records: records.length })
    changes.touch('chain', 'outbox')
  }

  /** The chain starts from another state: everything that follows it follows anew. */
  jumped(): void {
    const { pool, membership, keeper, book, others, outbox, changes } = this.#options
    pool.settle()
    membership.refresh()
    keeper.committed(true)
    book.list(others())
    outbox.resume()
    changes.touch('peers', 'health', 'membership', 'chain', 'outbox')
  }
}
