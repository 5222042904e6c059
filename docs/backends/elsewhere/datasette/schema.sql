-- The table that the app's records live in: `sqlite3 qunyue.db < schema.sql`.
-- Datasette compares no versions and has no history, so the table does it itself.
CREATE TABLE IF NOT EXISTS records (
  id TEXT PRIMARY KEY,
  space TEXT NOT NULL,
  audience TEXT NOT NULL,
  kind TEXT NOT NULL,
  author TEXT NOT NULL,
  subject TEXT,
  at INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0,
  body TEXT,                         -- JSON; nothing in what is deleted
  w TEXT,                            -- the mark of the last writer
  base TEXT,                         -- the version that the last change started from
  v INTEGER NOT NULL DEFAULT 0       -- the version, and the place in the history of all records
);
CREATE INDEX IF NOT EXISTS records_by_scope ON records (space, audience, v);
CREATE INDEX IF NOT EXISTS records_by_kind ON records (kind, space);

CREATE TABLE IF NOT EXISTS clock (one INTEGER PRIMARY KEY CHECK (one = 1), v INTEGER NOT NULL);
INSERT OR IGNORE INTO clock VALUES (1, 0);

-- Every creation and every change takes the next place, within its own transaction.
CREATE TRIGGER IF NOT EXISTS records_created AFTER INSERT ON records BEGIN
  UPDATE clock SET v = v + 1;
  UPDATE records SET v = (SELECT v FROM clock) WHERE id = NEW.id;
END;
CREATE TRIGGER IF NOT EXISTS records_changed AFTER UPDATE ON records WHEN NEW.v = OLD.v BEGIN
  UPDATE clock SET v = v + 1;
  UPDATE records SET v = (SELECT v FROM clock) WHERE id = NEW.id;
END;

-- A change says where it starts from; what has moved on since is not written over.
CREATE TRIGGER IF NOT EXISTS records_compared BEFORE UPDATE ON records
WHEN NEW.v = OLD.v AND NEW.base IS NOT CAST(OLD.v AS TEXT) BEGIN
  SELECT RAISE(ABORT, 'stale version');
END;

-- What is gone stays gone, the head of a record never changes, and nothing is removed.
CREATE TRIGGER IF NOT EXISTS records_kept BEFORE UPDATE ON records
WHEN NEW.v = OLD.v AND (OLD.deleted = 1 OR NEW.space <> OLD.space OR NEW.audience <> OLD.audience
  OR NEW.kind <> OLD.kind OR NEW.author <> OLD.author OR NEW.subject IS NOT OLD.subject) BEGIN
  SELECT RAISE(ABORT, 'not allowed');
END;
CREATE TRIGGER IF NOT EXISTS records_stay BEFORE DELETE ON records BEGIN
  SELECT RAISE(ABORT, 'records are marked as deleted, and never removed');
END;

-- Which spaces and audiences a person reads, for the profile's `scopes`.
CREATE VIEW IF NOT EXISTS scopes AS
SELECT
  json_extract(m.body, '$.person') AS person,
  m.space || '/' || a.audience AS scope,
  json_extract(m.body, '$.roles') AS "grant"
FROM records AS m
JOIN (SELECT 'all' AS audience UNION SELECT 'personal' UNION SELECT 'private' UNION SELECT 'staff') AS a
WHERE m.kind = 'member' AND m.deleted = 0
  AND json_extract(m.body, '$.state') IN ('active', 'muted', 'leaving', 'removing', 'departing')
  AND (a.audience <> 'staff' OR EXISTS (
    SELECT 1 FROM json_each(m.body, '$.roles') WHERE value IN ('owner', 'admin')));
