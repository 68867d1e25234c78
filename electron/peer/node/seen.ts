import type { MemberId } from '../../../shared/ledger/types.ts'
import type { SeenMember } from '../api/deps.ts'
import type { PeerBook, PeerView } from '../sync/peer-book.ts'
import type { ListedMember } from '../net/directory.ts'
import type { PeerStatus } from './types.ts'

/** The other members' seats, as screens show them. */
export const seenMembers = (members: readonly ListedMember[], me: MemberId, book: PeerBook): readonly SeenMember[] =>
  members.flatMap(({ id }) => {
    const view = id === me ? undefined : book.all().find(({ peer }) => peer.member === id && peer.kind === 'seat')
    return view ? [seenMember(view)] : []
  })

const seenMember = ({ peer, connected, address, lastSeen, height, version, rtt }: PeerView): SeenMember => ({
  id: peer.member,
  online: connected,
  address,
  lastSeen,
  height,
  appVersion: version,
  rttMs: rtt,
})

export const peerStatus = ({ peer, connected, address, lastSeen, height, version, rtt, instance, offset }: PeerView): PeerStatus => ({
  id: peer.member,
  peerId: peer.id,
  seat: peer.kind === 'seat',
  online: connected,
  lastSeen,
  height,
  version,
  instanceId: instance,
  rttMs: rtt,
  clockOffsetMs: offset,
  address,
})
