-- Readers: what one was shown is remembered once, over all that they get.

INSERT INTO counters (name, value) VALUES ('reader', 0);
CREATE TABLE readers (
  key BIGINT PRIMARY KEY,
  address TEXT NOT NULL UNIQUE
);
INSERT INTO readers (key, address) SELECT min(key), address FROM subscriptions GROUP BY address;
UPDATE counters SET value = (SELECT coalesce(max(key), 0) FROM readers) WHERE name = 'reader';

ALTER TABLE subscriptions ADD COLUMN reader BIGINT NOT NULL DEFAULT 0;
UPDATE subscriptions SET reader = (SELECT readers.key FROM readers WHERE readers.address = subscriptions.address);
CREATE INDEX subscriptions_by_reader ON subscriptions (reader);

-- Papers that a reader was shown, by mail or in a feed of theirs, and when first.
CREATE TABLE shown (
  reader BIGINT NOT NULL,
  paper BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (reader, paper)
) /*clustered*/;
INSERT INTO shown (reader, paper, at)
  SELECT subscriptions.reader, posted.paper, min(subscriptions.since)
  FROM posted JOIN subscriptions ON subscriptions.key = posted.subscription
  GROUP BY subscriptions.reader, posted.paper;
CREATE INDEX shown_by_paper ON shown (paper);
DROP TABLE posted;

-- Private feeds: one of a subscription, found by a word that nobody guesses.
CREATE TABLE private_feeds (
  subscription BIGINT PRIMARY KEY,
  word TEXT NOT NULL UNIQUE,
  made BIGINT NOT NULL
);

-- Papers that came by a feed, why and when.
CREATE TABLE feed_papers (
  subscription BIGINT NOT NULL,
  paper BIGINT NOT NULL,
  at BIGINT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (subscription, paper)
) /*clustered*/;
CREATE INDEX feed_papers_by_paper ON feed_papers (paper);
