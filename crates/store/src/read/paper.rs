//! One paper and everything that hangs on it.

use domain::{Counts, Listing, Observation, PaperId, PaperKey, SourceKind, StoredPaper, Timestamp};

use crate::driver::{Cells, Query, Row};
use crate::stored::{paper_columns, papers, papers_in, stored_paper, whole_papers};
use crate::write::NO_RANK;
use crate::{Store, StoreError};

/// That a source said something about a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// The source.
    pub source: SourceKind,
    /// The source's own name of its record.
    pub source_key: String,
    /// The paper.
    pub paper: PaperKey,
    /// The hash of what it said last.
    pub digest: i64,
    /// When the record first came in.
    pub first_seen: Timestamp,
    /// When it last said something else than before.
    pub last_changed: Timestamp,
}

impl Provenance {
    /// Reads the columns in the order of the fields.
    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        let mut cells = Cells::of(row, "provenance");
        Ok(Self {
            source: cells.parsed("source")?,
            source_key: cells.text()?.to_owned(),
            paper: PaperKey(cells.int()?),
            digest: cells.int()?,
            first_seen: cells.instant("first_seen")?,
            last_changed: cells.instant("last_changed")?,
        })
    }
}

impl Store {
    /// The paper that has this id, be it its present or a former one; by a DOI of arXiv's also the paper that only has its id there.
    pub async fn paper(&self, id: &PaperId) -> Result<Option<StoredPaper>, StoreError> {
        match (self.paper_of(id).await?, id.at_arxiv()) {
            (None, Some(id)) => self.paper_of(&id).await,
            (found, _) => Ok(found),
        }
    }

    async fn paper_of(&self, id: &PaperId) -> Result<Option<StoredPaper>, StoreError> {
        let sql =
            concat!("SELECT ", paper_columns!(), " FROM paper_ids i JOIN papers p ON p.key = i.paper WHERE i.id = $1");
        let query = Query::new("read a paper", sql).text(id.as_str());
        let row = self.reader().await?.session().fetch_first(query).await?;
        row.as_ref().map(stored_paper).transpose()
    }

    /// The papers with these keys in the order of the keys; those that do not exist are left out.
    pub async fn papers(&self, keys: &[PaperKey]) -> Result<Vec<StoredPaper>, StoreError> {
        papers(&mut self.reader().await?.session(), keys).await
    }

    /// The same, read on the calling thread, which may wait for the disk: sooner where a thread is there for it. `None` where
    /// [`papers`](Self::papers) has to be asked: the database is not a file of this machine, or others keep it busy.
    pub fn papers_on_this_thread(&self, keys: &[PaperKey]) -> Result<Option<Vec<StoredPaper>>, StoreError> {
        match self.file().map(|file| papers_in(file, keys)).transpose() {
            Err(StoreError::Busy { .. }) => Ok(None),
            read => read,
        }
    }

    /// The papers with these keys in the order of the keys, with all that the index needs to know: their ids and lists too.
    pub async fn whole_papers(&self, keys: &[PaperKey]) -> Result<Vec<StoredPaper>, StoreError> {
        whole_papers(&mut self.reader().await?.session(), keys).await
    }

    /// Who said something about a paper, in the order in which it came in.
    pub async fn provenance(&self, paper: PaperKey) -> Result<Vec<Provenance>, StoreError> {
        let sql = "SELECT source, source_key, paper, digest, first_seen, last_changed FROM provenance \
                   WHERE paper = $1 ORDER BY first_seen, source, source_key";
        let rows = self.fetch(Query::new("read provenance", sql).int(paper.0)).await?;
        rows.iter().map(Provenance::read).collect()
    }

    /// The list days on which a paper stands, newest first.
    pub async fn listings(&self, paper: PaperKey) -> Result<Vec<Listing>, StoreError> {
        let sql = "SELECT list, day, place FROM listings WHERE paper = $1 ORDER BY day DESC, list";
        let rows = self.fetch(Query::new("read listings", sql).int(paper.0)).await?;
        let listing = |row| {
            let mut cells = Cells::of(row, "listings");
            let (list, day, place) = (cells.parsed("list")?, cells.day("day")?, cells.int()?);
            let rank = if place == NO_RANK { None } else { u32::try_from(place).ok() };
            Ok(Listing { list, day, rank })
        };
        rows.iter().map(listing).collect()
    }

    /// All ids of a paper, present and former, in the order of their text.
    pub async fn ids(&self, paper: PaperKey) -> Result<Vec<PaperId>, StoreError> {
        let query = Query::new("read ids", "SELECT id FROM paper_ids WHERE paper = $1").int(paper.0);
        let rows = self.fetch(query).await?;
        let mut ids: Vec<PaperId> =
            rows.iter().map(|row| Cells::of(row, "paper_ids").parsed("id")).collect::<Result<_, _>>()?;
        // Sorted here: the two databases do not agree about the order of texts.
        ids.sort_unstable();
        Ok(ids)
    }

    /// Votes and comments of a paper as its sources saw them, by rising time.
    pub async fn observations(&self, paper: PaperKey) -> Result<Vec<(SourceKind, Observation)>, StoreError> {
        let sql = "SELECT source, at, votes, comments FROM observations WHERE paper = $1 ORDER BY at, source";
        let rows = self.fetch(Query::new("read observations", sql).int(paper.0)).await?;
        let observation = |row| {
            let mut cells = Cells::of(row, "observations");
            let (source, at) = (cells.parsed("source")?, cells.instant("at")?);
            let counts = Counts { votes: cells.small_count("votes")?, comments: cells.small_count("comments")? };
            Ok((source, Observation { counts, at }))
        };
        rows.iter().map(observation).collect()
    }
}
