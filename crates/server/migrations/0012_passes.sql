-- One-time links by which a person who is signed in signs in on another device. Of the token only the hash
-- is known. What became of a link is kept for a month: who, from which session, and which session began.
CREATE TABLE passes (
  token_hash TEXT    NOT NULL PRIMARY KEY,
  person     TEXT    NOT NULL REFERENCES accounts (person),
  -- The session that made it; with that, the link ends.
  issuer     TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at    INTEGER,
  -- The session that began by it.
  session    TEXT,
  -- How often it was tried after it was used.
  again      INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX passes_of_issuer ON passes (issuer);
