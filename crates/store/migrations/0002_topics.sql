-- Topics: a name and the papers that say what is meant by it.
--
-- A change of topics stands in the log with paper 0, which no paper has: whatever is cached lapses, and indexes pass over it.
INSERT INTO counters (name, value) VALUES ('topic', 0);

CREATE TABLE topics (
  key BIGINT PRIMARY KEY,
  slug TEXT NOT NULL,
  name TEXT NOT NULL
);
CREATE UNIQUE INDEX topics_by_slug ON topics (slug);

-- accepted is 1 for an example of the topic, 0 for a paper that does not belong to it.
CREATE TABLE topic_papers (
  topic BIGINT NOT NULL,
  paper BIGINT NOT NULL,
  accepted BIGINT NOT NULL,
  PRIMARY KEY (topic, paper)
) /*clustered*/;
CREATE INDEX topic_papers_by_paper ON topic_papers (paper);
