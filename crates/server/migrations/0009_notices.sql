-- Every urgent announcement asks how many its author has made within a day.
CREATE INDEX notices_of_author ON records (space, author, at) WHERE kind = 'notice';
