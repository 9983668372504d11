-- Alerts: which program or chat is told of which papers, and what it said to that.

INSERT INTO counters (name, value) VALUES ('alert', 0), ('alert message', 0), ('alert call', 0);
CREATE TABLE alerts (
  key BIGINT PRIMARY KEY,
  subject TEXT NOT NULL,
  -- Form, address and secret, as JSON.
  destination TEXT NOT NULL,
  -- When, how many papers, how probable, how many messages a day: as JSON.
  wish TEXT NOT NULL,
  -- active; paused: it could not be told; ended: it does not want to be.
  state TEXT NOT NULL,
  -- Why it is paused or was ended.
  why TEXT NOT NULL,
  made BIGINT NOT NULL,
  -- Until when it is not told anything, and when it is to be told next.
  muted BIGINT NOT NULL,
  due BIGINT NOT NULL
);

-- Messages by rising number; those of one alert are handed over one after another.
CREATE TABLE alert_messages (
  key BIGINT PRIMARY KEY,
  alert BIGINT NOT NULL,
  -- What it is called by whoever gets it, however often it is handed over.
  id TEXT NOT NULL,
  made BIGINT NOT NULL,
  -- waiting, sending, sent, failed.
  state TEXT NOT NULL,
  -- When it is tried next, or was sent or given up.
  at BIGINT NOT NULL,
  tries BIGINT NOT NULL,
  error TEXT NOT NULL,
  -- The papers in it and why each is there, as JSON.
  papers TEXT NOT NULL
);
CREATE INDEX alert_messages_by_alert ON alert_messages (alert, key);
CREATE INDEX alert_messages_by_state ON alert_messages (state, at);

-- Papers that an alert was told of.
CREATE TABLE alerted (
  alert BIGINT NOT NULL,
  paper BIGINT NOT NULL,
  PRIMARY KEY (alert, paper)
) /*clustered*/;
CREATE INDEX alerted_by_paper ON alerted (paper);

-- What became of each attempt; the last ones of each alert are kept.
CREATE TABLE alert_calls (
  key BIGINT PRIMARY KEY,
  alert BIGINT NOT NULL,
  id TEXT NOT NULL,
  at BIGINT NOT NULL,
  -- The status, 0 where there was none.
  status BIGINT NOT NULL,
  took_ms BIGINT NOT NULL,
  -- The beginning of the answer, or what went wrong.
  answer TEXT NOT NULL
);
CREATE INDEX alert_calls_by_alert ON alert_calls (alert, key);
