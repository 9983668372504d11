-- What was searched for, by day, where the operator wants to know: numbers, and nothing about who asked.
CREATE TABLE searches (
  day BIGINT NOT NULL,
  query TEXT NOT NULL,
  asked BIGINT NOT NULL,
  opened BIGINT NOT NULL,
  total_us BIGINT NOT NULL,
  slowest_us BIGINT NOT NULL,
  PRIMARY KEY (day, query)
) /*clustered*/;
