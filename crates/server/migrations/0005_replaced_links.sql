-- Links that a newer one took the place of, of invitations and of passwords: whoever still has one is
-- told so, instead of that there never was such a link.
CREATE TABLE replaced_links (
  token_hash TEXT    PRIMARY KEY,
  at         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX replaced_by_age ON replaced_links (at);
