import { toHex, equalBytes } from '../../../shared/kit/bytes.ts'
import type { Log } from '../../../shared/kit/env.ts'
import type { Signer } from '../signer/types.ts'
import type { LiveSafety } from '../store/safety/live.ts'
import type { Membership } from './membership.ts'

/**
 * Follows the ledger's word on the own vote key: once a final block names the one that waits here, it votes, with a clean
 * safety.db, and the old private key is gone. Asked at the start and after every block that changes members, before the next
 * slot opens. True where the key changed.
 */
export function followVoteKey(membership: Membership, signer: Signer, safety: LiveSafety, log: Log): boolean {
  const named = membership.ownVoteKey()
  const waiting = signer.nextVote
  if (!named || !waiting || !equalBytes(named, waiting.publicKey)) return false
  const old = toHex(signer.vote.keyId).slice(0, 16)
  signer.promoteVoteKey()
  safety.rotate(signer.vote.keyId)
  log('warn', 'safety.vote-key-changed', { old, now: toHex(signer.vote.keyId).slice(0, 16), epoch: membership.voters.epoch })
  return true
}
