//! What the trending formula needs to know.

use domain::{Counts, Day, ListName, PaperKey};

use crate::driver::{Cells, Query};
use crate::{Store, StoreError};

/// A paper that may be trending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrendCandidate {
    /// The paper.
    pub key: PaperKey,
    /// Its votes and comments.
    pub counts: Counts,
    /// The newest day within the range on which it stood on the list.
    pub day: Day,
}

impl Store {
    /// All papers that stood on a list between two days, both included, by rising key.
    pub async fn trend_candidates(
        &self,
        list: ListName,
        from: Day,
        to: Day,
    ) -> Result<Vec<TrendCandidate>, StoreError> {
        let sql = "SELECT p.key, p.votes, p.comments, standing.newest FROM \
                   (SELECT paper, max(day) AS newest FROM listings WHERE list = $1 AND day BETWEEN $2 AND $3 GROUP BY paper) \
                   standing JOIN papers p ON p.key = standing.paper ORDER BY p.key";
        let query = Query::new("read what may be trending", sql);
        let rows = self.fetch(query.text(list.as_str()).int(from.number()).int(to.number())).await?;
        let candidate = |row| {
            let mut cells = Cells::of(row, "papers");
            let key = PaperKey(cells.int()?);
            let counts = Counts { votes: cells.small_count("votes")?, comments: cells.small_count("comments")? };
            Ok(TrendCandidate { key, counts, day: cells.day("day")? })
        };
        rows.iter().map(candidate).collect()
    }
}
