import { decodeCert, encodeCert } from '../../../shared/ledger/codec/cert.ts'
import { decodeVote, encodeVote } from '../../../shared/ledger/codec/vote.ts'
import type { BlockFacts, Effect, Signer, SlotCert, SlotVote } from '../../../shared/ledger/consensus/types.ts'
import type { Hash } from '../../../shared/ledger/types.ts'
import type { SafetyBatch, SafetyImage } from '../store/safety/types.ts'
import { fromSlotCert, fromSlotVote, toSlotCert, toSlotVote } from './values.ts'

export type Persist = Extract<Effect, { t: 'persist' }>

interface Growing {
  votes: NonNullable<SafetyBatch['votes']>[number][]
  certs: NonNullable<SafetyBatch['certs']>[number][]
  blocks: NonNullable<SafetyBatch['blocks']>[number][]
  heard: NonNullable<SafetyBatch['heard']>[number][]
}

/** Whether a vote is of our own key. */
export type IsOwn = (vote: Pick<SlotVote, 'epoch' | 'signer'>) => boolean

/** Several persist effects as one batch of safety.db: own votes apart from what was heard. */
export function toBatch(G: Hash, isOwn: IsOwn, persists: readonly Persist[], encodedBlock: (facts: BlockFacts) => Uint8Array | null): SafetyBatch {
  const batch: Growing = { votes: [], certs: [], blocks: [], heard: [] }
  for (const persist of persists) {
    for (const facts of persist.blocks) {
      const bytes = encodedBlock(facts)
      const height = persist.votes[0]?.height
      if (bytes && height !== undefined) batch.blocks.push({ height, blockId: fromSlotVote({ ...persist.votes[0]!, block: facts.block }).blockId, bytes })
    }
    for (const vote of persist.votes) addVote(G, isOwn(vote), batch, vote)
    for (const cert of persist.certs) {
      const whole = fromSlotCert(cert)
      batch.certs.push({ height: cert.height, view: cert.view, kind: cert.kind, blockId: whole.blockId, bytes: encodeCert(whole) })
    }
  }
  return batch
}

function addVote(G: Hash, own: boolean, batch: Growing, vote: SlotVote): void {
  const { epoch, height, view, kind, signer, sig } = vote
  const whole = fromSlotVote(vote)
  if (own) batch.votes.push({ epoch, height, view, kind, blockId: whole.blockId, sig })
  else batch.heard.push({ height, view, kind, signer, blockId: whole.blockId, bytes: encodeVote(G, whole) })
}

export const isEmpty = (batch: SafetyBatch): boolean =>
  (batch.votes?.length ?? 0) + (batch.certs?.length ?? 0) + (batch.blocks?.length ?? 0) + (batch.heard?.length ?? 0) === 0

/** Votes of the open slot after a restart, own ones and heard ones; what does not decode is left out. */
export function storedVotes(G: Hash, ownIndex: (epoch: number) => Signer | null, image: SafetyImage): SlotVote[] {
  const own = image.votes.flatMap((vote) => {
    const signer = ownIndex(vote.epoch)
    return signer === null ? [] : [toSlotVote({ ...vote, signer })]
  })
  const heard = image.heard.flatMap(({ bytes }) => {
    const vote = decodeVote(G, bytes)
    return vote.ok ? [toSlotVote(vote.value)] : []
  })
  return [...own, ...heard]
}

export const storedCerts = (image: SafetyImage): SlotCert[] =>
  image.certs.flatMap(({ bytes }) => {
    const cert = decodeCert(bytes)
    return cert.ok ? [toSlotCert(cert.value)] : []
  })
