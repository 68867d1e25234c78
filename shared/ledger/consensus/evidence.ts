/** Contradictions of one signer (2.13 of the protocol: E1 to E3), found in any heap of verified votes and certificates. */
import { FINALIZE, NOTARIZE, NULLIFY } from '../types.ts'
import type { Evidence, SlotCert, SlotVote } from './types.ts'

/** The votes inside a certificate. */
export const votesOf = ({ kind, epoch, height, view, block, signers, sigs }: SlotCert): SlotVote[] =>
  signers.map((signer, i) => ({ kind, epoch, height, view, block, signer, sig: sigs[i]! }))

/**
 * Which rule of an honest voter two votes break: E1 two notarize, E2 two finalize, E3 nullify and finalize, all of one
 * signer in one view; null: none. finalize(B) after notarize(B') is no breach: the leader may have proposed two blocks.
 */
export function contradiction(first: SlotVote, second: SlotVote): Evidence['code'] | null {
  if (first.epoch !== second.epoch || first.height !== second.height || first.view !== second.view || first.signer !== second.signer) return null
  if (first.kind === second.kind) {
    if (first.block === second.block || first.kind === NULLIFY) return null
    return first.kind === NOTARIZE ? 'E1' : 'E2'
  }
  const kinds = [first.kind, second.kind]
  return kinds.includes(NULLIFY) && kinds.includes(FINALIZE) ? 'E3' : null
}

/**
 * Every contradiction among verified votes, at most one a signer, view and rule. Of two final blocks of one height the
 * archived N and X of that slot, together with both F, name at least f + 1 signers.
 */
export function contradictions(votes: Iterable<SlotVote>): Evidence[] {
  const seen = new Map<string, SlotVote[]>()
  const found = new Map<string, Evidence>()
  for (const vote of votes) {
    const at = `${vote.epoch}/${vote.height}/${vote.view}/${vote.signer}`
    const others = seen.get(at) ?? []
    for (const other of others) {
      const code = contradiction(other, vote)
      if (code && !found.has(`${at}/${code}`)) found.set(`${at}/${code}`, { code, first: other, second: vote })
    }
    if (!others.some(({ kind, block }) => kind === vote.kind && block === vote.block)) seen.set(at, [...others, vote])
  }
  return [...found.values()]
}
