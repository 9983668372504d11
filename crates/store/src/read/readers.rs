//! What readers were shown, and their private feeds.

use std::collections::HashSet;

use domain::{PaperKey, Timestamp};

use super::post::{Subscription, SubscriptionKey};
use crate::bulk::Bulk;
use crate::driver::{Cells, Query, Value};
use crate::{Store, StoreError};

/// The number of a reader in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReaderKey(pub i64);

/// A paper that came by a private feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FedPaper {
    /// The paper.
    pub paper: PaperKey,
    /// When it came.
    pub at: Timestamp,
    /// Why it is there.
    pub why: String,
}

impl Store {
    /// Which of these papers each of these readers was shown, by mail or in a feed.
    pub async fn shown_to(
        &self,
        readers: &[ReaderKey],
        papers: &[PaperKey],
    ) -> Result<HashSet<(ReaderKey, PaperKey)>, StoreError> {
        const SHOWN: Bulk = Bulk {
            doing: "read what was shown",
            // Between two numbers, since what letters are about stands together: the newest papers have the highest.
            sql: "SELECT reader, paper FROM shown WHERE paper >= ? AND paper <= ? AND reader IN ({list})",
            columns: 1,
        };
        let Some((first, last)) = papers.iter().min().zip(papers.iter().max()) else { return Ok(HashSet::new()) };
        let between = [Value::int(first.0), Value::int(last.0)];
        let keys: Vec<Value> = readers.iter().map(|reader| Value::int(reader.0)).collect();
        let rows = SHOWN.fetch(&mut self.reader().await?.session(), &between, &keys).await?;
        let pair = |row| {
            let mut cells = Cells::of(row, "shown");
            Ok((ReaderKey(cells.int()?), PaperKey(cells.int()?)))
        };
        let shown = rows.iter().map(pair).collect::<Result<Vec<_>, StoreError>>()?;
        let wanted: HashSet<PaperKey> = papers.iter().copied().collect();
        Ok(shown.into_iter().filter(|(_, paper)| wanted.contains(paper)).collect())
    }

    /// Everything that a reader was shown, and when first: the newest first.
    pub async fn all_shown_to(&self, reader: ReaderKey) -> Result<Vec<(PaperKey, Timestamp)>, StoreError> {
        let sql = "SELECT paper, at FROM shown WHERE reader = $1 ORDER BY at DESC, paper DESC";
        let rows = self.fetch(Query::new("read what was shown", sql).int(reader.0)).await?;
        let pair = |row| {
            let mut cells = Cells::of(row, "shown");
            Ok((PaperKey(cells.int()?), cells.instant("at")?))
        };
        rows.iter().map(pair).collect()
    }

    /// The word of a subscription's private feed, where it has one.
    pub async fn feed_word(&self, of: SubscriptionKey) -> Result<Option<String>, StoreError> {
        let query = Query::new("look for a private feed", "SELECT word FROM private_feeds WHERE subscription = $1");
        let rows = self.fetch(query.int(of.0)).await?;
        rows.first().map(|row| Cells::of(row, "private_feeds").text().map(str::to_owned)).transpose()
    }

    /// The subscription whose private feed has this word.
    pub async fn fed_by(&self, word: &str) -> Result<Option<Subscription>, StoreError> {
        let query = Subscription::select("key = (SELECT subscription FROM private_feeds WHERE word = $1)");
        let rows = self.fetch(query.text(word)).await?;
        rows.first().map(Subscription::read).transpose()
    }

    /// What came by the private feed of a subscription since a moment, the newest first.
    pub async fn fed(&self, of: SubscriptionKey, since: Timestamp) -> Result<Vec<FedPaper>, StoreError> {
        let sql = "SELECT paper, at, why FROM feed_papers WHERE subscription = $1 AND at >= $2 ORDER BY at DESC, paper";
        let rows = self.fetch(Query::new("read a private feed", sql).int(of.0).instant(since)).await?;
        let paper = |row| {
            let mut cells = Cells::of(row, "feed_papers");
            Ok(FedPaper { paper: PaperKey(cells.int()?), at: cells.instant("at")?, why: cells.text()?.to_owned() })
        };
        rows.iter().map(paper).collect()
    }
}
