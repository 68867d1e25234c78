/** Blocks and signatures of the simulation: names instead of bytes, a keyed 32-bit mix instead of Ed25519. */
import type { Ballot, BlockFacts, BlockId, SlotCert, SlotVote } from '../../../shared/ledger/consensus/types.ts'

export interface SimBlock {
  readonly facts: BlockFacts
  readonly height: number
  readonly parent: BlockId
  readonly records: readonly number[]
  /** False: breaks a deterministic rule. */
  readonly sound: boolean
}

const mix = (h: number, value: number): number => {
  const x = Math.imul(h ^ value, 0x85ebca6b)
  return (x ^ (x >>> 13)) >>> 0
}

function mac(signer: number, ballot: Ballot): number {
  let h = mix(0x51ed270b ^ Math.imul(signer + 1, 0x9e3779b1), ballot.kind)
  h = mix(mix(mix(h, ballot.epoch), ballot.height), ballot.view)
  for (let i = 0; i < ballot.block.length; i++) h = mix(h, ballot.block.charCodeAt(i))
  return h
}

export function fakeSign(signer: number, ballot: Ballot): Uint8Array {
  const h = mac(signer, ballot)
  return Uint8Array.of(h & 255, (h >>> 8) & 255, (h >>> 16) & 255, h >>> 24)
}

const matches = (signer: number, ballot: Ballot, sig: Uint8Array): boolean => {
  const h = mac(signer, ballot)
  return sig[0] === (h & 255) && sig[1] === ((h >>> 8) & 255) && sig[2] === ((h >>> 16) & 255) && sig[3] === h >>> 24
}

/** Objects are immutable and travel by reference, so a good one need not be checked twice. */
const verified = new WeakSet<object>()

export function goodVote(vote: SlotVote): boolean {
  if (verified.has(vote)) return true
  const good = matches(vote.signer, vote, vote.sig)
  if (good) verified.add(vote)
  return good
}

export function goodCert(cert: SlotCert, quorum: number): boolean {
  if (verified.has(cert)) return cert.signers.length >= quorum
  const good =
    cert.signers.length >= quorum &&
    new Set(cert.signers).size === cert.signers.length &&
    cert.signers.every((signer, i) => matches(signer, cert, cert.sigs[i]!))
  if (good) verified.add(cert)
  return good
}
