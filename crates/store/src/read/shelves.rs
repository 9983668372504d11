//! The papers of an author, an organisation, a keyword, a category.

use domain::{Organization, PaperKey, StoredPaper, key_of};

use super::ShelfKind;
use crate::driver::{Cells, Query};
use crate::stored::{paper_keys, papers};
use crate::{Store, StoreError};

/// Which part of a long answer is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// How many papers to leave out at the beginning.
    pub offset: u32,
    /// How many papers to return at most.
    pub limit: u32,
}

/// What collects papers, with a part of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Shelf {
    /// The name for readers, as it was first written.
    pub name: String,
    /// How many papers stand there; never 0.
    pub total: u64,
    /// The papers of the window, newest shown day first, those without a day last.
    pub papers: Vec<StoredPaper>,
}

impl Store {
    /// The papers of an author; `None` if there is none of that slug.
    pub async fn by_author(&self, slug: &str, window: Window) -> Result<Option<Shelf>, StoreError> {
        self.shelf(ShelfKind::Author, slug, window).await
    }

    /// The papers of an organisation; `None` if there is none of that slug.
    pub async fn by_organization(&self, slug: &str, window: Window) -> Result<Option<Shelf>, StoreError> {
        self.shelf(ShelfKind::Organization, slug, window).await
    }

    /// The papers with a keyword; `None` if there is none of that slug.
    pub async fn by_keyword(&self, slug: &str, window: Window) -> Result<Option<Shelf>, StoreError> {
        self.shelf(ShelfKind::Keyword, slug, window).await
    }

    /// The papers of a category, such as `cs.LG`, be it their primary one or not; `None` if there is no such paper.
    pub async fn by_category(&self, id: &str, window: Window) -> Result<Option<Shelf>, StoreError> {
        self.shelf(ShelfKind::Category, id, window).await
    }

    /// All categories with their numbers of papers, the largest first.
    pub async fn categories(&self) -> Result<Vec<(String, u64)>, StoreError> {
        let largest = self.largest(ShelfKind::Category, u32::MAX).await?;
        Ok(largest.into_iter().map(|(organization, papers)| (organization.name, papers)).collect())
    }

    /// The organisations with the most papers, and how many.
    pub async fn organizations(&self, limit: u32) -> Result<Vec<(Organization, u64)>, StoreError> {
        self.largest(ShelfKind::Organization, limit).await
    }

    async fn shelf(&self, kind: ShelfKind, slug: &str, window: Window) -> Result<Option<Shelf>, StoreError> {
        let (sql, key) = (kind.sql(), key_of(slug));
        let mut reader = self.reader().await?;
        let mut session = reader.session();
        let find = Query::new("look up a shelf", sql.find).int(key).text(slug);
        let Some(row) = session.fetch_first(find).await? else { return Ok(None) };
        let mut cells = Cells::of(&row, "shelves");
        let (name, total) = (cells.text()?.to_owned(), cells.count("papers")?);
        let keys = Query::new("read a shelf", sql.papers).int(key).int(window.limit.into()).int(window.offset.into());
        let rows = session.fetch(keys).await?;
        let keys: Vec<PaperKey> = paper_keys(&rows)?;
        Ok(Some(Shelf { name, total, papers: papers(&mut session, &keys).await? }))
    }

    async fn largest(&self, kind: ShelfKind, limit: u32) -> Result<Vec<(Organization, u64)>, StoreError> {
        let query = Query::new("read the largest shelves", kind.sql().largest).int(limit.into());
        let rows = self.reader().await?.session().fetch(query).await?;
        let shelf = |row| {
            let mut cells = Cells::of(row, "shelves");
            let (slug, name) = (cells.text()?.to_owned(), cells.text()?.to_owned());
            Ok((Organization { slug, name }, cells.count("papers")?))
        };
        rows.iter().map(shelf).collect()
    }
}
