-- Whether all that is here is the demo's: then it was never anybody's, and goes as a whole.
ALTER TABLE organization ADD COLUMN demo INTEGER NOT NULL DEFAULT 0;
