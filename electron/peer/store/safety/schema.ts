import type { FileKind } from '../sqlite/open.ts'

const V1 = `
CREATE TABLE meta (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  genesis BLOB NOT NULL,
  vote_key BLOB NOT NULL,
  instance BLOB NOT NULL,
  boots INTEGER NOT NULL,
  high_epoch INTEGER NOT NULL DEFAULT 0,
  high_height INTEGER NOT NULL DEFAULT 0,
  high_view INTEGER NOT NULL DEFAULT 0,
  finalized INTEGER NOT NULL DEFAULT 0,
  quarantined INTEGER NOT NULL,
  vote_from INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE my_vote (
  epoch INTEGER NOT NULL,
  height INTEGER NOT NULL,
  view INTEGER NOT NULL,
  kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 3),
  block BLOB NOT NULL CHECK (length(block) = 32),
  sig BLOB NOT NULL,
  PRIMARY KEY (epoch, height, view, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE slot_cert (
  height INTEGER NOT NULL,
  view INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  block BLOB NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (height, view, kind, block)
) STRICT, WITHOUT ROWID;
CREATE TABLE slot_block (
  block BLOB PRIMARY KEY,
  height INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
CREATE INDEX slot_block_height ON slot_block (height);
`

/** Votes of others on the open slot: a vote of the evening still counts in the morning, when its voter is off. */
const V2 = `
CREATE TABLE heard_vote (
  height INTEGER NOT NULL,
  view INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  signer INTEGER NOT NULL,
  block BLOB NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (height, view, kind, signer, block)
) STRICT, WITHOUT ROWID;
`

/** 'ZXLs'. No copy before a migration: an old copy put back would make this member vote twice. */
export const SAFETY_FILE: FileKind = {
  file: 'safety.db',
  applicationId: 0x5a58_4c73,
  migrations: [V1, V2],
  copyBeforeMigration: false,
}
