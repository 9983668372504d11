//! Alerts, their messages, and what became of each.

use std::collections::HashMap;
use std::str::FromStr;

use domain::{AlertWish, Destination, Subject, Timestamp};

use crate::driver::{Cells, Query, Row};
use crate::{Store, StoreError};

/// The number of an alert in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AlertKey(pub i64);

/// The number of an alert's message in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AlertMessageKey(pub i64);

/// How an alert stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlertState {
    /// It is told.
    Active,
    /// It could not be told; somebody should look.
    Paused,
    /// Its destination does not want to be told any more.
    Ended,
}

impl AlertState {
    const ALL: [Self; 3] = [Self::Active, Self::Paused, Self::Ended];

    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Ended => "ended",
        }
    }
}

impl FromStr for AlertState {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|state| state.as_str() == text);
        found.ok_or_else(|| format!("{text:?} is no state of an alert"))
    }
}

/// What a program or a chat is to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// Its number.
    pub key: AlertKey,
    /// About what.
    pub subject: Subject,
    /// Where to.
    pub destination: Destination,
    /// When, and how much.
    pub wish: AlertWish,
    /// How it stands.
    pub state: AlertState,
    /// Why it is paused or was ended.
    pub why: String,
    /// When it was made.
    pub made: Timestamp,
    /// Until when it is not told anything.
    pub muted: Timestamp,
    /// When it is to be told next.
    pub due: Timestamp,
}

const COLUMNS: &str = "key, subject, destination, wish, state, why, made, muted, due";

impl Alert {
    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        let mut cells = Cells::of(row, "alerts");
        Ok(Self {
            key: AlertKey(cells.int()?),
            subject: cells.parsed("subject")?,
            destination: cells.json("destination")?,
            wish: cells.json("wish")?,
            state: cells.parsed("state")?,
            why: cells.text()?.to_owned(),
            made: cells.instant("made")?,
            muted: cells.instant("muted")?,
            due: cells.instant("due")?,
        })
    }

    /// The query for alerts of which `condition` is true.
    pub(crate) fn select(condition: &str) -> Query {
        Query::assembled("read alerts", format!("SELECT {COLUMNS} FROM alerts WHERE {condition}"))
    }
}

/// A message that is to be handed over, or was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertMessage {
    /// Its number.
    pub key: AlertMessageKey,
    /// Whose.
    pub alert: AlertKey,
    /// What whoever gets it knows it by.
    pub id: String,
    /// When it was written.
    pub made: Timestamp,
    /// How often it was tried, with this time.
    pub tries: u32,
    /// What is in it, as its writer has printed it.
    pub papers: String,
}

impl AlertMessage {
    pub(crate) const COLUMNS: &str = "key, alert, id, made, tries, papers";

    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        let mut cells = Cells::of(row, "alert_messages");
        Ok(Self {
            key: AlertMessageKey(cells.int()?),
            alert: AlertKey(cells.int()?),
            id: cells.text()?.to_owned(),
            made: cells.instant("made")?,
            tries: cells.small_count("tries")?,
            papers: cells.text()?.to_owned(),
        })
    }
}

/// One attempt to hand a message over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertCall {
    /// Which message, by what whoever gets it knows it by.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// The status; 0 where there was none.
    pub status: u16,
    /// How long it took, in milliseconds.
    pub took_ms: u32,
    /// The beginning of the answer, or what went wrong.
    pub answer: String,
}

/// How many messages of an alert stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AlertCounts {
    /// Not handed over yet.
    pub waiting: u64,
    /// Taken.
    pub sent: u64,
    /// Given up.
    pub failed: u64,
}

impl Store {
    /// All alerts by rising number.
    pub async fn alerts(&self) -> Result<Vec<Alert>, StoreError> {
        let rows = self.fetch(Alert::select("key > 0 ORDER BY key")).await?;
        rows.iter().map(Alert::read).collect()
    }

    /// An alert.
    pub async fn alert(&self, key: AlertKey) -> Result<Option<Alert>, StoreError> {
        let rows = self.fetch(Alert::select("key = $1").int(key.0)).await?;
        rows.first().map(Alert::read).transpose()
    }

    /// How many messages of each alert stand how; those of old messages are forgotten.
    pub async fn alert_counts(&self) -> Result<HashMap<AlertKey, AlertCounts>, StoreError> {
        let sql = "SELECT alert, state, count(*) FROM alert_messages GROUP BY alert, state";
        let mut counts: HashMap<AlertKey, AlertCounts> = HashMap::new();
        for row in self.fetch(Query::new("count messages of alerts", sql)).await? {
            let mut cells = Cells::of(&row, "alert_messages");
            let of = counts.entry(AlertKey(cells.int()?)).or_default();
            let (state, count) = (cells.text()?, cells.count("count")?);
            match state {
                "sent" => of.sent += count,
                "failed" => of.failed += count,
                _ => of.waiting += count,
            }
        }
        Ok(counts)
    }

    /// The last attempts of an alert, the newest first.
    pub async fn alert_calls(&self, of: AlertKey, most: u32) -> Result<Vec<AlertCall>, StoreError> {
        let sql = "SELECT id, at, status, took_ms, answer FROM alert_calls WHERE alert = $1 ORDER BY key DESC LIMIT $2";
        let rows = self.fetch(Query::new("read attempts", sql).int(of.0).int(most.into())).await?;
        let call = |row| {
            let mut cells = Cells::of(row, "alert_calls");
            Ok(AlertCall {
                id: cells.text()?.to_owned(),
                at: cells.instant("at")?,
                status: u16::try_from(cells.small_count("status")?).unwrap_or(u16::MAX),
                took_ms: cells.small_count("took_ms")?,
                answer: cells.text()?.to_owned(),
            })
        };
        rows.iter().map(call).collect()
    }
}
