-- Guards ask when somebody posted last, on every post.
CREATE INDEX posts_of_author ON records (space, author, at) WHERE kind = 'message';
