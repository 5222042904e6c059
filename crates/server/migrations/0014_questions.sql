-- What a group asks about its rules of who comes in, with the right answers. No record, so that no feed of
-- records can carry them.
CREATE TABLE questions (
  space     TEXT    NOT NULL PRIMARY KEY,
  set_at    INTEGER NOT NULL,
  -- The version of the rules that they are about.
  version   INTEGER NOT NULL,
  -- The questions with their keys, as JSON.
  questions TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
