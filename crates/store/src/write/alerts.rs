//! Writing alerts, their messages, and what became of each.

use std::collections::HashSet;

use domain::{AlertWish, Destination, PaperKey, Subject, Timestamp};
use serde::Serialize;

use super::changes::take_numbers;
use super::tx::Tx;
use crate::StoreError;
use crate::bulk::Bulk;
use crate::driver::{Cells, Query, Session, Value};
use crate::read::{Alert, AlertCall, AlertKey, AlertMessage, AlertMessageKey};

/// Attempts that are kept of each alert.
const KEPT: i64 = 100;

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was taken.
    Sent,
    /// It is tried again at this moment.
    Again(Timestamp),
    /// The same, and this time does not count: nobody was asked.
    NotTried(Timestamp),
    /// It is not tried again.
    Failed,
}

impl Tx {
    /// Makes an alert that is due at a moment.
    pub async fn add_alert(
        &mut self,
        (subject, destination): (&Subject, &Destination),
        wish: &AlertWish,
        (at, due): (Timestamp, Timestamp),
    ) -> Result<AlertKey, StoreError> {
        let session = &mut self.session();
        let key = take_numbers(session, "alert", 1).await?;
        let sql = "INSERT INTO alerts (key, subject, destination, wish, state, why, made, muted, due) \
                   VALUES ($1, $2, $3, $4, 'active', '', $5, $6, $7)";
        let query = Query::new("write an alert", sql).int(key).text(&subject.to_string()).text(&printed(destination));
        session.execute(query.text(&printed(wish)).instant(at).instant(at).instant(due)).await?;
        Ok(AlertKey(key))
    }

    /// Changes how an alert stands, and when it is told.
    pub async fn change_alert(&mut self, changed: &Alert) -> Result<(), StoreError> {
        let Alert { key, state, why, muted, due, .. } = changed;
        let sql = "UPDATE alerts SET state = $2, why = $3, muted = $4, due = $5 WHERE key = $1";
        let query = Query::new("change an alert", sql).int(key.0).text(state.as_str()).text(why);
        self.session().execute(query.instant(*muted).instant(*due)).await.map(drop)
    }

    /// Removes an alert with all that it was told; `false` where there is none.
    pub async fn remove_alert(&mut self, key: AlertKey) -> Result<bool, StoreError> {
        const TABLES: [&str; 4] = [
            "DELETE FROM alerted WHERE alert = $1",
            "DELETE FROM alert_messages WHERE alert = $1",
            "DELETE FROM alert_calls WHERE alert = $1",
            "DELETE FROM alerts WHERE key = $1",
        ];
        let mut removed = 0;
        for sql in TABLES {
            removed = self.session().execute(Query::new("remove an alert", sql).int(key.0)).await?;
        }
        Ok(removed > 0)
    }

    /// An alert as this transaction sees it.
    pub async fn alert(&mut self, key: AlertKey) -> Result<Option<Alert>, StoreError> {
        self.session().fetch_first(Alert::select("key = $1").int(key.0)).await?.as_ref().map(Alert::read).transpose()
    }

    /// Notes that an alert was told of papers; returns those of which it was not told before.
    pub async fn note_alerted(&mut self, to: AlertKey, papers: &[PaperKey]) -> Result<HashSet<PaperKey>, StoreError> {
        const KNOWN: Bulk = Bulk {
            doing: "read what was told",
            sql: "SELECT paper FROM alerted WHERE alert = ? AND paper IN ({list})",
            columns: 1,
        };
        const TOLD: Bulk = Bulk {
            doing: "note what was told",
            sql: "INSERT INTO alerted (alert, paper) VALUES {rows} ON CONFLICT (alert, paper) DO NOTHING",
            columns: 2,
        };
        let session = &mut self.session();
        let keys: Vec<Value> = papers.iter().map(|paper| Value::int(paper.0)).collect();
        let mut new: HashSet<PaperKey> = papers.iter().copied().collect();
        for row in KNOWN.fetch(session, &[Value::int(to.0)], &keys).await? {
            new.remove(&PaperKey(Cells::of(&row, "alerted").int()?));
        }
        let rows = new.iter().flat_map(|paper| [Value::int(to.0), Value::int(paper.0)]).collect();
        TOLD.execute(session, rows).await?;
        Ok(new)
    }

    /// How many messages were written for an alert since a moment.
    pub async fn alert_messages_since(&mut self, of: AlertKey, since: Timestamp) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM alert_messages WHERE alert = $1 AND made >= $2";
        let query = Query::new("count messages of an alert", sql).int(of.0).instant(since);
        Ok(u64::try_from(self.session().fetch_number(query).await?).unwrap_or_default())
    }

    /// Queues a message, with the papers in it as `printed`.
    pub async fn queue_alert_message(
        &mut self,
        (of, id): (AlertKey, &str),
        printed: &str,
        at: Timestamp,
    ) -> Result<AlertMessageKey, StoreError> {
        let session = &mut self.session();
        let key = take_numbers(session, "alert message", 1).await?;
        let sql = "INSERT INTO alert_messages (key, alert, id, made, state, at, tries, error, papers) \
                   VALUES ($1, $2, $3, $4, 'waiting', $4, 0, '', $5)";
        let query = Query::new("queue a message", sql).int(key).int(of.0).text(id).instant(at).text(printed);
        session.execute(query).await?;
        Ok(AlertMessageKey(key))
    }

    /// Takes messages whose time has come, for this process to hand over: nobody else takes them before `until`. Of each alert that is told at
    /// present it is the first that was not handed over.
    pub async fn take_alert_messages(
        &mut self,
        now: Timestamp,
        until: Timestamp,
        most: u32,
    ) -> Result<Vec<AlertMessage>, StoreError> {
        let sql = format!(
            "UPDATE alert_messages SET state = 'sending', at = $2, tries = tries + 1 WHERE key IN (SELECT m.key FROM alert_messages m \
             JOIN alerts a ON a.key = m.alert WHERE m.state IN ('waiting', 'sending') AND m.at <= $1 AND a.state = 'active' AND a.muted <= $1 \
             AND NOT EXISTS (SELECT 1 FROM alert_messages o WHERE o.alert = m.alert AND o.key < m.key AND o.state IN ('waiting', 'sending')) \
             ORDER BY m.at, m.key LIMIT $3) RETURNING {}",
            AlertMessage::COLUMNS
        );
        let query = Query::assembled("take messages", sql).instant(now).instant(until).int(most.into());
        let rows = self.session().fetch(query).await?;
        let mut messages = rows.iter().map(AlertMessage::read).collect::<Result<Vec<_>, _>>()?;
        messages.sort_unstable_by_key(|message| message.key);
        Ok(messages)
    }

    /// Notes what became of a message.
    pub async fn note_alert_message(
        &mut self,
        message: AlertMessageKey,
        (outcome, error): (Outcome, &str),
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (state, at, counted) = match outcome {
            Outcome::Sent => ("sent", now, 0),
            Outcome::Again(at) => ("waiting", at, 0),
            Outcome::NotTried(at) => ("waiting", at, 1),
            Outcome::Failed => ("failed", now, 0),
        };
        let sql = "UPDATE alert_messages SET state = $2, at = $3, tries = tries - $4, error = $5 WHERE key = $1";
        let query = Query::new("note what became of a message", sql).int(message.0).text(state).instant(at);
        self.session().execute(query.int(counted).text(error)).await.map(drop)
    }

    /// Begins anew with an alert's messages that wait.
    pub async fn retry_alert_messages(&mut self, of: AlertKey, now: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE alert_messages SET state = 'waiting', at = $2, tries = 0 \
                   WHERE alert = $1 AND state IN ('waiting', 'sending')";
        self.session().execute(Query::new("try messages again", sql).int(of.0).instant(now)).await.map(drop)
    }

    /// Writes down an attempt, and forgets the oldest ones, and messages that were done with before a moment.
    pub async fn note_alert_call(
        &mut self,
        of: AlertKey,
        call: &AlertCall,
        before: Timestamp,
    ) -> Result<(), StoreError> {
        let session = &mut self.session();
        let key = take_numbers(session, "alert call", 1).await?;
        let sql =
            "INSERT INTO alert_calls (key, alert, id, at, status, took_ms, answer) VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let query = Query::new("note an attempt", sql).int(key).int(of.0).text(&call.id).instant(call.at);
        session.execute(query.int(call.status.into()).int(call.took_ms.into()).text(&call.answer)).await?;
        let old = "DELETE FROM alert_calls WHERE alert = $1 AND key < (SELECT min(key) FROM \
                   (SELECT key FROM alert_calls WHERE alert = $1 ORDER BY key DESC LIMIT $2) AS kept)";
        session.execute(Query::new("forget old attempts", old).int(of.0).int(KEPT)).await?;
        let done = "DELETE FROM alert_messages WHERE alert = $1 AND state IN ('sent', 'failed') AND at < $2";
        session.execute(Query::new("forget old messages", done).int(of.0).instant(before)).await.map(drop)
    }
}

/// Who was told of a paper was told of the one that it became part of.
pub(super) async fn hand_over(session: &mut Session<'_>, from: PaperKey, into: PaperKey) -> Result<(), StoreError> {
    let moved = "INSERT INTO alerted (alert, paper) SELECT alert, CAST($2 AS BIGINT) FROM alerted WHERE paper = $1 \
                 ON CONFLICT (alert, paper) DO NOTHING";
    session.execute(Query::new("move what was told", moved).int(from.0).int(into.0)).await?;
    let left = Query::new("move what was told", "DELETE FROM alerted WHERE paper = $1");
    session.execute(left.int(from.0)).await.map(drop)
}

/// As JSON: numbers and texts, which can always be printed.
fn printed(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
