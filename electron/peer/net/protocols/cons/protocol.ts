import { concat, utf8 } from '../../../../../shared/kit/bytes.ts'
import { MAX_PROPOSAL } from '../../../../../shared/ledger/limits.ts'
import type { Hash } from '../../../../../shared/ledger/types.ts'

/**
 * Consensus messages: each side keeps one long-lived stream open to the other and only writes on it. Its first frame
 * names the network; every further frame is one message.
 */
export const CONS_PROTOCOL = '/zxl/cons/1'

/** Bytes of one message: the largest proposal and the map around it. */
export const MAX_CONS_MESSAGE = MAX_PROPOSAL + 64 * 1024

export const consHello = (genesisHash: Hash): Uint8Array => concat(utf8('zxl1/cons\0'), genesisHash)
