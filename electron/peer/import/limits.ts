/** What one import file may be. A larger one is split by its owner: a dry run must stay quick and fit in memory. */
export const IMPORT_MAX_BYTES = 8 * 1024 * 1024
/** Data rows, header not counted. */
export const IMPORT_MAX_ROWS = 20_000
export const IMPORT_MAX_COLUMNS = 100
/** Characters of one cell; the longest field (facts) may have 4 000. */
export const IMPORT_MAX_CELL = 5_000
/** Findings handed to the screen; all are counted and all are in the report. */
export const IMPORT_MAX_SHOWN = 1_000
/** First rows shown as a sample. */
export const IMPORT_SAMPLE = 5
