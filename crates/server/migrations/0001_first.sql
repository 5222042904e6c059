-- The organization, its people, their sessions.
CREATE TABLE organization (
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  name       TEXT    NOT NULL,
  locale     TEXT    NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- Tells this database from any other, so that a device notices a server made anew.
CREATE TABLE instance (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id  TEXT    NOT NULL
) STRICT;
INSERT INTO instance VALUES (1, lower(hex(randomblob(8))));

CREATE TABLE accounts (
  person     TEXT    PRIMARY KEY,
  login      TEXT    NOT NULL,
  login_key  TEXT    NOT NULL UNIQUE,
  real_name  TEXT    NOT NULL,
  dept       TEXT    NOT NULL,
  post       TEXT    NOT NULL,
  password   TEXT    NOT NULL,
  founder    INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
  id         TEXT    PRIMARY KEY,
  token_hash TEXT    NOT NULL UNIQUE,
  person     TEXT    NOT NULL REFERENCES accounts (person),
  device     TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_of_person ON sessions (person);
CREATE INDEX sessions_by_end ON sessions (expires_at);

-- One-time links that set a new password. `space` is empty where the server's own command made
-- the link.
CREATE TABLE resets (
  token_hash TEXT    PRIMARY KEY,
  person     TEXT    NOT NULL REFERENCES accounts (person),
  space      TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at    INTEGER
) STRICT;
CREATE INDEX resets_of_person ON resets (person);

-- Records, and where each scope's sequence stands. `horizon` is the highest sequence number of a
-- tombstone that was purged: a cursor below it would miss a deletion.
CREATE TABLE scopes (
  space    TEXT    NOT NULL,
  audience TEXT    NOT NULL,
  seq      INTEGER NOT NULL,
  horizon  INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (space, audience)
) STRICT, WITHOUT ROWID;

CREATE TABLE records (
  space      TEXT    NOT NULL,
  audience   TEXT    NOT NULL,
  id         TEXT    NOT NULL,
  kind       TEXT    NOT NULL,
  author     TEXT    NOT NULL,
  subject    TEXT,
  seq        INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  deleted    INTEGER NOT NULL,
  body       TEXT    NOT NULL,
  PRIMARY KEY (space, audience, id)
) STRICT;
CREATE UNIQUE INDEX records_by_seq ON records (space, audience, seq);
CREATE INDEX records_of_subject ON records (space, audience, subject, seq) WHERE subject IS NOT NULL;
CREATE INDEX tombstones_by_age ON records (changed_at) WHERE deleted = 1;

-- One result for each write that took effect, so that a re-send gets the same answer. The body is
-- left out: it is the body of the request, which the fingerprint identifies.
CREATE TABLE results (
  device      TEXT    NOT NULL,
  n           INTEGER NOT NULL,
  person      TEXT    NOT NULL,
  at          INTEGER NOT NULL,
  fingerprint TEXT    NOT NULL,
  answer      TEXT    NOT NULL,
  PRIMARY KEY (device, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX results_by_age ON results (at);

-- What the rules ask for, drawn from records in the same transaction as they change.
CREATE TABLE spaces (
  space TEXT PRIMARY KEY,
  owner TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX spaces_of_owner ON spaces (owner);

CREATE TABLE published (
  space   TEXT    NOT NULL,
  version INTEGER NOT NULL,
  hash    TEXT    NOT NULL,
  PRIMARY KEY (space, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE members (
  space  TEXT    NOT NULL,
  person TEXT    NOT NULL,
  state  TEXT    NOT NULL,
  roles  TEXT    NOT NULL,
  -- Grows whenever membership begins or ends: whoever rejoins starts from nothing.
  epoch  INTEGER NOT NULL,
  PRIMARY KEY (space, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX spaces_of_person ON members (person);

CREATE TABLE invites (
  token_hash TEXT PRIMARY KEY,
  space      TEXT NOT NULL,
  id         TEXT NOT NULL,
  UNIQUE (space, id)
) STRICT;
