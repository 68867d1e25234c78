/** Between the core's values (hex block ids, no bytes) and the ledger's wire types. */
import { fromHex, toHex } from '../../kit/bytes.ts'
import { ZERO_HASH } from '../codec/vote.ts'
import { NULLIFY, type Cert, type Vote } from '../types.ts'
import { NO_BLOCK, type BlockId, type SlotCert, type SlotVote } from './types.ts'

/** Block id of a wire hash: lower-case hex, or NO_BLOCK for the zero hash of a nullify vote. */
const blockOf = (kind: number, hash: Uint8Array): BlockId => (kind === NULLIFY ? NO_BLOCK : toHex(hash))
const hashOfBlock = (block: BlockId): Uint8Array => (block === NO_BLOCK ? ZERO_HASH : fromHex(block))

export const slotVote = ({ kind, epoch, height, view, blockId, signer, sig }: Vote): SlotVote => ({
  kind, epoch, height, view, block: blockOf(kind, blockId), signer, sig,
})

export const wireVote = ({ kind, epoch, height, view, block, signer, sig }: SlotVote): Vote => ({
  kind, epoch, height, view, blockId: hashOfBlock(block), signer, sig,
})

export const slotCert = ({ kind, epoch, height, view, blockId, signers, sigs }: Cert): SlotCert => ({
  kind, epoch, height, view, block: blockOf(kind, blockId), signers, sigs,
})

export const wireCert = ({ kind, epoch, height, view, block, signers, sigs }: SlotCert): Cert => ({
  kind, epoch, height, view, blockId: hashOfBlock(block), signers, sigs,
})
