-- Reactions are paged through like the messages to which they belong.
DROP INDEX records_pinned;
CREATE INDEX records_pinned ON records (space, audience, seq)
  WHERE kind NOT IN ('message', 'reaction', 'audit') AND deleted = 0;
