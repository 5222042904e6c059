-- What somebody said who asks to come in, as JSON; none where nothing was asked.
ALTER TABLE requests ADD COLUMN form TEXT;
-- Since when somebody who may decide has looked at it, and what they asked beyond the form.
ALTER TABLE requests ADD COLUMN seen_at INTEGER;
ALTER TABLE requests ADD COLUMN question TEXT NOT NULL DEFAULT '';
ALTER TABLE requests ADD COLUMN answer TEXT NOT NULL DEFAULT '';
