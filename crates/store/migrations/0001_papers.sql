-- The truth about papers. Days are days since 1970-01-01, instants are microseconds since then, both UTC.
--
-- There are no foreign keys: rows are written by one piece of code only, which knows the old row when it replaces one, and
-- checking six references a paper would cost a tenth of the time of a large import.

-- Numbers are taken from here inside the transaction that uses them. The row lock that this takes makes writers wait for one
-- another, so change numbers become visible in rising order on PostgreSQL too, where a sequence would let a reader of the
-- log see number 8 before a slower transaction commits number 7, and miss 7 for ever.
CREATE TABLE counters (
  name TEXT PRIMARY KEY,
  value BIGINT NOT NULL
);
INSERT INTO counters (name, value) VALUES ('paper', 0), ('change', 0), ('papers', 0);

CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

-- The narrow columns stand first, so that sorting by votes does not have to read through abstracts.
CREATE TABLE papers (
  key BIGINT PRIMARY KEY,
  votes BIGINT NOT NULL,
  comments BIGINT NOT NULL,
  shown_day BIGINT,
  listed_day BIGINT,
  published BIGINT,
  title_key BIGINT NOT NULL,
  author_count BIGINT NOT NULL,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  authors TEXT NOT NULL,          -- JSON array of names
  categories TEXT NOT NULL,       -- JSON array, the primary one first
  keywords TEXT NOT NULL,         -- JSON array
  organization TEXT,              -- slug
  organization_name TEXT,
  venue TEXT,
  comment TEXT,
  summary TEXT,
  links TEXT NOT NULL,            -- JSON object
  told TEXT NOT NULL,             -- JSON object: field -> source
  abstract_text TEXT NOT NULL
);
CREATE INDEX papers_by_title ON papers (title_key);

-- Every id under which a paper is known, its present one among them.
CREATE TABLE paper_ids (
  id TEXT NOT NULL PRIMARY KEY,
  paper BIGINT NOT NULL
) /*clustered*/;
CREATE INDEX paper_ids_by_paper ON paper_ids (paper);

-- Shelves: what collects papers. The key is the hash of the slug; papers is the number of paper_* rows. Authors and keywords
-- have no table of their own: there are as many as papers, their names stand in the papers, and nobody lists them all.
-- Writing one would double the time of a large import.
CREATE TABLE organizations (key BIGINT PRIMARY KEY, slug TEXT NOT NULL, name TEXT NOT NULL, papers BIGINT NOT NULL);
CREATE TABLE categories (key BIGINT PRIMARY KEY, slug TEXT NOT NULL, name TEXT NOT NULL, papers BIGINT NOT NULL);

-- From shelf to paper: the tables are their own index, newest paper last; shown_day is -2147483648 where it is unknown.
CREATE TABLE paper_authors (
  author BIGINT NOT NULL, shown_day BIGINT NOT NULL, paper BIGINT NOT NULL, PRIMARY KEY (author, shown_day, paper)
) /*clustered*/;
CREATE TABLE paper_organizations (
  organization BIGINT NOT NULL, shown_day BIGINT NOT NULL, paper BIGINT NOT NULL, PRIMARY KEY (organization, shown_day, paper)
) /*clustered*/;
CREATE TABLE paper_keywords (
  keyword BIGINT NOT NULL, shown_day BIGINT NOT NULL, paper BIGINT NOT NULL, PRIMARY KEY (keyword, shown_day, paper)
) /*clustered*/;
CREATE TABLE paper_categories (
  category BIGINT NOT NULL, shown_day BIGINT NOT NULL, paper BIGINT NOT NULL, PRIMARY KEY (category, shown_day, paper)
) /*clustered*/;

-- place is the rank from 1, or 9223372036854775807 where the order says nothing, so that such papers come last. category
-- is the paper's primary one, repeated here so that a day can be counted and filtered within the index.
CREATE TABLE listings (
  paper BIGINT NOT NULL,
  list TEXT NOT NULL,
  day BIGINT NOT NULL,
  place BIGINT NOT NULL,
  category TEXT /*bytewise*/ NOT NULL,
  PRIMARY KEY (paper, list, day)
) /*clustered*/;
CREATE INDEX listings_in_order ON listings (list, day DESC, place, paper, category);

-- How many papers stand on each day: every page asks for its neighbours.
CREATE TABLE list_days (
  list TEXT NOT NULL,
  day BIGINT NOT NULL,
  papers BIGINT NOT NULL,
  PRIMARY KEY (list, day)
) /*clustered*/;

CREATE TABLE observations (
  paper BIGINT NOT NULL,
  source TEXT NOT NULL,
  at BIGINT NOT NULL,
  votes BIGINT NOT NULL,
  comments BIGINT NOT NULL,
  PRIMARY KEY (paper, source, at)
) /*clustered*/;

-- Which source said something about which paper; the digest tells whether it says the same again.
CREATE TABLE provenance (
  source TEXT NOT NULL,
  source_key TEXT NOT NULL,
  paper BIGINT NOT NULL,
  digest BIGINT NOT NULL,
  first_seen BIGINT NOT NULL,
  last_changed BIGINT NOT NULL,
  PRIMARY KEY (source, source_key)
) /*clustered*/;
CREATE INDEX provenance_by_paper ON provenance (paper);

-- The log that everything derived follows. kind is 'upsert' or 'delete'.
CREATE TABLE changes (
  seq BIGINT PRIMARY KEY,
  paper BIGINT NOT NULL,
  kind TEXT NOT NULL,
  at BIGINT NOT NULL
);
