import { compareText, equalBytes } from '../../kit/bytes.ts'
import { ok, type Result } from '../../kit/result.ts'
import { decodeCert } from '../codec/cert.ts'
import { blockIdOfBytes, decodeHeader } from '../codec/header.ts'
import { verifyCert } from '../crypto/votes.ts'
import { refuse } from '../errors.ts'
import { MAX_MEMBERS, MIN_MEMBERS } from '../limits.ts'
import { FINALIZE, type Hash, type Header, type VoterSet } from '../types.ts'
import { votersHash } from '../voters.ts'

/** One step of the epoch chain: the closing block of an epoch, its certificate, and who votes in the next. */
export interface EpochHop {
  /** Encoded header of the closing block. */
  readonly header: Uint8Array
  /** Encoded finalize certificate of the closing epoch's voters. */
  readonly certificate: Uint8Array
  /** Voters of the next epoch, sorted by id. */
  readonly members: VoterSet['members']
}

export interface Checkpoint {
  readonly header: Header
  readonly blockId: Hash
  /** Voters that certified it. */
  readonly voters: VoterSet
  readonly signers: readonly number[]
}

/**
 * Follows closing blocks from a trusted voter list (of the genesis, or of any epoch already verified) to a later epoch:
 * each is certified by its own epoch, and commits to the next list. Costs q signatures a hop.
 *
 * @returns the voters after the last hop, and the height of the last closing block (-1 without hops); EPOCH_CHAIN with the
 * epoch at which the chain breaks.
 */
export function followEpochs(G: Hash, from: VoterSet, hops: readonly EpochHop[]): Result<{ readonly voters: VoterSet; readonly height: number }> {
  let voters = from
  let height = -1
  for (const { header, certificate, members } of hops) {
    const broken = refuse('EPOCH_CHAIN', { epoch: voters.epoch })
    const checkpoint = openCheckpoint(G, voters, header, certificate)
    if (!checkpoint.ok) return broken
    const { nextMembers, height: closing } = checkpoint.value.header
    const next: VoterSet = { epoch: voters.epoch + 1, members }
    const sound = members.length >= MIN_MEMBERS && members.length <= MAX_MEMBERS && members.every(({ id }, i) => i === 0 || compareText(members[i - 1]!.id, id) < 0)
    if (nextMembers === null || closing <= height || !sound || !equalBytes(votersHash(next), nextMembers)) return broken
    voters = next
    height = closing
  }
  return ok({ voters, height })
}

/** A header certified as final by these voters. CERT_*, VOTE_EPOCH, BLOCK_EPOCH, FOREIGN_NETWORK, CBOR_*. */
export function openCheckpoint(G: Hash, voters: VoterSet, header: Uint8Array, certificate: Uint8Array): Result<Checkpoint> {
  const opened = decodeHeader(header)
  if (!opened.ok) return opened
  const cert = decodeCert(certificate)
  if (!cert.ok) return cert
  const { G: network, epoch, height, members } = opened.value
  if (!equalBytes(network, G)) return refuse('FOREIGN_NETWORK')
  if (epoch !== voters.epoch || !equalBytes(members, votersHash(voters))) return refuse('BLOCK_EPOCH', { epoch })
  const blockId = blockIdOfBytes(header)
  const { kind, height: certified, blockId: named, signers } = cert.value
  if (kind !== FINALIZE || certified !== height || !equalBytes(named, blockId)) return refuse('CERT_SIGNATURE')
  const holds = verifyCert(G, voters, cert.value)
  return holds.ok ? ok({ header: opened.value, blockId, voters, signers }) : holds
}
