import type { FileKind } from '../../sqlite/open.ts'

/**
 * Older records and headers that were fetched after a start from a verified state. A file of its own, because one writer at
 * a time is SQLite's rule: filling and indexing it never holds a block of chain.db back. No secondary index while it fills.
 */
const V1 = `
CREATE TABLE owner (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  genesis BLOB NOT NULL
) STRICT;
CREATE TABLE record (
  idx INTEGER PRIMARY KEY,
  id BLOB NOT NULL,
  envelope BLOB NOT NULL,
  kind TEXT NOT NULL,
  author TEXT NOT NULL,
  device BLOB NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  subject TEXT,
  title TEXT NOT NULL
) STRICT;
CREATE TABLE segment (
  segment INTEGER PRIMARY KEY,
  leaves BLOB NOT NULL
) STRICT;
CREATE TABLE header (
  height INTEGER PRIMARY KEY,
  block BLOB NOT NULL,
  bytes BLOB NOT NULL,
  time INTEGER NOT NULL,
  log_size INTEGER NOT NULL
) STRICT;
`

/** Made once everything is here, and dropped while a further gap fills. */
export const HEADER_INDEXES = [
  'CREATE UNIQUE INDEX IF NOT EXISTS header_block ON header (block)',
  'CREATE INDEX IF NOT EXISTS header_size ON header (log_size)',
] as const
export const RECORD_INDEXES = [
  'CREATE UNIQUE INDEX IF NOT EXISTS record_id ON record (id)',
  'CREATE INDEX IF NOT EXISTS record_subject ON record (subject, idx) WHERE subject IS NOT NULL',
  'CREATE INDEX IF NOT EXISTS record_kind ON record (kind, idx)',
] as const

/** 'ZXLh' */
export const HISTORY_FILE: FileKind = {
  file: 'chain-history.db',
  applicationId: 0x5a58_4c68,
  migrations: [V1],
  copyBeforeMigration: false,
}

/** Where the history of a chain.db is. */
export const historyPath = (chainPath: string): string => `${chainPath.replace(/\.db$/, '')}-history.db`
