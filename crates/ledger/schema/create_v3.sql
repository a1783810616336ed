-- The ledger as released with version 3, for the test that upgrades it. Never changed.
PRAGMA user_version = 3;
CREATE TABLE setting (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE keep_rule (
  site TEXT PRIMARY KEY NOT NULL,
  added_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE run (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  started_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  preset TEXT NOT NULL,
  state TEXT NOT NULL,
  wrapped_key BLOB
) STRICT;
CREATE TABLE run_store (
  run INTEGER NOT NULL REFERENCES run (id),
  store INTEGER NOT NULL,
  browser TEXT NOT NULL,
  engine TEXT NOT NULL,
  profile TEXT NOT NULL,
  root BLOB NOT NULL,
  path BLOB NOT NULL,
  planned INTEGER NOT NULL,
  version INTEGER,
  columns TEXT,
  removed INTEGER NOT NULL DEFAULT 0,
  restored INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (run, store)
) STRICT, WITHOUT ROWID;
CREATE TABLE journal_row (
  run INTEGER NOT NULL,
  store INTEGER NOT NULL,
  row INTEGER NOT NULL,
  state INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (run, store, row),
  FOREIGN KEY (run, store) REFERENCES run_store (run, store)
) STRICT, WITHOUT ROWID;
CREATE TABLE scan (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  cookies INTEGER NOT NULL
) STRICT;
CREATE TABLE scan_count (
  scan INTEGER NOT NULL REFERENCES scan (id),
  axis TEXT NOT NULL,
  key TEXT NOT NULL,
  cookies INTEGER NOT NULL,
  PRIMARY KEY (scan, axis, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE correction (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  covers TEXT NOT NULL CHECK (covers IN ('cookie', 'name', 'site')),
  name TEXT NOT NULL,
  place TEXT NOT NULL,
  axis TEXT NOT NULL CHECK (axis IN ('sign_in', 'tracking', 'purpose', 'company')),
  answer TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  UNIQUE (covers, name, place, axis)
) STRICT;
CREATE TABLE folder (
  path BLOB PRIMARY KEY NOT NULL,
  added_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
