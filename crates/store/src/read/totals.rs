//! How much there is of everything.

use domain::ListName;

use crate::driver::{Cells, Query};
use crate::{Store, StoreError};

/// How much the store holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Papers.
    pub papers: u64,
    /// Days of the `daily` list.
    pub daily_days: u64,
    /// Days of the `new` list.
    pub new_days: u64,
    /// Organisations that have papers.
    pub organizations: u64,
}

impl Store {
    /// How much the store holds.
    pub async fn totals(&self) -> Result<Totals, StoreError> {
        let sql = "SELECT (SELECT value FROM counters WHERE name = 'papers'), \
                   (SELECT count(*) FROM list_days WHERE list = $1), \
                   (SELECT count(*) FROM list_days WHERE list = $2), \
                   (SELECT count(*) FROM organizations WHERE papers > 0)";
        let query = Query::new("count everything", sql).text(ListName::Daily.as_str()).text(ListName::New.as_str());
        let rows = self.fetch(query).await?;
        let Some(row) = rows.first() else { return Ok(Totals::default()) };
        let mut cells = Cells::of(row, "counters");
        Ok(Totals {
            papers: cells.count("papers")?,
            daily_days: cells.count("days")?,
            new_days: cells.count("days")?,
            organizations: cells.count("organizations")?,
        })
    }
}
