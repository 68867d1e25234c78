import type { ConsensusState } from '../../../shared/ledger/consensus/core.ts'
import { toHex } from '../../../shared/kit/bytes.ts'
import { encodeCert } from '../../../shared/ledger/codec/cert.ts'
import type { BlockId, Signer, SlotVote } from '../../../shared/ledger/consensus/types.ts'
import type { VoteMark } from '../net/protocols/status/codec.ts'
import { fromSlotCert } from './values.ts'

/** Highest slot and view in which each vote key was heard: what heartbeats tell a member about itself. */
export class VoteMarks {
  readonly #marks = new Map<string, VoteMark>()

  note({ epoch, height, view }: Pick<SlotVote, 'epoch' | 'height' | 'view'>, key: Uint8Array | undefined): void {
    if (!key) return
    const name = toHex(key)
    const known = this.#marks.get(name)
    if (!known || height > known.height || (height === known.height && view > known.view)) this.#marks.set(name, { epoch, height, view })
  }

  of(key: Uint8Array): VoteMark | null {
    return this.#marks.get(toHex(key)) ?? null
  }
}

/**
 * The block of the open slot with the most voices (notarize and finalize votes of any view), and how many members they are.
 * Null while nobody but this peer has voted: that is no witness.
 */
export function mostWitnessed({ slot, voters }: ConsensusState): { readonly block: BlockId; readonly k: number } | null {
  const voices = new Map<BlockId, Set<Signer>>()
  const count = (block: BlockId, signers: readonly Signer[]): void => {
    voices.set(block, new Set([...(voices.get(block) ?? []), ...signers]))
  }
  for (const view of slot.views) {
    for (const row of view ? [view.notarize, view.finalize] : []) for (const vote of row) if (vote) count(vote.block, [vote.signer])
    if (view?.notarization) count(view.notarization.block, view.notarization.signers)
  }
  let best: { block: BlockId; k: number } | null = null
  for (const [block, signers] of voices) {
    const others = signers.size - (voters.me !== null && signers.has(voters.me) ? 1 : 0)
    if (others > 0 && (!best || signers.size > best.k)) best = { block, k: signers.size }
  }
  return best
}

/** Encoded N and X certificates of a slot that took more than one view: what a fork would have to be explained with. */
export function contested({ slot }: ConsensusState, height: number): Uint8Array[] {
  if (slot.height !== height || slot.view < 2) return []
  return slot.views.flatMap((view) => [view?.notarization, view?.nullification].flatMap((cert) => (cert ? [encodeCert(fromSlotCert(cert))] : [])))
}
