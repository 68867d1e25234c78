/** Signatures of the simulation: a keyed 32-bit mix instead of Ed25519. What is checked of them is what the product checks. */
import type { Ballot, SlotCert, SlotVote } from '../../../shared/ledger/consensus/types.ts'
import type { SimVoters } from './ledger.ts'

/** A vote key: member * 64 + how often it was replaced. */
export type Key = number
export const VERSIONS = 64
export const firstKey = (member: number): Key => member * VERSIONS
export const ownerOf = (key: Key): number => Math.floor(key / VERSIONS)

export const mix = (h: number, value: number): number => {
  const x = Math.imul(h ^ value, 0x85ebca6b)
  return (x ^ (x >>> 13)) >>> 0
}

function mac(key: Key, ballot: Ballot, network: number): number {
  let h = mix(0x51ed270b ^ Math.imul(key + 1, 0x9e3779b1) ^ network, ballot.kind)
  h = mix(mix(mix(h, ballot.epoch), ballot.height), ballot.view)
  for (let i = 0; i < ballot.block.length; i++) h = mix(h, ballot.block.charCodeAt(i))
  return h
}

/** `network` other than 0: the same people in another network, i.e. another genesis. */
export function fakeSign(key: Key, ballot: Ballot, network = 0): Uint8Array {
  const h = mac(key, ballot, network)
  return Uint8Array.of(h & 255, (h >>> 8) & 255, (h >>> 16) & 255, h >>> 24)
}

function matches(voters: SimVoters, signer: number, ballot: Ballot, sig: Uint8Array | undefined): boolean {
  const member = voters.members[signer]
  if (!member || !sig) return false
  const h = mac(member.key, ballot, 0)
  return sig[0] === (h & 255) && sig[1] === ((h >>> 8) & 255) && sig[2] === ((h >>> 16) & 255) && sig[3] === h >>> 24
}

/** Objects are immutable and travel by reference: what was good under a voter list need not be checked under it again. */
const verified = new WeakMap<object, SimVoters>()

/** A vote under the voters of its epoch; false where the epoch is not known. */
export function goodVote(vote: SlotVote, voters: SimVoters | undefined): boolean {
  if (!voters || voters.epoch !== vote.epoch) return false
  if (verified.get(vote) === voters) return true
  const good = matches(voters, vote.signer, vote, vote.sig)
  if (good) verified.set(vote, voters)
  return good
}

/** A certificate under the voters of its epoch, with at least `quorum` distinct ones. */
export function goodCert(cert: SlotCert, voters: SimVoters | undefined, quorum: number): boolean {
  if (!voters || voters.epoch !== cert.epoch || cert.signers.length < quorum) return false
  if (verified.get(cert) === voters) return true
  const good = new Set(cert.signers).size === cert.signers.length && cert.signers.every((signer, i) => matches(voters, signer, cert, cert.sigs[i]))
  if (good) verified.set(cert, voters)
  return good
}
