import { concat, equalBytes } from '../../kit/bytes.ts'
import { ok, type Result } from '../../kit/result.ts'
import { leafHash } from '../log/tree.ts'
import { ledgerError, refuse } from '../errors.ts'
import { HASH_BYTES, MAX_BLOCK_RECORDS, MAX_ENVELOPE, MAX_HEADER, MAX_INLINE_BODIES, MAX_JUSTIFY, MAX_PROPOSAL, MAX_VIEW, VOTE_BYTES } from '../limits.ts'
import { NOTARIZE, type Cert, type Hash, type Proposal } from '../types.ts'
import { certFromWire, certShape, certToWire, type CertWire } from './cert.ts'
import { decodeStrict, encodeStrict } from './gate.ts'
import { blockIdOfBytes, decodeHeader, encodeHeader } from './header.ts'
import { bytes, fields, int, list, nullable } from './schema.ts'
import { decodeVote, encodeVote } from './vote.ts'

interface ProposalWire {
  readonly epoch: number
  readonly height: number
  readonly view: number
  readonly header: Uint8Array
  /** The leaf hashes, joined. */
  readonly leaves: Uint8Array
  readonly bodies: readonly Uint8Array[] | null
  readonly justify: readonly CertWire[]
  readonly vote: Uint8Array
}

const shape = fields<ProposalWire>({
  epoch: int(0, Number.MAX_SAFE_INTEGER),
  height: int(1, Number.MAX_SAFE_INTEGER),
  view: int(0, MAX_VIEW),
  header: bytes(1, MAX_HEADER),
  leaves: bytes(HASH_BYTES, HASH_BYTES * MAX_BLOCK_RECORDS),
  bodies: nullable(list(bytes(1, MAX_ENVELOPE), 1, MAX_BLOCK_RECORDS)),
  justify: list(certShape, 0, MAX_JUSTIFY),
  vote: bytes(VOTE_BYTES)
})

/** A proposal as it travels. Bodies above 32 KiB together must have been left out. Throws CodedError on contradictions. */
export function encodeProposal(G: Hash, proposal: Proposal): Uint8Array {
  const flaw = contradiction(proposal, G, encodeHeader(proposal.header))
  if (flaw !== null) throw ledgerError('PROPOSAL_MISMATCH', { part: flaw })
  const { epoch, height, view, header, leaves, bodies, justify, vote } = proposal
  const wire: ProposalWire = { epoch, height, view, header: encodeHeader(header), leaves: concat(...leaves), bodies, justify: justify.map(certToWire), vote: encodeVote(G, vote) }
  return encodeStrict(wire, MAX_PROPOSAL, shape)
}

/**
 * A proposal whose parts agree: header, leader's vote and inline bodies speak of one block, epoch and height. Signatures
 * and certificates are not verified. PROPOSAL_MISMATCH names the part that contradicts.
 */
export function decodeProposal(G: Hash, encoded: Uint8Array): Result<Proposal> {
  const decoded = decodeStrict(encoded, MAX_PROPOSAL, shape)
  if (!decoded.ok) return decoded
  const wire = decoded.value
  const header = decodeHeader(wire.header)
  if (!header.ok) return header
  const vote = decodeVote(G, wire.vote)
  if (!vote.ok) return vote
  if (wire.leaves.length % HASH_BYTES !== 0) return refuse('CBOR_SCHEMA', { path: '/leaves' })
  const justify: Cert[] = []
  for (const item of wire.justify) {
    const cert = certFromWire(item)
    if (!cert.ok) return cert
    justify.push(cert.value)
  }
  const leaves = Array.from({ length: wire.leaves.length / HASH_BYTES }, (_, i) => wire.leaves.slice(i * HASH_BYTES, (i + 1) * HASH_BYTES))
  const { epoch, height, view, bodies } = wire
  const proposal: Proposal = { epoch, height, view, header: header.value, leaves, bodies, justify, vote: vote.value }
  const flaw = contradiction(proposal, G, wire.header)
  return flaw === null ? ok(proposal) : refuse('PROPOSAL_MISMATCH', { part: flaw })
}

/** The part of a proposal that contradicts the others, or null. */
function contradiction({ epoch, height, view, header, leaves, bodies, justify, vote }: Proposal, G: Hash, headerBytes: Uint8Array): string | null {
  if (!equalBytes(header.G, G) || header.epoch !== epoch || header.height !== height || header.view > view) return 'header'
  if (leaves.length > header.logSize) return 'leaves'
  if (vote.kind !== NOTARIZE || vote.epoch !== epoch || vote.height !== height || vote.view !== view) return 'vote'
  if (!equalBytes(vote.blockId, blockIdOfBytes(headerBytes))) return 'vote'
  if (justify.some((cert) => cert.epoch !== epoch || cert.height !== height || cert.view >= view)) return 'justify'
  if (bodies !== null) {
    if (bodies.length !== leaves.length || bodies.reduce((sum, body) => sum + body.length, 0) > MAX_INLINE_BODIES) return 'bodies'
    if (bodies.some((body, i) => !equalBytes(leafHash(body), leaves[i]!))) return 'bodies'
  }
  return null
}
