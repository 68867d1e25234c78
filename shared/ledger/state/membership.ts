import { compareText, toHex } from '../../kit/bytes.ts'
import { decodeCanonical, encodeCanonical } from '../codec/canonical.ts'
import type { Hash, MemberId, VoterSet } from '../types.ts'
import type { StateReader } from './executor.ts'
import { SYSTEM_PREFIX } from './system.ts'

/**
 * A member's standing towards the ledger: `voter` votes in the current epoch; `observer` follows and writes, and may become
 * a voter (newly admitted, or on standby); `suspended` follows only; `left` is no longer connected to.
 */
export type Standing = 'voter' | 'observer' | 'suspended' | 'left'
export const STANDINGS: readonly Standing[] = ['voter', 'observer', 'suspended', 'left']

/** `sys/member/<id>`: keys and transport identities of a member. Exists in networks of genesis version 2. */
export interface MemberEntry {
  /** Root key (cold); a device of the member as well. */
  readonly idKey: Uint8Array
  /** Vote key of its seat; null for a member that never voted. */
  readonly voteKey: Uint8Array | null
  /** libp2p peer ids that may connect in its name; the first is the seat. */
  readonly peers: readonly string[]
  readonly standing: Standing
}

/** `sys/epoch/<8 digits>`: who votes in an epoch, kept for every epoch. */
export interface EpochEntry {
  /** First height of the epoch. */
  readonly height: number
  readonly voters: readonly { readonly id: MemberId; readonly voteKey: Uint8Array }[]
}

export const MEMBER_PREFIX = `${SYSTEM_PREFIX}member/`
export const memberKey = (id: MemberId): string => `${MEMBER_PREFIX}${id}`
export const epochKey = (epoch: number): string => `${SYSTEM_PREFIX}epoch/${String(epoch).padStart(8, '0')}`
/** `sys/vote/<key id>`: whose vote key this is or was: a vote key is used once in the life of a network. */
export const voteKeyKey = (keyId: Hash): string => `${SYSTEM_PREFIX}vote/${toHex(keyId)}`

export const encodeMember = (entry: MemberEntry): Uint8Array => encodeCanonical(entry)
export const encodeEpoch = (entry: EpochEntry): Uint8Array => encodeCanonical(entry)

/** A member as this state knows it, or null. Null for everybody in a network of genesis version 1. */
export function readLedgerMember(state: StateReader, id: MemberId): MemberEntry | null {
  const value = state.get(memberKey(id))
  return value && decodeCanonical<MemberEntry>(value)
}

/** All members of this state by id, those that left included. */
export const ledgerMembers = (state: StateReader): readonly (MemberEntry & { readonly id: MemberId })[] =>
  Array.from(state.list(MEMBER_PREFIX), ([key, value]) => ({ id: key.slice(MEMBER_PREFIX.length), ...decodeCanonical<MemberEntry>(value) }))

/** The voter list of an epoch, or null where this state knows no such epoch (or has genesis version 1). */
export function readVoters(state: StateReader, epoch: number): VoterSet | null {
  const value = state.get(epochKey(epoch))
  return value && { epoch, members: decodeCanonical<EpochEntry>(value).voters }
}

/** First height of an epoch, or null. */
export function epochStart(state: StateReader, epoch: number): number | null {
  const value = state.get(epochKey(epoch))
  return value && decodeCanonical<EpochEntry>(value).height
}

/** The voters that the members' standings call for, sorted by id. */
export const votersByStanding = (state: StateReader): VoterSet['members'] =>
  ledgerMembers(state)
    .flatMap(({ id, voteKey, standing }) => (standing === 'voter' && voteKey ? [{ id, voteKey }] : []))
    .sort((a, b) => compareText(a.id, b.id))
