//! How the queue of letters stands, for whoever looks after it.

use domain::Timestamp;

use crate::driver::{Cells, Query};
use crate::{Store, StoreError};

/// Letters that have something in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterCount {
    /// `queued`, `sending`, `sent` or `failed`.
    pub state: String,
    /// Whether their moment has come.
    pub is_due: bool,
    /// What went wrong the last time; empty where nothing did.
    pub error: String,
    /// Whether they were tried.
    pub was_tried: bool,
    /// How many.
    pub letters: u64,
    /// The first moment at which one of them is tried, or was sent or given up.
    pub first: Timestamp,
}

impl Store {
    /// Letters that are not sent yet, or were sent or given up since a moment, counted by how they stand and what went wrong; the most first, at most
    /// `most` rows.
    pub async fn letter_counts(
        &self,
        (now, since): (Timestamp, Timestamp),
        most: u32,
    ) -> Result<Vec<LetterCount>, StoreError> {
        let sql = "SELECT state, is_due, error, was_tried, COUNT(*), MIN(at) FROM \
                   (SELECT state, CAST(CASE WHEN at <= $1 THEN 1 ELSE 0 END AS BIGINT) AS is_due, error, \
                    CAST(CASE WHEN tries > 0 THEN 1 ELSE 0 END AS BIGINT) AS was_tried, at \
                    FROM letters WHERE state IN ('queued', 'sending') OR (state IN ('sent', 'failed') AND at >= $2)) AS counted \
                   GROUP BY state, is_due, error, was_tried ORDER BY COUNT(*) DESC, state, error LIMIT $3";
        let query = Query::new("count letters", sql).instant(now).instant(since).int(most.into());
        let rows = self.fetch(query).await?;
        let read = |row| {
            let mut cells = Cells::of(row, "letters");
            Ok(LetterCount {
                state: cells.text()?.to_owned(),
                is_due: cells.int()? == 1,
                error: cells.text()?.to_owned(),
                was_tried: cells.int()? == 1,
                letters: cells.count("letters")?,
                first: cells.instant("at")?,
            })
        };
        rows.iter().map(read).collect()
    }
}
