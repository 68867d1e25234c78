import { fromHex, toHex } from '../../../shared/kit/bytes.ts'
import { ZERO_HASH } from '../../../shared/ledger/codec/vote.ts'
import { NO_BLOCK, type BlockId, type SlotCert, type SlotVote } from '../../../shared/ledger/consensus/types.ts'
import type { Cert, Hash, Vote } from '../../../shared/ledger/types.ts'

/** The core names blocks by text, the ledger by bytes: the two forms of the same things. */
export const blockText = (id: Hash, nullify: boolean): BlockId => (nullify ? NO_BLOCK : toHex(id))
export const blockHash = (id: BlockId): Hash => (id === NO_BLOCK ? ZERO_HASH : fromHex(id))

export const toSlotVote = ({ blockId, ...vote }: Vote): SlotVote => ({ ...vote, block: blockText(blockId, vote.kind === 2) })
export const fromSlotVote = ({ block, ...vote }: SlotVote): Vote => ({ ...vote, blockId: blockHash(block) })
export const toSlotCert = ({ blockId, ...cert }: Cert): SlotCert => ({ ...cert, block: blockText(blockId, cert.kind === 2) })
export const fromSlotCert = ({ block, ...cert }: SlotCert): Cert => ({ ...cert, blockId: blockHash(block) })
