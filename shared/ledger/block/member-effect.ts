import { equalBytes } from '../../kit/bytes.ts'
import type { Problem } from '../../kit/result.ts'
import { checkPublicKey, keyId } from '../crypto/keys.ts'
import { fault } from '../errors.ts'
import { MAX_MEMBER_ID, MAX_MEMBERS, MAX_PEER_ID, MAX_PEERS_PER_MEMBER, MIN_MEMBERS } from '../limits.ts'
import { encodeMember, ledgerMembers, memberKey, readLedgerMember, voteKeyKey, votersByStanding, type MemberEntry } from '../state/membership.ts'
import { readDevice } from '../state/system.ts'
import { encodeCanonical } from '../codec/canonical.ts'
import type { MemberId } from '../types.ts'
import type { Draft } from './draft-state.ts'
import { grantDevice, revokeDevice } from './effects.ts'

/**
 * A member admitted or changed. MEMBERSHIP_FIXED in a network of genesis version 1; MEMBERSHIP_ID, MEMBERSHIP_PEERS,
 * MEMBERSHIP_KEY (unsound, or used before: keys are used once in the life of a network), MEMBERSHIP_VOTERS (fewer than 4
 * or more than 100 would vote), KEY_INVALID.
 */
export function memberChange(draft: Draft, id: MemberId, entry: MemberEntry): Problem | null {
  const before = readLedgerMember(draft, id)
  const all = ledgerMembers(draft)
  if (all.length === 0) return fault('MEMBERSHIP_FIXED')
  if (id.length > MAX_MEMBER_ID || !/^[A-Z][A-Z0-9]*$/.test(id)) return fault('MEMBERSHIP_ID', { member: id.slice(0, MAX_MEMBER_ID).toWellFormed() })
  const flaw = peersFlaw(id, entry, all) ?? rootKeyChange(draft, id, before, entry) ?? voteKeyChange(draft, id, before, entry)
  if (flaw) return flaw
  draft.set(memberKey(id), encodeMember(entry))
  const voters = votersByStanding(draft).length
  return voters < MIN_MEMBERS || voters > MAX_MEMBERS ? fault('MEMBERSHIP_VOTERS', { voters, least: MIN_MEMBERS, most: MAX_MEMBERS }) : null
}

function peersFlaw(id: MemberId, { peers }: MemberEntry, all: ReturnType<typeof ledgerMembers>): Problem | null {
  const sound = peers.length > 0 && peers.length <= MAX_PEERS_PER_MEMBER && new Set(peers).size === peers.length
  if (!sound || peers.some((peer) => peer.length > MAX_PEER_ID || !/^[A-Za-z0-9_-]+$/.test(peer))) return fault('MEMBERSHIP_PEERS', { member: id })
  const other = all.find((member) => member.id !== id && member.peers.some((peer) => peers.includes(peer)))
  return other ? fault('MEMBERSHIP_PEERS', { member: other.id }) : null
}

/** The root key is a device of the member; a new one replaces the old one. */
function rootKeyChange(draft: Draft, id: MemberId, before: MemberEntry | null, { idKey }: MemberEntry): Problem | null {
  if (before && equalBytes(before.idKey, idKey)) return null
  const granted = grantDevice(draft, id, idKey)
  if (granted) return granted.code === 'DEVICE_ALREADY_GRANTED' ? fault('MEMBERSHIP_KEY', { member: id }) : granted
  return before && readDevice(draft, keyId(before.idKey))?.on ? revokeDevice(draft, id, keyId(before.idKey)) : null
}

function voteKeyChange(draft: Draft, id: MemberId, before: MemberEntry | null, { voteKey, standing }: MemberEntry): Problem | null {
  if (voteKey === null) return standing === 'voter' ? fault('MEMBERSHIP_KEY', { member: id }) : null
  if (before?.voteKey && equalBytes(before.voteKey, voteKey)) return null
  const sound = checkPublicKey(voteKey)
  if (!sound.ok) return sound.error
  const key = voteKeyKey(keyId(voteKey))
  if (draft.get(key) !== null || readDevice(draft, keyId(voteKey))) return fault('MEMBERSHIP_KEY', { member: id })
  draft.set(key, encodeCanonical({ a: id }))
  return null
}
