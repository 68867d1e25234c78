/** Set reconciliation of pending records: digests of 256 parts of the id space, then ids of the parts that differ. */
export const PENDING_PROTOCOL = '/zxl/pending/1'
/** The part of an id is its first byte; a part's sum is the first 16 bytes of the hash of its sorted ids. */
export const PARTS = 256
export const SUM_BYTES = 16
/** Records asked for at once: 1 024 ids are half a request, and their envelopes fit into one answer on average. */
export const MAX_GET = 256
