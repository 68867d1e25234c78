/** Final blocks by range, for catching up. */
export const BLOCKS_PROTOCOL = '/zxl/blocks/1'
/**
 * Headers of one answer. Certificates are kept for the last 1 024 blocks and every 256th one, so a chain of 256 headers
 * always reaches one.
 */
export const MAX_HEADERS = 256
/** Envelope bytes after which an answer stops taking further blocks. */
export const ANSWER_BUDGET = 4 * 1024 * 1024
