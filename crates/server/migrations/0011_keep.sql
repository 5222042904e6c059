-- Whether all that is here is the demo's: then it was never anybody's, and goes as a whole.
ALTER TABLE organization ADD COLUMN demo INTEGER NOT NULL DEFAULT 0;

-- Who asks to come in by a link for many, one request for each person in a space. They are no records:
-- who waits is no member yet and reads nothing of the space.
CREATE TABLE requests (
  space      TEXT    NOT NULL,
  person     TEXT    NOT NULL REFERENCES accounts (person),
  -- What the link was made for, as it said when they asked.
  purpose    TEXT    NOT NULL,
  asked_at   INTEGER NOT NULL,
  state      TEXT    NOT NULL,
  decided_by TEXT,
  decided_at INTEGER,
  reason     TEXT    NOT NULL DEFAULT '',
  PRIMARY KEY (space, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX requests_of_person ON requests (person);
