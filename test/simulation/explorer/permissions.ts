/**
 * What the product's rules permit, asked of them once for every case that can arise and kept as tables: the exploration
 * itself decides nothing.
 */
import { newSlot, ownedView, type Slot } from '../../../shared/ledger/consensus/slot.ts'
import type { Rules } from '../../../shared/ledger/consensus/rules.ts'
import { NO_BLOCK, type SlotCert } from '../../../shared/ledger/consensus/types.ts'
import { NOTARIZE, NULLIFY, type VoteKind } from '../../../shared/ledger/types.ts'

/**
 * Blocks are numbers: 2 × the view of birth + 0 or 1. Every leader is Byzantine and makes twins; a third fresh block of
 * a view adds nothing, since two quorums cannot avoid each other by it: what would vote for it can vote for the twin.
 */
export const TWINS = 2
export const bornIn = (block: number): number => Math.floor(block / TWINS)
/** Blocks that can be proposed in a view: those born in it and all born before. */
export const blocksOf = (view: number): number => TWINS * (view + 1)

/** Certificates that exist in the views before one, as a number: for each view (notarized block + 1) * 2 + nullified. */
export const CERT_BITS = 4

export interface Permissions {
  /** [own votes as a bit set: 1 notarize, 2 nullify, 4 finalize] */
  readonly notarize: readonly boolean[]
  readonly nullify: readonly boolean[]
  readonly finalize: readonly boolean[]
  /** [view][certificates of the views before]: bit set of the blocks that a voter may find justified. */
  readonly justified: readonly Uint32Array[]
}

const OWN = Array.from({ length: 8 }, (_, bits) => ({ notarize: (bits & 1) > 0, nullify: (bits & 2) > 0, finalize: (bits & 4) > 0 }))
const name = (block: number): string => `${bornIn(block)}${'ab'[block % TWINS]}`

export function permissionsOf(rules: Rules, views: number): Permissions {
  return {
    notarize: OWN.map(rules.mayNotarize),
    nullify: OWN.map(rules.mayNullify),
    finalize: OWN.map(rules.mayFinalize),
    justified: Array.from({ length: views }, (_, view) =>
      Uint32Array.from({ length: 1 << (CERT_BITS * view) }, (_, certs) => justifiedBlocks(rules, view, certs)),
    ),
  }
}

/** Certificates are known in any order: a voter may hold any part of those that exist. */
function justifiedBlocks(rules: Rules, view: number, certs: number): number {
  let allowed = 0
  for (let held = 0; held < 1 << (2 * view); held++) {
    const slot = slotWith(view, certs, held)
    for (let block = 0; block < blocksOf(view); block++)
      if (rules.justified(slot, view, { block: name(block), bornView: bornIn(block), proposer: 0 })) allowed |= 1 << block
  }
  return allowed
}

/** A real slot of the core that holds those of the certificates that `held` names (two bits a view: N, X). */
function slotWith(view: number, certs: number, held: number): Slot {
  const token = {}
  const slot = newSlot(token, 1)
  for (let w = 0; w < view; w++) {
    const here = certs >>> (CERT_BITS * w)
    const notarized = (here >>> 1) & 7
    const state = ownedView(token, slot, w, 4)
    if (notarized > 0 && notarized <= blocksOf(w) && (held >>> (2 * w)) & 1) state.notarization = cert(NOTARIZE, w, name(notarized - 1))
    if (here & 1 && (held >>> (2 * w + 1)) & 1) state.nullification = cert(NULLIFY, w, NO_BLOCK)
  }
  return slot
}

const cert = (kind: VoteKind, view: number, block: string): SlotCert => ({ kind, epoch: 0, height: 1, view, block, signers: [], sigs: [] })
