import { decodeCert, encodeCert } from '../../../shared/ledger/codec/cert.ts'
import { encodeHeader } from '../../../shared/ledger/codec/header.ts'
import { decodeProposal, encodeProposal } from '../../../shared/ledger/codec/proposal.ts'
import { decodeVote, encodeVote } from '../../../shared/ledger/codec/vote.ts'
import { verifyCert, verifyVote } from '../../../shared/ledger/crypto/votes.ts'
import type { Message, SlotCert, SlotProposal, SlotVote } from '../../../shared/ledger/consensus/types.ts'
import { MAX_INLINE_BODIES } from '../../../shared/ledger/limits.ts'
import { FINALIZE, type Cert, type Hash, type Header, type Proposal, type Vote, type VoterSet } from '../../../shared/ledger/types.ts'
import { voterIndex } from '../../../shared/ledger/voters.ts'
import { CodedError, unwrap } from '../../../shared/kit/result.ts'
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
  /** What the message speaks of beyond every epoch known here: nothing of that can be verified, it is only a hint. */
  readonly ahead: { readonly epoch: number; readonly height: number } | null
  /** Certificates for blocks other than those that are final here, verified. */
  readonly conflicts: readonly Cert[]
}

/**
 * What is worth looking at. Votes and certificates below `lowest` are of no use to anybody and are not even verified,
 * unless they are for another block than the one that is final here.
 */
export interface Window {
  readonly lowest: number
  readonly contradicts: (cert: Cert) => boolean
}

/** Voters of an epoch, null where it isn't known. */
export type VotersOf = (epoch: number) => VoterSet | null

/**
 * A consensus message whose every signature has been verified under the voters of its own epoch; what lies below the
 * window or in an epoch that isn't known is left out.
 * Throws CodedError with the code of the first flaw: an honest member never passes on what does not verify.
 */
export function openMessage(G: Hash, voters: VotersOf, window: Window, payload: Uint8Array): ReceivedMessage {
  const wire = decodeMessage(payload)
  let ahead: ReceivedMessage['ahead'] = null
  const known = ({ epoch, height }: { epoch: number; height: number }): VoterSet | null => {
    const found = voters(epoch)
    if (!found && (!ahead || epoch > ahead.epoch || height > ahead.height)) ahead = { epoch, height }
    return found
  }
  const conflicts: Cert[] = []
  const certs: Cert[] = []
  for (const bytes of wire.certs) {
    const cert = unwrap(decodeCert(bytes))
    const contradicts = cert.kind === FINALIZE && window.contradicts(cert)
    const list = cert.height >= window.lowest || contradicts ? known(cert) : null
    if (!list) continue
    unwrap(verifyCert(G, list, cert))
    if (contradicts) conflicts.push(cert)
    if (cert.height >= window.lowest) certs.push(cert)
  }
  const votes: Vote[] = []
  for (const bytes of wire.votes) {
    const vote = unwrap(decodeVote(G, bytes))
    const list = vote.height >= window.lowest ? known(vote) : null
    if (!list) continue
    unwrap(verifyVote(G, list, vote))
    votes.push(vote)
  }
  const proposals: SlotProposal[] = []
  const shown: ShownBlock[] = []
  for (const bytes of wire.proposals) {
    const proposal = unwrap(decodeProposal(G, bytes))
    const list = proposal.height >= window.lowest ? known(proposal) : null
    if (!list) continue
    proposals.push(verifiedProposal(G, list, proposal))
    const { header, leaves, bodies } = proposal
    shown.push({ header, headerBytes: encodeHeader(header), leaves, bodies })
  }
  return { message: { certs: certs.map(toSlotCert), proposals, votes: votes.map(toSlotVote), status: wire.status }, shown, ahead, conflicts }
}

function verifiedProposal(G: Hash, voters: VoterSet, proposal: Proposal): SlotProposal {
  unwrap(verifyVote(G, voters, proposal.vote))
  for (const cert of proposal.justify) unwrap(verifyCert(G, voters, cert))
  const vote = toSlotVote(proposal.vote)
  const proposer = voterIndex(voters, proposal.header.proposer)
  if (proposer < 0) throw new CodedError('BLOCK_PROPOSER')
  return { vote, facts: { block: vote.block, bornView: proposal.header.view, proposer }, justify: proposal.justify.map(toSlotCert) }
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
