import { equalBytes, toHex } from '../../kit/bytes.ts'
import { ok, type Result } from '../../kit/result.ts'
import { decodeVote } from '../codec/vote.ts'
import { contradiction } from '../consensus/evidence.ts'
import { keyId } from '../crypto/keys.ts'
import { verifyCert, verifyVote } from '../crypto/votes.ts'
import { refuse } from '../errors.ts'
import { checkRecordSignature, openEnvelope } from '../record/record.ts'
import { FINALIZE, type Cert, type Hash, type MemberId, type Vote, type VoterSet } from '../types.ts'

/** E1 two notarize, E2 two finalize for different blocks, E3 nullify and finalize: of one voter in one view. */
export type VoteBreach = 'E1' | 'E2' | 'E3'

export interface VoteEvidence {
  readonly code: VoteBreach
  readonly member: MemberId
  readonly epoch: number
  readonly height: number
  readonly view: number
}

/**
 * Whether two votes (161 bytes each, as they travel) show that one voter broke its word. Stateless: the same answer
 * everywhere and for ever. The order of the two does not matter. finalize(B) after notarize(B') is no breach: the leader may
 * have proposed two blocks.
 *
 * @param voters voters of the votes' epoch (`sys/epoch/<e>`, or those of a genesis of version 1).
 * @returns what they show; or WIRE_*, FOREIGN_NETWORK, CBOR_SCHEMA, VOTE_*, EVIDENCE_NONE where they contradict nothing.
 */
export function checkEvidence(G: Hash, voters: VoterSet, first: Uint8Array, second: Uint8Array): Result<VoteEvidence> {
  const one = decodeVote(G, first)
  if (!one.ok) return one
  const two = decodeVote(G, second)
  if (!two.ok) return two
  // The comparison costs nothing, the signatures do.
  const code = contradiction(slotVote(one.value), slotVote(two.value))
  if (code === null) return refuse('EVIDENCE_NONE')
  for (const vote of [one.value, two.value]) {
    const sound = verifyVote(G, voters, vote)
    if (!sound.ok) return sound
  }
  const { epoch, height, view, signer } = one.value
  return ok({ code, member: voters.members[signer]!.id, epoch, height, view })
}

const slotVote = ({ blockId, ...vote }: Vote) => ({ ...vote, block: toHex(blockId) })

/** One name for one breach: two different pairs of votes about it give the same. Characters A-Z, 0-9 and `/`. */
export const breachName = ({ code, epoch, height, view, member }: VoteEvidence): string => `${code}/${epoch}/${height}/${view}/${member}`

/** A1: a device signed two records with one sequence number (cloned disks do that; the first final one stands). */
export interface RecordEvidence {
  readonly code: 'A1'
  readonly member: MemberId
  /** Key id of the device. */
  readonly device: Hash
  readonly sequence: number
  readonly records: readonly [Hash, Hash]
}

/**
 * Whether two envelopes show two records of one device with one sequence number. That the key is the member's is not
 * checked here: `sys/dev/<key id>` tells.
 *
 * @param publicKey of the device. @returns what they show; CBOR_*, TEXT_*, FOREIGN_NETWORK, RECORD_*, or EVIDENCE_NONE.
 */
export function checkDoubleRecord(G: Hash, publicKey: Uint8Array, first: Uint8Array, second: Uint8Array): Result<RecordEvidence> {
  const one = openEnvelope(G, first)
  if (!one.ok) return one
  const two = openEnvelope(G, second)
  if (!two.ok) return two
  const { a, d, n } = one.value.payload
  const other = two.value.payload
  const same = other.n === n && other.a === a && equalBytes(other.d, d) && equalBytes(keyId(publicKey), d)
  if (!same || equalBytes(one.value.id, two.value.id)) return refuse('EVIDENCE_NONE')
  for (const record of [one.value, two.value]) {
    if (checkRecordSignature(record, publicKey) === 'invalid') return refuse('RECORD_SIGNATURE', { member: a })
  }
  return ok({ code: 'A1', member: a, device: d, sequence: n, records: [one.value.id, two.value.id] })
}

/** Two final blocks of one height: more voters than the network tolerates were faulty, or their keys are stolen. */
export interface ForkEvidence {
  readonly code: 'FORK'
  readonly height: number
  readonly blocks: readonly [Hash, Hash]
  /** Who signed both, where both are of one epoch; at least f + 1 members where they share a view too. */
  readonly members: readonly MemberId[]
}

/** Whether two finalize certificates contradict each other. EVIDENCE_NONE, VOTE_EPOCH, CERT_*. */
export function checkFork(G: Hash, first: { readonly voters: VoterSet; readonly cert: Cert }, second: { readonly voters: VoterSet; readonly cert: Cert }): Result<ForkEvidence> {
  const [a, b] = [first.cert, second.cert]
  if (a.kind !== FINALIZE || b.kind !== FINALIZE || a.height !== b.height || equalBytes(a.blockId, b.blockId)) return refuse('EVIDENCE_NONE')
  for (const { voters, cert } of [first, second]) {
    const holds = verifyCert(G, voters, cert)
    if (!holds.ok) return holds
  }
  const signers = ({ voters, cert }: typeof first): readonly MemberId[] => cert.signers.map((signer) => voters.members[signer]!.id)
  const both = a.epoch === b.epoch ? signers(first).filter((id) => signers(second).includes(id)) : []
  return ok({ code: 'FORK', height: a.height, blocks: [a.blockId, b.blockId], members: both })
}
