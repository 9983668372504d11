-- Letters: who wants which, and what was sent.

INSERT INTO counters (name, value) VALUES ('subscription', 0), ('letter', 0);
CREATE TABLE subscriptions (
  key BIGINT PRIMARY KEY,
  address TEXT NOT NULL,
  subject TEXT NOT NULL,
  -- How often, when, how many papers, and whether a day without any is told: as JSON.
  wish TEXT NOT NULL,
  -- asked: not confirmed yet; active; ended.
  state TEXT NOT NULL,
  made BIGINT NOT NULL,
  -- The last moment of which papers were sent, and the next at which a letter is due.
  since BIGINT NOT NULL,
  due BIGINT NOT NULL
);
CREATE INDEX subscriptions_by_address ON subscriptions (address);
CREATE INDEX subscriptions_by_due ON subscriptions (state, due);

-- Letters by rising number. One subscription has one letter of a date.
CREATE TABLE letters (
  key BIGINT PRIMARY KEY,
  subscription BIGINT NOT NULL,
  date TEXT NOT NULL,
  -- queued, sending, sent, failed.
  state TEXT NOT NULL,
  -- When it is tried next, or was sent or given up.
  at BIGINT NOT NULL,
  tries BIGINT NOT NULL,
  error TEXT NOT NULL,
  -- The papers in it and why each is there, as JSON.
  papers TEXT NOT NULL
);
CREATE UNIQUE INDEX letters_by_date ON letters (subscription, date);
CREATE INDEX letters_by_state ON letters (state, at);

-- Papers that a subscription was sent.
CREATE TABLE posted (
  subscription BIGINT NOT NULL,
  paper BIGINT NOT NULL,
  PRIMARY KEY (subscription, paper)
) /*clustered*/;
CREATE INDEX posted_by_paper ON posted (paper);

-- Addresses that get no letters, and why.
CREATE TABLE suppressed (
  address TEXT PRIMARY KEY,
  at BIGINT NOT NULL,
  why TEXT NOT NULL
);
