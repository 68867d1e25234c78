import type { FileKind } from '../sqlite/open.ts'

const V1 = `
CREATE TABLE owner (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  genesis BLOB NOT NULL,
  member TEXT NOT NULL
) STRICT;
CREATE TABLE draft (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  rev INTEGER NOT NULL,
  state TEXT NOT NULL,
  title TEXT NOT NULL,
  uscc TEXT,
  creator TEXT NOT NULL,
  content TEXT NOT NULL CHECK (json_valid(content)),
  steps TEXT NOT NULL CHECK (json_valid(steps)),
  batch TEXT,
  problems INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  record TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX draft_state ON draft (state, updated_at DESC);
CREATE INDEX draft_batch ON draft (batch) WHERE batch IS NOT NULL;
CREATE INDEX draft_uscc ON draft (uscc) WHERE uscc IS NOT NULL;
CREATE TABLE draft_event (
  draft TEXT NOT NULL REFERENCES draft (id),
  at INTEGER NOT NULL,
  staff TEXT NOT NULL,
  action TEXT NOT NULL,
  comment TEXT NOT NULL
) STRICT;
CREATE INDEX draft_event_draft ON draft_event (draft);
CREATE TABLE outbox (
  record TEXT PRIMARY KEY,
  envelope BLOB NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  uscc TEXT,
  staff TEXT NOT NULL,
  draft TEXT,
  device TEXT NOT NULL,
  seq INTEGER NOT NULL,
  saved_at INTEGER NOT NULL,
  final_at INTEGER,
  height INTEGER,
  void_code TEXT,
  void_params TEXT,
  UNIQUE (device, seq)
) STRICT;
CREATE INDEX outbox_open ON outbox (saved_at) WHERE final_at IS NULL;
CREATE TABLE batch (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  file_name TEXT NOT NULL,
  file_hash TEXT NOT NULL,
  staff TEXT NOT NULL,
  at INTEGER NOT NULL,
  created INTEGER NOT NULL,
  known INTEGER NOT NULL,
  rejected INTEGER NOT NULL
) STRICT;
CREATE TABLE preference (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;
`

/** The same CSV row imported twice makes one draft: found by what it says, not by its file. */
const V2 = `
ALTER TABLE draft ADD COLUMN fingerprint TEXT;
CREATE INDEX draft_fingerprint ON draft (fingerprint) WHERE fingerprint IS NOT NULL;
CREATE INDEX outbox_done ON outbox (saved_at) WHERE final_at IS NOT NULL;
`

/** 'ZXLw' */
export const WORKBENCH_FILE: FileKind = {
  file: 'workbench.db',
  applicationId: 0x5a58_4c77,
  migrations: [V1, V2],
  copyBeforeMigration: true,
}
