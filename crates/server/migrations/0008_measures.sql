-- Every post asks whether its author is muted: the measures that were taken about somebody.
CREATE INDEX measures_of_person ON records (space, subject, at) WHERE kind = 'measure';
