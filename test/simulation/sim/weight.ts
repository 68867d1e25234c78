import type { Message, SlotCert, SlotProposal, SlotStatus } from '../../../shared/ledger/consensus/types.ts'

/** Bytes as on the wire, roughly: what S14 bounds is growth, not the last byte. */
const VOTE = 170
const cert = ({ signers }: SlotCert): number => 90 + 66 * signers.length
const proposal = ({ justify }: SlotProposal): number => 600 + justify.reduce((sum, each) => sum + cert(each), 0)
const status = ({ views }: SlotStatus): number => 40 + views.reduce((sum, { notarize, nullify, finalize }) => sum + 12 + notarize.length + nullify.length + finalize.length, 0)

export const bytesOf = ({ certs, proposals, votes, status: told }: Message): number =>
  VOTE * votes.length +
  certs.reduce((sum, each) => sum + cert(each), 0) +
  proposals.reduce((sum, each) => sum + proposal(each), 0) +
  (told ? status(told) : 0)
