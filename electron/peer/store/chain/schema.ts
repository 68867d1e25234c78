import type { FileKind } from '../sqlite/open.ts'

const V1 = `
CREATE TABLE genesis (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  hash BLOB NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
CREATE TABLE header (
  height INTEGER PRIMARY KEY,
  block BLOB NOT NULL UNIQUE,
  bytes BLOB NOT NULL,
  time INTEGER NOT NULL,
  log_size INTEGER NOT NULL,
  records INTEGER NOT NULL,
  state_root BLOB NOT NULL,
  closing INTEGER NOT NULL,
  finalized_at INTEGER NOT NULL
) STRICT;
CREATE TABLE record (
  idx INTEGER PRIMARY KEY,
  id BLOB NOT NULL UNIQUE,
  envelope BLOB NOT NULL,
  height INTEGER NOT NULL,
  kind TEXT NOT NULL,
  author TEXT NOT NULL,
  device BLOB NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  subject TEXT,
  title TEXT NOT NULL,
  void_code TEXT,
  void_params TEXT
) STRICT;
CREATE INDEX record_height ON record (height);
CREATE INDEX record_subject ON record (subject, idx) WHERE subject IS NOT NULL;
CREATE INDEX record_kind ON record (kind, idx);
CREATE TABLE log_tile (
  level INTEGER NOT NULL,
  tile INTEGER NOT NULL,
  hashes BLOB NOT NULL,
  PRIMARY KEY (level, tile)
) STRICT, WITHOUT ROWID;
CREATE TABLE state (
  key TEXT PRIMARY KEY,
  bucket INTEGER NOT NULL,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX state_bucket ON state (bucket, key);
CREATE TABLE bucket (
  bucket INTEGER PRIMARY KEY,
  hash BLOB NOT NULL
) STRICT;
CREATE TABLE cert (
  height INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;
CREATE TABLE archive_cert (
  height INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
CREATE INDEX archive_cert_height ON archive_cert (height);
CREATE TABLE pending (
  cursor INTEGER PRIMARY KEY AUTOINCREMENT,
  id BLOB NOT NULL UNIQUE,
  envelope BLOB NOT NULL,
  author TEXT NOT NULL,
  device BLOB NOT NULL,
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  received_at INTEGER NOT NULL
) STRICT;
CREATE INDEX pending_device ON pending (device, seq);
CREATE TABLE held (
  id BLOB NOT NULL,
  member TEXT NOT NULL,
  PRIMARY KEY (id, member)
) STRICT, WITHOUT ROWID;
`

/** What lists and the search show. Derived from the state, so an older file gets it filled by a rebuild at its first start. */
const V2 = `
CREATE TABLE view_info (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  version INTEGER NOT NULL
) STRICT;
CREATE TABLE institution (
  rowid INTEGER PRIMARY KEY,
  uscc TEXT NOT NULL UNIQUE,
  name_zh TEXT NOT NULL,
  name_en TEXT,
  short_name TEXT,
  former_names TEXT NOT NULL,
  haystack TEXT NOT NULL,
  type TEXT NOT NULL,
  home TEXT NOT NULL,
  region TEXT NOT NULL,
  biz_status TEXT NOT NULL,
  score INTEGER,
  notation TEXT,
  class TEXT,
  flags TEXT NOT NULL,
  engagements INTEGER NOT NULL,
  conduct_positive INTEGER NOT NULL,
  conduct_negative INTEGER NOT NULL,
  ratings INTEGER NOT NULL,
  height INTEGER NOT NULL
) STRICT;
CREATE INDEX institution_name ON institution (name_zh);
CREATE INDEX institution_height ON institution (height, uscc);
CREATE INDEX institution_score ON institution (score, uscc);
CREATE INDEX institution_class ON institution (class);
CREATE VIRTUAL TABLE institution_text USING fts5 (grams, content = '', contentless_delete = 1, tokenize = 'ascii', detail = none);
`

/**
 * The text that is searched in a narrow table of its own: reading it through at 100 000 rows is a matter of milliseconds,
 * reading it between all the other columns is not. Indexes that give each sort order without sorting.
 */
const V3 = `
CREATE TABLE institution_names (
  rowid INTEGER PRIMARY KEY,
  haystack TEXT NOT NULL
) STRICT;
INSERT INTO institution_names (rowid, haystack) SELECT rowid, haystack FROM institution;
ALTER TABLE institution DROP COLUMN haystack;
DROP INDEX institution_name;
DROP INDEX institution_score;
CREATE INDEX institution_name ON institution (name_zh, uscc);
CREATE INDEX institution_score_down ON institution (score IS NULL, score DESC, uscc DESC);
CREATE INDEX institution_score_up ON institution (score IS NULL, score, uscc);
CREATE INDEX institution_filter ON institution (type, home, biz_status, class);
CREATE INDEX institution_home ON institution (home, biz_status, class);
`

/**
 * A start from a verified state: closing blocks of all epochs (the n-th ends epoch n - 1) even where their neighbours are not
 * here, gaps whose records and headers are in the history file or on their way to it, and a state that is being fetched.
 */
const V4 = `
CREATE TABLE epoch_close (
  height INTEGER PRIMARY KEY,
  header BLOB NOT NULL,
  cert BLOB NOT NULL
) STRICT;
INSERT INTO epoch_close (height, header, cert) SELECT height, header.bytes, cert.bytes FROM header JOIN cert USING (height) WHERE closing = 1;
CREATE TABLE gap (
  first INTEGER PRIMARY KEY,
  size INTEGER NOT NULL,
  first_height INTEGER NOT NULL,
  last_height INTEGER NOT NULL,
  sealed INTEGER NOT NULL
) STRICT;
CREATE TABLE next_state (
  key TEXT PRIMARY KEY,
  bucket INTEGER NOT NULL,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE next_bucket (
  bucket INTEGER PRIMARY KEY,
  hash BLOB NOT NULL
) STRICT;
DROP INDEX record_height;
`

/** 'ZXLc' */
export const CHAIN_FILE: FileKind = {
  file: 'chain.db',
  applicationId: 0x5a58_4c63,
  migrations: [V1, V2, V3, V4],
  copyBeforeMigration: true,
}
