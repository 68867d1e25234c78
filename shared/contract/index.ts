import { draftsContract } from './drafts.ts'
import { evidenceContract } from './evidence.ts'
import { eventsContract } from './events.ts'
import { importsContract } from './imports.ts'
import { institutionsContract } from './institutions.ts'
import { membershipContract } from './membership.ts'
import { networkContract } from './network.ts'
import { outboxContract } from './outbox.ts'
import { overviewContract } from './overview.ts'
import { ratingsContract } from './ratings.ts'
import { sessionContract } from './session.ts'

export { hostContract } from './host.ts'

/** What a UI or an integrator may ask of one member's peer. */
export const peerContract = {
  session: sessionContract,
  overview: overviewContract,
  institutions: institutionsContract,
  drafts: draftsContract,
  imports: importsContract,
  ratings: ratingsContract,
  outbox: outboxContract,
  network: networkContract,
  membership: membershipContract,
  evidence: evidenceContract,
  events: eventsContract,
}
export type PeerContract = typeof peerContract
