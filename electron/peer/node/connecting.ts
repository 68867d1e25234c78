import { gossipIds } from '../consensus/pool.ts'
import type { PeerRef } from '../net/directory.ts'
import { Network } from '../net/network.ts'
import type { NetworkHandlers } from '../net/network-options.ts'
import { AddressBook } from './address-book.ts'
import type { Membership } from './membership.ts'
import type { PeerParts } from './parts.ts'
import type { NodeOptions } from './types.ts'

export interface ConnectingOptions {
  readonly options: NodeOptions
  readonly parts: PeerParts
  readonly membership: Membership
  readonly handlers: NetworkHandlers
}

/** The network of a running peer: the members of the newest final state, dialled where this folder knows their addresses. */
export function connecting({ options, parts, membership, handlers }: ConnectingOptions): Network {
  const { clock, log, random, version, folder } = options
  const { genesis, signer } = parts
  const { me, listen, members } = folder.network
  return new Network({
    seed: signer.transportSeed(),
    listen,
    me,
    directory: membership.directory,
    mayBeUnlisted: genesis.genesis.v === 2,
    addresses: new Map(members.map(({ id, address }) => [id, address])),
    learned: new AddressBook(folder.paths.addresses, membership.directory, log),
    genesisHash: genesis.hash,
    version,
    recordIdOf: gossipIds(genesis.hash),
    clock,
    random,
    log,
    handlers,
  })
}

/** All machines of members but this one. */
export const otherMachines = ({ directory }: Membership, peerId: string): readonly PeerRef[] => directory.all().filter(({ id }) => id !== peerId)
