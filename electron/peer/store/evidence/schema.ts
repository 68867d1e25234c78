import type { FileKind } from '../sqlite/open.ts'

const V1 = `
CREATE TABLE evidence (
  name TEXT PRIMARY KEY,
  code TEXT NOT NULL,
  member TEXT,
  epoch INTEGER,
  height INTEGER,
  view INTEGER,
  first BLOB NOT NULL,
  second BLOB NOT NULL,
  found_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_found ON evidence (found_at);
`

/** 'ZXLe'. A file of its own: chain.db may be put aside and fetched again, this can be fetched from nowhere. */
export const EVIDENCE_FILE: FileKind = {
  file: 'evidence.db',
  applicationId: 0x5a58_4c65,
  migrations: [V1],
  copyBeforeMigration: true,
}
