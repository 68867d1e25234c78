/** History of the log: roots of its segments, segments of records, headers backwards. */
export const LOG_PROTOCOL = '/zxl/log/1'
/** Full segments (256 records) of one request: 4 096 records. */
export const MAX_SEGMENTS = 16
/** Envelope bytes after which an answer takes no further segment. */
export const LOG_BUDGET = 4 * 1024 * 1024
/** Roots of segments in one frame and in one answer: 512 KiB and 4 MiB. */
export const ROOTS_PER_FRAME = 16_384
export const ROOTS_PER_ANSWER = 8 * ROOTS_PER_FRAME
/** Headers of one frame and of one answer. */
export const HEADERS_PER_FRAME = 512
export const MAX_HEADERS_BACK = 4_096
