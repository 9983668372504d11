//! What was put together and what is doubtful.

use domain::{Listing, Observation, PaperKey, SourceKind, Timestamp};

use crate::driver::{Cells, Query, Row};
use crate::{Store, StoreError, Window};

/// Two descriptions that became one paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// Its number, from 1.
    pub number: i64,
    /// The paper that both are now.
    pub paper: PaperKey,
    /// When.
    pub at: Timestamp,
    /// Why, in words.
    pub why: String,
    /// The paper as it was before, as whoever noted it wrote it.
    pub kept: String,
    /// What joined it, likewise.
    pub joined: String,
}

/// The last words of a record about a paper that was put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Who says it.
    pub source: SourceKind,
    /// The source's own name of the record.
    pub source_key: String,
    /// When it said so.
    pub at: Timestamp,
    /// What it says, as whoever kept it wrote it.
    pub said: String,
}

/// Where a paper stands and who spoke of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// The list days, by rising day.
    pub listings: Vec<Listing>,
    /// Votes and comments as they were seen, by rising time.
    pub observations: Vec<(SourceKind, Observation)>,
    /// The records that speak of it.
    pub records: Vec<(SourceKind, String)>,
}

/// Two papers that may be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The older one.
    pub one: PaperKey,
    /// The newer one.
    pub other: PaperKey,
    /// When it arose.
    pub at: Timestamp,
    /// Why, in words.
    pub why: String,
}

impl Merge {
    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        let mut cells = Cells::of(row, "merges");
        Ok(Self {
            number: cells.int()?,
            paper: PaperKey(cells.int()?),
            at: cells.instant("at")?,
            why: cells.text()?.to_owned(),
            kept: cells.text()?.to_owned(),
            joined: cells.text()?.to_owned(),
        })
    }
}

impl Words {
    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        let mut cells = Cells::of(row, "words");
        Ok(Self {
            source: cells.parsed("source")?,
            source_key: cells.text()?.to_owned(),
            at: cells.instant("at")?,
            said: cells.text()?.to_owned(),
        })
    }
}

impl Store {
    /// The merges, the newest first, and how many there are.
    pub async fn merges(&self, window: Window) -> Result<(Vec<Merge>, u64), StoreError> {
        let sql = "SELECT number, paper, at, why, kept, joined FROM merges ORDER BY number DESC LIMIT $1 OFFSET $2";
        let query = Query::new("read merges", sql).int(window.limit.into()).int(window.offset.into());
        let merges = self.fetch(query).await?.iter().map(Merge::read).collect::<Result<_, _>>()?;
        Ok((merges, self.count("SELECT count(*) FROM merges").await?))
    }

    /// The merge of that number.
    pub async fn merge(&self, number: i64) -> Result<Option<Merge>, StoreError> {
        let sql = "SELECT number, paper, at, why, kept, joined FROM merges WHERE number = $1";
        self.fetch(Query::new("read a merge", sql).int(number)).await?.first().map(Merge::read).transpose()
    }

    /// The doubts, the newest first, and how many there are.
    pub async fn doubts(&self, window: Window) -> Result<(Vec<Doubt>, u64), StoreError> {
        let sql = "SELECT one, other, at, why FROM doubts ORDER BY at DESC, other DESC, one DESC LIMIT $1 OFFSET $2";
        let query = Query::new("read doubts", sql).int(window.limit.into()).int(window.offset.into());
        let doubt = |row| {
            let mut cells = Cells::of(row, "doubts");
            let (one, other) = (PaperKey(cells.int()?), PaperKey(cells.int()?));
            Ok(Doubt { one, other, at: cells.instant("at")?, why: cells.text()?.to_owned() })
        };
        let doubts = self.fetch(query).await?.iter().map(doubt).collect::<Result<_, _>>()?;
        Ok((doubts, self.count("SELECT count(*) FROM doubts").await?))
    }

    async fn count(&self, sql: &'static str) -> Result<u64, StoreError> {
        let rows = self.fetch(Query::new("count", sql)).await?;
        rows.first().map_or(Ok(0), |row| Cells::of(row, "a count").count("count"))
    }
}
