//! What was searched for.

use domain::Day;

use crate::driver::{Cells, Query};
use crate::{Store, StoreError};

/// A query, and what became of it. Nothing about who asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Searched {
    /// What was asked for.
    pub query: String,
    /// How often.
    pub asked: u64,
    /// How often a paper of the answer was opened.
    pub opened: u64,
    /// What all answers together took, in microseconds.
    pub total_us: u64,
    /// What the slowest took, in microseconds.
    pub slowest_us: u64,
}

impl Store {
    /// All queries since a day, each once, those asked most first.
    pub async fn searches(&self, since: Day) -> Result<Vec<Searched>, StoreError> {
        let sql = "SELECT query, CAST(sum(asked) AS BIGINT), CAST(sum(opened) AS BIGINT), CAST(sum(total_us) AS BIGINT), \
                   max(slowest_us) FROM searches WHERE day >= $1 GROUP BY query";
        let rows = self.fetch(Query::new("read what was searched for", sql).int(since.number())).await?;
        let read = |row| {
            let mut cells = Cells::of(row, "searches");
            Ok(Searched {
                query: cells.text()?.to_owned(),
                asked: cells.count("asked")?,
                opened: cells.count("opened")?,
                total_us: cells.count("total_us")?,
                slowest_us: cells.count("slowest_us")?,
            })
        };
        let mut searches = rows.iter().map(read).collect::<Result<Vec<_>, StoreError>>()?;
        // Sorted here: the two databases do not agree about the order of texts.
        searches.sort_by(|a, b| b.asked.cmp(&a.asked).then_with(|| a.query.cmp(&b.query)));
        Ok(searches)
    }
}
