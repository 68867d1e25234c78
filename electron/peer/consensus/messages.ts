import { decodeCert, encodeCert } from '../../../shared/ledger/codec/cert.ts'
import { encodeHeader } from '../../../shared/ledger/codec/header.ts'
import { decodeProposal, encodeProposal } from '../../../shared/ledger/codec/proposal.ts'
import { decodeVote, encodeVote } from '../../../shared/ledger/codec/vote.ts'
import { verifyCert, verifyVote } from '../../../shared/ledger/crypto/votes.ts'
import type { Message, SlotCert, SlotProposal, SlotVote } from '../../../shared/ledger/consensus/types.ts'
import { MAX_INLINE_BODIES } from '../../../shared/ledger/limits.ts'
import type { Hash, Header, Proposal, VoterSet } from '../../../shared/ledger/types.ts'
import { voterIndex } from '../../../shared/ledger/voters.ts'
import { CodedError, unwrap, type Problem, type Result } from '../../../shared/kit/result.ts'
import { decodeMessage, encodeMessages } from '../net/protocols/cons/codec.ts'
import { fromSlotCert, fromSlotVote, toSlotCert, toSlotVote } from './values.ts'

/** Header and content of a block as far as a proposal showed them. */
export interface ShownBlock {
  readonly header: Header
  readonly headerBytes: Uint8Array
  readonly leaves: readonly Hash[]
  readonly bodies: readonly Uint8Array[] | null
}

export interface ReceivedMessage {
  readonly message: Message
  readonly shown: readonly ShownBlock[]
}

/** Votes and certificates below this height are of no use to anybody and are not even verified. */
export type Window = { readonly lowest: number }

/**
 * A consensus message whose every signature has been verified under `voters`; what lies below the window is left out.
 * Throws CodedError with the code of the first flaw: an honest member never passes on what does not verify.
 */
export function openMessage(G: Hash, voters: VoterSet, window: Window, payload: Uint8Array): ReceivedMessage {
  const wire = decodeMessage(payload)
  const certs = wire.certs.map((bytes) => unwrap(decodeCert(bytes))).filter((cert) => cert.height >= window.lowest)
  for (const cert of certs) demand(verifyCert(G, voters, cert))
  const votes = wire.votes.map((bytes) => unwrap(decodeVote(G, bytes))).filter((vote) => vote.height >= window.lowest)
  for (const vote of votes) demand(verifyVote(G, voters, vote))
  const proposals: SlotProposal[] = []
  const shown: ShownBlock[] = []
  for (const bytes of wire.proposals) {
    const proposal = unwrap(decodeProposal(G, bytes))
    if (proposal.height < window.lowest) continue
    proposals.push(verifiedProposal(G, voters, proposal))
    const { header, leaves, bodies } = proposal
    shown.push({ header, headerBytes: encodeHeader(header), leaves, bodies })
  }
  return { message: { certs: certs.map(toSlotCert), proposals, votes: votes.map(toSlotVote), status: wire.status }, shown }
}

function verifiedProposal(G: Hash, voters: VoterSet, proposal: Proposal): SlotProposal {
  demand(verifyVote(G, voters, proposal.vote))
  for (const cert of proposal.justify) demand(verifyCert(G, voters, cert))
  const vote = toSlotVote(proposal.vote)
  const proposer = voterIndex(voters, proposal.header.proposer)
  if (proposer < 0) throw new CodedError('BLOCK_PROPOSER')
  return { vote, facts: { block: vote.block, bornView: proposal.header.view, proposer }, justify: proposal.justify.map(toSlotCert) }
}

function demand(result: Result<null, Problem>): void {
  unwrap(result)
}

/** Frames of a message. `content` gives the block of a proposal; a proposal whose block is not held is left out. */
export function closeMessage(G: Hash, message: Message, content: (block: string) => ShownBlock | null): Uint8Array[] {
  return encodeMessages({
    certs: message.certs.map((cert: SlotCert) => encodeCert(fromSlotCert(cert))),
    votes: message.votes.map((vote: SlotVote) => encodeVote(G, fromSlotVote(vote))),
    proposals: message.proposals.flatMap((proposal) => {
      const block = content(proposal.vote.block)
      return block ? [encodeProposal(G, proposalOf(proposal, block))] : []
    }),
    status: message.status,
  })
}

function proposalOf({ vote, justify }: SlotProposal, { header, leaves, bodies }: ShownBlock): Proposal {
  const inline = bodies !== null && bodies.reduce((sum, body) => sum + body.length, 0) <= MAX_INLINE_BODIES ? bodies : null
  const { epoch, height, view } = vote
  return { epoch, height, view, header, leaves, bodies: inline, justify: justify.map(fromSlotCert), vote: fromSlotVote(vote) }
}
