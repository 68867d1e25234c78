/** The finalized state, out of one unchanging snapshot: bucket hashes, then buckets. */
export const STATE_PROTOCOL = '/zxl/state/1'
/** Bytes of bucket hashes in one frame: 16 384 hashes, a quarter of all. */
export const HASHES_FRAME = 512 * 1024
/** Bytes of buckets after which an answer takes no further bucket. */
export const STATE_BUDGET = 4 * 1024 * 1024
/** Bytes of one answer that are accepted: beyond the budget only for one extreme bucket (4 096 keys a named member crowded into it). */
export const STATE_ANSWER_LIMIT = 96 * 1024 * 1024
