//! The papers of an author, an organisation, a keyword, a category.

use domain::{Organization, StoredPaper, key_of};

use super::ShelfKind;
use crate::driver::{Cells, Query, Session};
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

/// In which order the papers of a shelf come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ShelfOrder {
    /// Newest shown day first, those without a day last.
    #[default]
    Newest,
    /// Most votes first, equal ones as in [`ShelfOrder::Newest`].
    Votes,
}

/// A part of a shelf in an order; a [`Window`] alone means the newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShelfPart {
    /// The order.
    pub order: ShelfOrder,
    /// Which part.
    pub window: Window,
}

impl From<Window> for ShelfPart {
    fn from(window: Window) -> Self {
        Self { order: ShelfOrder::Newest, window }
    }
}

/// What collects papers, with a part of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Shelf {
    /// The name for readers.
    pub name: String,
    /// How many papers stand there; never 0.
    pub total: u64,
    /// The papers of the part, in its order.
    pub papers: Vec<StoredPaper>,
}

impl Store {
    /// The papers of an author; `None` if there is none of that slug.
    pub async fn by_author(&self, slug: &str, part: impl Into<ShelfPart>) -> Result<Option<Shelf>, StoreError> {
        self.shelf(ShelfKind::Author, slug, part.into()).await
    }

    /// The papers of an organisation; `None` if there is none of that slug.
    pub async fn by_organization(&self, slug: &str, part: impl Into<ShelfPart>) -> Result<Option<Shelf>, StoreError> {
        self.shelf(ShelfKind::Organization, slug, part.into()).await
    }

    /// The papers with a keyword; `None` if there is none of that slug.
    pub async fn by_keyword(&self, slug: &str, part: impl Into<ShelfPart>) -> Result<Option<Shelf>, StoreError> {
        self.shelf(ShelfKind::Keyword, slug, part.into()).await
    }

    /// The papers of a category, such as `cs.LG`, be it their primary one or not; `None` if there is no such paper.
    pub async fn by_category(&self, id: &str, part: impl Into<ShelfPart>) -> Result<Option<Shelf>, StoreError> {
        self.shelf(ShelfKind::Category, id, part.into()).await
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

    async fn shelf(&self, kind: ShelfKind, slug: &str, part: ShelfPart) -> Result<Option<Shelf>, StoreError> {
        let mut reader = self.reader().await?;
        let mut session = reader.session();
        let Some(sql) = kind.sql().named else { return unnamed(&mut session, (kind, slug), part).await };
        let find = Query::new("look up a shelf", sql.find).int(key_of(slug)).text(slug);
        let Some(row) = session.fetch_first(find).await? else { return Ok(None) };
        let mut cells = Cells::of(&row, "shelves");
        let (name, total) = (cells.text()?.to_owned(), cells.count("papers")?);
        Ok(Some(Shelf { name, total, papers: on_shelf(&mut session, (kind, slug), part).await? }))
    }

    async fn largest(&self, kind: ShelfKind, limit: u32) -> Result<Vec<(Organization, u64)>, StoreError> {
        let Some(sql) = kind.sql().named else { return Ok(Vec::new()) };
        let rows = self.fetch(Query::new("read the largest shelves", sql.largest).int(limit.into())).await?;
        let read = |row| {
            let mut cells = Cells::of(row, "shelves");
            let (slug, name) = (cells.text()?.to_owned(), cells.text()?.to_owned());
            Ok((Organization { slug, name }, cells.count("papers")?))
        };
        rows.iter().map(read).collect()
    }
}

/// A shelf without a row of its own: its name is the one that its newest paper gives.
async fn unnamed(
    session: &mut Session<'_>,
    (kind, slug): (ShelfKind, &str),
    part: ShelfPart,
) -> Result<Option<Shelf>, StoreError> {
    let total = session.fetch_number(Query::new("count a shelf", kind.sql().total).int(key_of(slug))).await?;
    let newest = on_shelf(session, (kind, slug), Window { offset: 0, limit: 1 }.into()).await?;
    let names = newest.first().map(|it| if kind == ShelfKind::Author { &it.paper.authors } else { &it.paper.keywords });
    let Some(name) = names.into_iter().flatten().find(|name| domain::slug(name) == slug) else { return Ok(None) };
    let papers = on_shelf(session, (kind, slug), part).await?;
    Ok(Some(Shelf { name: name.clone(), total: u64::try_from(total).unwrap_or(0), papers }))
}

/// The papers of one part of a shelf.
async fn on_shelf(
    session: &mut Session<'_>,
    (kind, slug): (ShelfKind, &str),
    part: ShelfPart,
) -> Result<Vec<StoredPaper>, StoreError> {
    let sql = match part.order {
        ShelfOrder::Newest => kind.sql().newest,
        ShelfOrder::Votes => kind.sql().voted,
    };
    let keys = Query::new("read a shelf", sql).int(key_of(slug));
    let rows = session.fetch(keys.int(part.window.limit.into()).int(part.window.offset.into())).await?;
    papers(session, &paper_keys(&rows)?).await
}
