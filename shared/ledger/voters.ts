import { compareBytes, utf8 } from '../kit/bytes.ts'
import { encodeCanonical } from './codec/canonical.ts'
import { hashOf } from './crypto/hash.ts'
import { TAG } from './crypto/tags.ts'
import type { Genesis, Hash, MemberId, VoterSet } from './types.ts'

/** f: how many of n voters may be faulty, floor((n - 1) / 3). */
export const faultBound = (n: number): number => Math.floor((n - 1) / 3)

/**
 * q: votes that make a certificate, floor((n + f) / 2) + 1. Two quorums share at least f + 1 voters, so an honest one;
 * the familiar 2f + 1 does not give that for n = 6 (q is 4 there, not 3).
 */
export const quorum = (n: number): number => Math.floor((n + faultBound(n)) / 2) + 1

/** Voters of epoch 0. */
export const votersOf = (genesis: Genesis): VoterSet => ({
  epoch: 0,
  members: genesis.members.map(({ id, voteKey }) => ({ id, voteKey }))
})

/** The `members` field of a header: sha256("zxl1/members\0" ‖ dag-cbor of the sorted list of {id, voteKey}). */
export const votersHash = (voters: VoterSet): Hash =>
  hashOf(TAG.members, encodeCanonical(voters.members.map(({ id, voteKey }) => ({ id, voteKey }))))

/** Place of a member in the voter list, or -1. */
export const voterIndex = (voters: VoterSet, id: MemberId): number => voters.members.findIndex((member) => member.id === id)

/** The order in which voters lead: by sha256("zxl1/ord\0" ‖ voters hash ‖ member id). Indices into `voters.members`. */
export function leaderOrder(voters: VoterSet): readonly number[] {
  const members = votersHash(voters)
  return voters.members
    .map(({ id }, index) => ({ index, rank: hashOf(TAG.order, members, utf8(id)) }))
    .sort((a, b) => compareBytes(a.rank, b.rank))
    .map(({ index }) => index)
}

/** The leader (index into the voter list) of a view: order[(height + view) mod n]. */
export const leaderOf = (order: readonly number[], height: number, view: number): number => order[(height + view) % order.length]!
