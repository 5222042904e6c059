-- What a screen needs whole, however old it is: a first load begins with it. All kinds but those that
-- are paged through; the condition stands word for word in the query.
CREATE INDEX records_pinned ON records (space, audience, seq)
  WHERE kind NOT IN ('message', 'audit') AND deleted = 0;
