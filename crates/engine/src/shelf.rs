//! All papers of one author, organisation, category or keyword.

use domain::StoredPaper;
use store::{ShelfOrder, ShelfPart, Window};

use crate::{EngineError, Newsstand, Page};

/// What a shelf gathers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ShelfKind {
    /// Papers of an author.
    Author,
    /// Papers of an organisation.
    Organization,
    /// Papers of an arXiv category, primary or crossed.
    Category,
    /// Papers with a keyword.
    Keyword,
}

/// Which shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShelfQuery {
    /// What it gathers.
    pub kind: ShelfKind,
    /// The name in the address; for a category its id.
    pub slug: String,
    /// The order.
    pub order: ShelfOrder,
    /// The page.
    pub page: Page,
}

/// Papers that have something in common.
#[derive(Debug, Clone)]
pub struct Shelf {
    /// What it gathers.
    pub kind: ShelfKind,
    /// The name in the address.
    pub slug: String,
    /// The name for readers.
    pub name: String,
    /// How many papers there are on all pages.
    pub total: u64,
    /// The papers of this page.
    pub papers: Vec<StoredPaper>,
    /// The page.
    pub page: Page,
}

impl Newsstand {
    /// A page of the papers of a shelf; `None` where nobody of that name has a paper here.
    pub async fn shelf(&self, query: &ShelfQuery) -> Result<Option<Shelf>, EngineError> {
        let window = Window { offset: query.page.offset(), limit: query.page.size };
        let part = ShelfPart { order: query.order, window };
        let (store, slug) = (self.store(), query.slug.as_str());
        let found = match query.kind {
            ShelfKind::Author => store.by_author(slug, part).await?,
            ShelfKind::Organization => store.by_organization(slug, part).await?,
            ShelfKind::Category => store.by_category(slug, part).await?,
            ShelfKind::Keyword => store.by_keyword(slug, part).await?,
        };
        Ok(found.map(|found| Shelf {
            kind: query.kind,
            slug: query.slug.clone(),
            name: found.name,
            total: found.total,
            papers: found.papers,
            page: query.page,
        }))
    }
}
