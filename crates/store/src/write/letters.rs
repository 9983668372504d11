//! Letters of many subscriptions, written together.

use std::collections::{HashMap, HashSet};

use domain::{PaperKey, Timestamp};

use super::changes::take_numbers;
use super::post::USUAL;
use super::tx::Tx;
use crate::StoreError;
use crate::bulk::Bulk;
use crate::driver::{Cells, Value};
use crate::read::{ReaderKey, SubscriptionKey, SubscriptionState};

/// A letter to be queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLetter {
    /// Whose.
    pub subscription: SubscriptionKey,
    /// To whom: they count as shown its papers.
    pub reader: ReaderKey,
    /// The date it bears: a subscription has one letter of a date.
    pub date: String,
    /// When it is to be sent.
    pub at: Timestamp,
    /// The papers in it.
    pub papers: Vec<PaperKey>,
    /// What is in it, as its writer has printed it.
    pub printed: String,
}

const LETTERS: Bulk = Bulk {
    doing: "queue letters",
    sql: "INSERT INTO letters (key, subscription, date, state, at, tries, error, papers, lane) VALUES {rows} \
          ON CONFLICT (subscription, date) DO NOTHING RETURNING subscription",
    columns: 9,
};

const STILL_DUE: Bulk = Bulk {
    doing: "read what is due",
    sql: "SELECT key, due FROM subscriptions WHERE state = ? AND due <= ? AND key IN ({list})",
    columns: 1,
};

const ADVANCE: Bulk = Bulk {
    doing: "note when the next letters are due",
    sql: "UPDATE subscriptions SET since = ?, due = ? WHERE key IN ({list})",
    columns: 1,
};

impl Tx {
    /// Those of these subscriptions that are still active and due, with the moment at which they are.
    pub async fn still_due(
        &mut self,
        keys: &[SubscriptionKey],
        now: Timestamp,
    ) -> Result<HashMap<SubscriptionKey, Timestamp>, StoreError> {
        let before = [Value::text(SubscriptionState::Active.as_str()), Value::instant(now)];
        let rows = STILL_DUE.fetch(&mut self.session(), &before, &numbers(keys)).await?;
        let due = |row| {
            let mut cells = Cells::of(row, "subscriptions");
            Ok((SubscriptionKey(cells.int()?), cells.instant("due")?))
        };
        rows.iter().map(due).collect()
    }

    /// Queues letters, of a subscription one at most, and notes that their readers were shown the papers in them. Those of a date of which there is
    /// one already are left out. Returns how many were queued.
    pub async fn queue_letters(&mut self, letters: &[NewLetter], now: Timestamp) -> Result<u64, StoreError> {
        if letters.is_empty() {
            return Ok(0);
        }
        let session = &mut self.session();
        let first = take_numbers(session, "letter", letters.len()).await?;
        let row = |(key, letter): (i64, &NewLetter)| {
            let [whose, date] = [Value::int(letter.subscription.0), Value::text(&letter.date)];
            let [queued, error, papers] = ["queued", "", &letter.printed].map(Value::text);
            [
                Value::int(key),
                whose,
                date,
                queued,
                Value::instant(letter.at),
                Value::int(0),
                error,
                papers,
                Value::int(USUAL),
            ]
        };
        let rows = LETTERS.execute_returning(session, (first..).zip(letters).flat_map(row).collect()).await?;
        let queued = rows.iter().map(|row| Cells::of(row, "letters").int().map(SubscriptionKey));
        let queued = queued.collect::<Result<HashSet<_>, _>>()?;
        let written = letters.iter().filter(|letter| queued.contains(&letter.subscription));
        let shown = written.flat_map(|letter| letter.papers.iter().map(|paper| (letter.reader, *paper)));
        self.note_shown(&shown.collect::<Vec<_>>(), now).await?;
        Ok(queued.len() as u64)
    }

    /// Notes up to which moment papers were sent, and when the next letter of these subscriptions is due.
    pub async fn advance(
        &mut self,
        keys: &[SubscriptionKey],
        (since, due): (Timestamp, Timestamp),
    ) -> Result<(), StoreError> {
        // It answers with no rows.
        ADVANCE
            .fetch(&mut self.session(), &[Value::instant(since), Value::instant(due)], &numbers(keys))
            .await
            .map(drop)
    }
}

fn numbers(keys: &[SubscriptionKey]) -> Vec<Value> {
    keys.iter().map(|key| Value::int(key.0)).collect()
}
