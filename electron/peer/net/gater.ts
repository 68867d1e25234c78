import type { ConnectionGater, PeerId } from '@libp2p/interface'
import type { Directory } from './directory.ts'
import type { Penalties } from './penalties.ts'

/**
 * Lets in only members, and guests, that are not put out for the moment. The transport's handshake has proved the
 * peer id by then; nothing else about consensus is ever concluded from it.
 */
export function memberGater(directory: Directory, penalties: Penalties, refused: (peerId: string) => void): ConnectionGater {
  const deny = (peer: PeerId): boolean => {
    const id = peer.toString()
    if (directory.get(id) !== null && !penalties.isBanned(id)) return false
    refused(id)
    return true
  }
  return {
    denyDialPeer: deny,
    denyDialMultiaddr: () => false,
    denyInboundEncryptedConnection: deny,
    denyOutboundEncryptedConnection: deny,
  }
}
