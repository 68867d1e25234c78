import { Driver } from '../consensus/driver.ts'
import type { DriverOptions } from '../consensus/driver-options.ts'
import type { LedgerEngine } from '../consensus/ledger-engine.ts'
import type { Network } from '../net/network.ts'
import { fetchBodies } from '../net/protocols/bodies/client.ts'
import type { CatchUp } from '../sync/catch-up.ts'
import type { EvidenceDesk } from './evidence.ts'
import type { Membership } from './membership.ts'
import type { NetworkTime } from './network-time.ts'
import type { PeerParts } from './parts.ts'
import type { Seats } from './seats.ts'
import type { NodeOptions } from './types.ts'

export interface DrivingOptions extends Pick<DriverOptions, 'pool' | 'committing' | 'committed' | 'epochOpened' | 'changed'> {
  readonly options: NodeOptions
  readonly parts: PeerParts
  readonly engine: LedgerEngine
  readonly membership: Membership
  readonly time: NetworkTime
  readonly seats: Seats
  readonly network: () => Network
  readonly catchUp: () => CatchUp
  readonly evidence: EvidenceDesk
}

/** The consensus of a running peer: it votes as the membership has it, and speaks to members' seats. */
export function driving({ options, parts, engine, membership, time, seats, network, catchUp, evidence, ...rest }: DrivingOptions): Driver {
  const { clock, log, random, timing, folder } = options
  const { stores, genesis, signer } = parts
  const { hash } = genesis
  return new Driver({
    ...rest,
    genesisHash: hash,
    voters: {
      me: folder.network.me,
      electorate: () => membership.electorate,
      of: (epoch) => membership.votersOf(epoch),
      ownIndex: (epoch) => membership.ownIndex(epoch),
      role: () => membership.role().index,
      epochStart: () => engine.epochStart(),
    },
    chain: stores.chain,
    safety: stores.safety,
    engine,
    signVote: (vote) => signer.signVote(hash, vote),
    seed: new DataView(random.bytes(4).buffer).getUint32(0),
    timing,
    clock,
    adjustedNow: () => time.now(),
    mayPropose: () => time.mayPropose(),
    log,
    send: (to, frames) => seats.send(to, frames),
    askable: (holders) => seats.askable(holders),
    fetchBodies: async (from, block, at, stop) => {
      const seat = seats.of(from)
      return seat ? fetchBodies(network(), seat, block, at, stop) : null
    },
    startSync: (from, { height, proven }) => catchUp().request(height, seats.of(from), proven),
    evidence: (found) => evidence.votes(found),
    forked: (ours, theirs) => evidence.forked(ours, theirs),
  })
}
