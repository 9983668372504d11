-- Letters that came back, and how often letters are asked for.

-- Each letter counts once of each kind: gone (no such address), permanent, passing, complaint.
CREATE TABLE returned (
  letter BIGINT NOT NULL,
  kind TEXT NOT NULL,
  subscription BIGINT NOT NULL,
  at BIGINT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (letter, kind)
) /*clustered*/;
CREATE INDEX returned_by_subscription ON returned (subscription, at);
CREATE INDEX returned_by_time ON returned (at);

-- How often letters were asked for: by the site (an empty name) and by each sender (a hash with the day's salt), ten minutes a row. A row is
-- kept for an hour, a salt for its day: afterwards nobody can tell whose hash it was.
CREATE TABLE asked (
  slot BIGINT NOT NULL,
  who TEXT NOT NULL,
  times BIGINT NOT NULL,
  PRIMARY KEY (slot, who)
) /*clustered*/;
CREATE TABLE salts (
  day BIGINT PRIMARY KEY,
  salt TEXT NOT NULL
);
