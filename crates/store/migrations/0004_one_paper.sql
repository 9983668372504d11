-- What makes one paper of many descriptions, and takes it apart again.

-- What became of a paper, as JSON: shown with it, never searched by.
ALTER TABLE papers ADD COLUMN facts TEXT NOT NULL DEFAULT '{}';

-- Under which keys descriptions of one paper meet whose words differ a little. The table is its own index.
CREATE TABLE paper_likeness (
  likeness BIGINT NOT NULL,
  paper BIGINT NOT NULL,
  PRIMARY KEY (likeness, paper)
) /*clustered*/;

-- Papers that were put together without a common id, or although they had stood apart: both as they were before, as JSON.
INSERT INTO counters (name, value) VALUES ('merge', 0);
CREATE TABLE merges (
  number BIGINT PRIMARY KEY,
  paper BIGINT NOT NULL,
  at BIGINT NOT NULL,
  why TEXT NOT NULL,
  kept TEXT NOT NULL,
  joined TEXT NOT NULL
);
CREATE INDEX merges_by_paper ON merges (paper);

-- The last words of each record about such a paper since, as JSON: what is taken apart gets them back.
CREATE TABLE words (
  source TEXT NOT NULL,
  source_key TEXT NOT NULL,
  paper BIGINT NOT NULL,
  at BIGINT NOT NULL,
  said TEXT NOT NULL,
  PRIMARY KEY (source, source_key)
) /*clustered*/;
CREATE INDEX words_by_paper ON words (paper);

-- Papers that are not one, as somebody said: each pair in both orders.
CREATE TABLE apart (
  one BIGINT NOT NULL,
  other BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (one, other)
) /*clustered*/;

CREATE INDEX apart_by_other ON apart (other);

-- Papers that may be one, for somebody to say: each pair once, the smaller number first.
CREATE TABLE doubts (
  one BIGINT NOT NULL,
  other BIGINT NOT NULL,
  at BIGINT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (one, other)
) /*clustered*/;
CREATE INDEX doubts_by_other ON doubts (other);
