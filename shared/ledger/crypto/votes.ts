import { ok, type Result } from '../../kit/result.ts'
import { isAscending } from '../codec/cert.ts'
import { votePreimage, type VoteStatement } from '../codec/vote.ts'
import { refuse } from '../errors.ts'
import type { Cert, Hash, Vote, VoterSet } from '../types.ts'
import { quorum } from '../voters.ts'
import { sign, verify } from './verify.ts'

/** Signs a statement with the seat's vote key. The caller must have made the vote durable before it leaves. */
export const signVote = (G: Hash, statement: VoteStatement, signer: number, secretKey: Uint8Array): Vote => ({
  ...statement,
  signer,
  sig: sign(secretKey, votePreimage(G, statement))
})

/** VOTE_EPOCH, VOTE_SIGNER or VOTE_SIGNATURE where the vote is not a valid one of this voter list. */
export function verifyVote(G: Hash, voters: VoterSet, vote: Vote): Result<null> {
  if (vote.epoch !== voters.epoch) return refuse('VOTE_EPOCH', { epoch: vote.epoch, expected: voters.epoch })
  const member = voters.members[vote.signer]
  if (!member) return refuse('VOTE_SIGNER', { signer: vote.signer })
  return verify(member.voteKey, votePreimage(G, vote), vote.sig) ? ok(null) : refuse('VOTE_SIGNATURE', { member: member.id })
}

/** VOTE_EPOCH, CERT_SIGNERS, CERT_NO_QUORUM or CERT_SIGNATURE where the certificate does not hold under this voter list. */
export function verifyCert(G: Hash, voters: VoterSet, cert: Cert): Result<null> {
  if (cert.epoch !== voters.epoch) return refuse('VOTE_EPOCH', { epoch: cert.epoch, expected: voters.epoch })
  if (!isAscending(cert.signers) || cert.signers.length !== cert.sigs.length) return refuse('CERT_SIGNERS')
  const needed = quorum(voters.members.length)
  if (cert.signers.length < needed) return refuse('CERT_NO_QUORUM', { signatures: cert.signers.length, needed })
  const last = cert.signers[cert.signers.length - 1]!
  if (last >= voters.members.length) return refuse('CERT_SIGNERS')
  const preimage = votePreimage(G, cert)
  for (const [i, signer] of cert.signers.entries()) {
    const member = voters.members[signer]!
    if (!verify(member.voteKey, preimage, cert.sigs[i]!)) return refuse('CERT_SIGNATURE', { member: member.id })
  }
  return ok(null)
}

/** A certificate of equal votes, given in any order; nothing is checked. */
export function certOf(votes: readonly Vote[]): Cert {
  const [{ kind, epoch, height, view, blockId }] = votes as readonly [Vote, ...Vote[]]
  const sorted = votes.toSorted((a, b) => a.signer - b.signer)
  return { kind, epoch, height, view, blockId, signers: sorted.map((vote) => vote.signer), sigs: sorted.map((vote) => vote.sig) }
}
