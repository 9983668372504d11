//! The log of changes.

use domain::PaperKey;

use crate::driver::{Cells, Query};
use crate::write::{DELETE, SOURCE, TOPIC, UPSERT};
use crate::{Store, StoreError};

/// An entry of the log. Numbers rise in the order in which changes become visible, so that whoever has read up to one has
/// missed nothing before it; there may be gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Its number, from 1.
    pub seq: i64,
    /// The paper.
    pub paper: PaperKey,
    /// What happened to it.
    pub kind: ChangeKind,
}

/// What happened to a paper, or beside papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is new or looks different now.
    Upsert,
    /// It is gone.
    Delete,
    /// Nothing: a topic changed. The paper of such a change is 0, which no paper has.
    Topic,
    /// Nothing: a source was read. The paper is 0 here too.
    Source,
}

impl Store {
    /// The changes after a number (0 for all), at most `limit`, in their order.
    pub async fn changes(&self, after: i64, limit: u32) -> Result<Vec<Change>, StoreError> {
        let sql = "SELECT seq, paper, kind FROM changes WHERE seq > $1 ORDER BY seq LIMIT $2";
        let rows = self.fetch(Query::new("read the log of changes", sql).int(after).int(limit.into())).await?;
        let change = |row| {
            let mut cells = Cells::of(row, "changes");
            let (seq, paper, kind) = (cells.int()?, PaperKey(cells.int()?), cells.text()?);
            let kind = match kind {
                UPSERT => ChangeKind::Upsert,
                DELETE => ChangeKind::Delete,
                TOPIC => ChangeKind::Topic,
                SOURCE => ChangeKind::Source,
                other => return Err(StoreError::corrupt(("changes", "kind"), other, &"no kind of change")),
            };
            Ok(Change { seq, paper, kind })
        };
        rows.iter().map(change).collect()
    }

    /// The number of the last change; 0 if there is none.
    pub async fn last_change(&self) -> Result<i64, StoreError> {
        let query = Query::new("read the log of changes", "SELECT max(seq) FROM changes");
        self.reader().await?.session().fetch_number(query).await
    }
}
