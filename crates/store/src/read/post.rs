//! Who wants letters, and what was sent.

use std::str::FromStr;

use domain::{MailAddress, Subject, Timestamp, Wish};

use super::readers::ReaderKey;
use crate::bulk::Bulk;
use crate::driver::{Cells, Query, Row, Value};
use crate::{Store, StoreError};

/// The number of a subscription in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubscriptionKey(pub i64);

/// The number of a letter in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LetterKey(pub i64);

/// How a subscription stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubscriptionState {
    /// Somebody asked for it; the owner of the address has not confirmed it.
    Asked,
    /// Letters are sent.
    Active,
    /// Nothing arrives there for now: it goes on when its next letter is due.
    Paused,
    /// It was ended, by its owner or because nothing arrives there.
    Ended,
}

impl SubscriptionState {
    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Ended => "ended",
        }
    }
}

impl FromStr for SubscriptionState {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let states = [Self::Asked, Self::Active, Self::Paused, Self::Ended];
        states
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or_else(|| format!("{text:?} is no state of a subscription"))
    }
}

/// What somebody wants to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// Its number.
    pub key: SubscriptionKey,
    /// Whose it is: what they were shown is remembered under this.
    pub reader: ReaderKey,
    /// To whom.
    pub address: MailAddress,
    /// About what.
    pub subject: Subject,
    /// When, and how much.
    pub wish: Wish,
    /// How it stands.
    pub state: SubscriptionState,
    /// When it was asked for.
    pub made: Timestamp,
    /// The moment up to which papers were sent.
    pub since: Timestamp,
    /// When the next letter is due.
    pub due: Timestamp,
}

/// The columns of a subscription in the order in which [`Subscription::read`] takes them, as a word that statements are put together with.
macro_rules! columns {
    () => {
        "key, reader, address, subject, wish, state, made, since, due"
    };
}

impl Subscription {
    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        let mut cells = Cells::of(row, "subscriptions");
        Ok(Self {
            key: SubscriptionKey(cells.int()?),
            reader: ReaderKey(cells.int()?),
            address: cells.parsed("address")?,
            subject: cells.parsed("subject")?,
            wish: cells.json("wish")?,
            state: cells.parsed("state")?,
            made: cells.instant("made")?,
            since: cells.instant("since")?,
            due: cells.instant("due")?,
        })
    }

    /// The query for subscriptions of which `condition` is true.
    pub(crate) fn select(condition: &str) -> Query {
        Query::assembled(
            "read subscriptions",
            format!(concat!("SELECT ", columns!(), " FROM subscriptions WHERE {}"), condition),
        )
    }
}

/// A letter that is to be sent, or was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its number.
    pub key: LetterKey,
    /// Whose.
    pub subscription: SubscriptionKey,
    /// The date it bears, where it is read.
    pub date: String,
    /// `queued`, `sending`, `sent` or `failed`.
    pub state: String,
    /// When it is tried next, or was sent or given up.
    pub at: Timestamp,
    /// How often it was tried.
    pub tries: u32,
    /// What went wrong the last time.
    pub error: String,
    /// What is in it, as its writer has printed it.
    pub papers: String,
    /// Whether somebody waits for it.
    pub is_urgent: bool,
}

impl Letter {
    pub(crate) const COLUMNS: &str = "key, subscription, date, state, at, tries, error, papers, lane";

    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        let mut cells = Cells::of(row, "letters");
        Ok(Self {
            key: LetterKey(cells.int()?),
            subscription: SubscriptionKey(cells.int()?),
            date: cells.text()?.to_owned(),
            state: cells.text()?.to_owned(),
            at: cells.instant("at")?,
            tries: cells.small_count("tries")?,
            error: cells.text()?.to_owned(),
            papers: cells.text()?.to_owned(),
            is_urgent: cells.int()? == 0,
        })
    }
}

impl Store {
    /// A subscription.
    pub async fn subscription(&self, key: SubscriptionKey) -> Result<Option<Subscription>, StoreError> {
        let rows = self.fetch(Subscription::select("key = $1").int(key.0)).await?;
        rows.first().map(Subscription::read).transpose()
    }

    /// Subscriptions by their numbers, in no order; those that are gone are left out.
    pub async fn subscriptions(&self, keys: &[SubscriptionKey]) -> Result<Vec<Subscription>, StoreError> {
        const SUBSCRIPTIONS: Bulk = Bulk {
            doing: "read subscriptions",
            sql: concat!("SELECT ", columns!(), " FROM subscriptions WHERE key IN ({list})"),
            columns: 1,
        };
        let keys: Vec<Value> = keys.iter().map(|key| Value::int(key.0)).collect();
        let mut reader = self.reader().await?;
        let rows = SUBSCRIPTIONS.fetch(&mut reader.session(), &[], &keys).await?;
        rows.iter().map(Subscription::read).collect()
    }

    /// The subscriptions of an address, by rising number.
    pub async fn subscriptions_of(&self, address: &MailAddress) -> Result<Vec<Subscription>, StoreError> {
        let rows = self.fetch(Subscription::select("address = $1 ORDER BY key").text(address.as_str())).await?;
        rows.iter().map(Subscription::read).collect()
    }

    /// The last letters of a subscription, the newest first.
    pub async fn letters(&self, of: SubscriptionKey, most: u32) -> Result<Vec<Letter>, StoreError> {
        let sql = format!("SELECT {} FROM letters WHERE subscription = $1 ORDER BY key DESC LIMIT $2", Letter::COLUMNS);
        let rows = self.fetch(Query::assembled("read letters", sql).int(of.0).int(most.into())).await?;
        rows.iter().map(Letter::read).collect()
    }

    /// Why an address gets no letters; nothing where it gets them.
    pub async fn suppressed(&self, address: &MailAddress) -> Result<Option<String>, StoreError> {
        let query = Query::new("look for a suppressed address", "SELECT why FROM suppressed WHERE address = $1");
        let rows = self.fetch(query.text(address.as_str())).await?;
        rows.first().map(|row| Cells::of(row, "suppressed").text().map(str::to_owned)).transpose()
    }
}
