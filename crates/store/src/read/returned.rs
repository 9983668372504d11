//! Letters that came back, and addresses that get none.

use domain::{MailAddress, ReturnKind, Timestamp};

use super::post::{LetterKey, Subscription};
use crate::driver::{Cells, Query, Row};
use crate::{Store, StoreError};

/// A letter that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// Which.
    pub letter: LetterKey,
    /// Why, in one word.
    pub kind: ReturnKind,
    /// When that was learned.
    pub at: Timestamp,
    /// Why, in the words of whoever refused it.
    pub why: String,
}

impl Returned {
    /// The query for what came back from an address since a moment, the oldest first.
    pub(crate) fn select(address: &MailAddress, since: Timestamp) -> Query {
        let sql = "SELECT letter, kind, at, why FROM returned WHERE at >= $2 AND subscription IN \
                   (SELECT key FROM subscriptions WHERE address = $1) ORDER BY at, letter, kind";
        Query::new("read what came back", sql).text(address.as_str()).instant(since)
    }

    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        let mut cells = Cells::of(row, "returned");
        Ok(Self {
            letter: LetterKey(cells.int()?),
            kind: cells.parsed("kind")?,
            at: cells.instant("at")?,
            why: cells.text()?.to_owned(),
        })
    }
}

/// An address that gets no letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppressed {
    /// Which.
    pub address: MailAddress,
    /// Since when.
    pub at: Timestamp,
    /// Why.
    pub why: String,
}

impl Store {
    /// What came back from an address since a moment, the oldest first.
    pub async fn returned(&self, address: &MailAddress, since: Timestamp) -> Result<Vec<Returned>, StoreError> {
        self.fetch(Returned::select(address, since)).await?.iter().map(Returned::read).collect()
    }

    /// All addresses that get no letters, those suppressed last first.
    pub async fn all_suppressed(&self) -> Result<Vec<Suppressed>, StoreError> {
        let query = Query::new("read suppressed addresses", "SELECT address, at, why FROM suppressed ORDER BY at DESC");
        let read = |row| {
            let mut cells = Cells::of(row, "suppressed");
            Ok(Suppressed {
                address: cells.parsed("address")?,
                at: cells.instant("at")?,
                why: cells.text()?.to_owned(),
            })
        };
        self.fetch(query).await?.iter().map(read).collect()
    }

    /// Subscriptions that rest, those that go on first at the beginning.
    pub async fn resting(&self) -> Result<Vec<Subscription>, StoreError> {
        let rows = self.fetch(Subscription::select("state = 'paused' ORDER BY due, key")).await?;
        rows.iter().map(Subscription::read).collect()
    }
}
