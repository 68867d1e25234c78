import type { ConnectionGater, PeerId } from '@libp2p/interface'
import type { Directory } from './directory.ts'
import type { Door } from './door.ts'
import type { Penalties } from './penalties.ts'

/**
 * Lets in only members, and guests, that are not put out for the moment. The transport's handshake has proved the
 * peer id by then; nothing else about consensus is ever concluded from it.
 */
export function memberGater(directory: Directory, penalties: Penalties, door: Pick<Door, 'enter'>, refused: (peerId: string) => void): ConnectionGater {
  const deny = (peer: PeerId): boolean => {
    const id = peer.toString()
    if (directory.get(id) !== null && !penalties.isBanned(id)) return false
    refused(id)
    return true
  }
  return {
    denyDialPeer: deny,
    denyDialMultiaddr: () => false,
    // Who is in no list may stand at the door for a moment, to show a request to join.
    denyInboundEncryptedConnection: (peer) => {
      const id = peer.toString()
      return (directory.get(id) !== null || penalties.isBanned(id) || !door.enter(id)) && deny(peer)
    },
    denyOutboundEncryptedConnection: deny,
  }
}
