-- A session that was ended from elsewhere is remembered until it would have ended by itself: the
-- device it was on must lock what it holds, and not only stop sending.
ALTER TABLE sessions ADD COLUMN revoked_at INTEGER;
