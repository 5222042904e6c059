-- Who made a link to set a password: it ends with their right to make one.
ALTER TABLE resets ADD COLUMN issuer TEXT;
