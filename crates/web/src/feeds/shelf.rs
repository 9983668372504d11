//! `/author/x.atom`, `/org/x.atom`, `/category/cs.CL.atom`, `/keyword/x.atom`: the newest papers that have something in common.

use engine::{Page, ShelfKind, ShelfOrder};

use crate::failure::Failure;
use crate::feeds::{Call, Feed, Heading};
use crate::links;
use crate::pages::shelf;

/// The newest papers of an author.
pub(crate) async fn author(call: Call) -> Result<Feed, Failure> {
    feed(&call, ShelfKind::Author).await
}

/// The newest papers of an organisation.
pub(crate) async fn organization(call: Call) -> Result<Feed, Failure> {
    feed(&call, ShelfKind::Organization).await
}

/// The newest papers of a category.
pub(crate) async fn category(call: Call) -> Result<Feed, Failure> {
    feed(&call, ShelfKind::Category).await
}

/// The newest papers with a keyword.
pub(crate) async fn keyword(call: Call) -> Result<Feed, Failure> {
    feed(&call, ShelfKind::Keyword).await
}

async fn feed(call: &Call, kind: ShelfKind) -> Result<Feed, Failure> {
    let found = shelf::find(&call.site, kind, (&call.stem, ShelfOrder::Newest, Page::number(1))).await?;
    let address = links::shelf(kind, &found.slug);
    let title = shelf::name(&found);
    let words = format!("{}: {title}, newest first", shelf::kicker(kind));
    Feed::new(call, &Heading { title, words, page: address.clone(), address }, &found.papers)
}
