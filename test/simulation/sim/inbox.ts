import { FINALIZE } from '../../../shared/ledger/types.ts'
import type { Message, SlotCert, SlotVote } from '../../../shared/ledger/consensus/types.ts'
import { goodCert, goodVote } from './keys.ts'
import type { SimBlock } from './ledger.ts'
import type { Peer } from './peer.ts'

/** A message of a member is checked and given to the core: what does not verify, or of an epoch unknown here, is left out. */
export function receive(peer: Peer, from: number, message: Message, bodies: readonly SimBlock[]): void {
  for (const block of bodies) if (block.height === peer.height + 1) peer.blocks.hold(block)
  const { epochs } = peer.chain
  const vote = (each: SlotVote): boolean => goodVote(each, epochs[each.epoch])
  const certs = (each: readonly SlotCert[]): SlotCert[] =>
    each.filter((cert) => epochs[cert.epoch] && goodCert(cert, epochs[cert.epoch], peer.quorumOf(epochs[cert.epoch]!)))
  // The driver reads a proposal's facts from the header; nobody can tell it others.
  const proposals = message.proposals.flatMap((each) => {
    const header = peer.world.blocks.get(each.facts.block)
    return header && header.facts === each.facts && vote(each.vote) ? [{ ...each, justify: certs(each.justify) }] : []
  })
  const checked = { certs: certs(message.certs), proposals, votes: message.votes.filter(vote), status: message.status }
  if (message.status && message.status.height > peer.height + 1) peer.sync.hint(from)
  for (const cert of checked.certs) compareFinal(peer, cert)
  const index = peer.voters.index.get(from)
  if (index !== undefined) peer.step({ t: 'message', from: index, message: checked })
}

/** Two final blocks of one height, at any height still known: the core is told to stop. */
function compareFinal(peer: Peer, cert: SlotCert): void {
  const mine = cert.kind === FINALIZE ? peer.disk.chain[cert.height - 1]?.final : undefined
  if (mine && mine.block !== cert.block) peer.step({ t: 'fork', first: mine, second: cert })
}
