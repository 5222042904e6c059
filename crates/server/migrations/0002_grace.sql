-- When the server took each version of the rules, and how long the one before counts on. Versions
-- that were there before asked for their confirmation at once: no grace.
ALTER TABLE published ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE published ADD COLUMN grace_hours INTEGER NOT NULL DEFAULT 0;
UPDATE published SET at = coalesce(
  (SELECT records.at FROM records
   WHERE records.space = published.space AND records.audience = 'all' AND records.kind = 'rules'
     AND json_extract(records.body, '$.version') = published.version),
  0);
