//! Links with their words.

use engine::ShelfKind;

use crate::links;
use crate::views::numbers::grouped;

/// A link in a list of links.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) href: String,
    pub(crate) label: String,
    /// A number or note beside it.
    pub(crate) count: Option<String>,
    /// Whether this is where the reader is.
    pub(crate) current: bool,
    /// Whether it leads to another site.
    pub(crate) outside: bool,
}

/// Links under a heading.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub(crate) title: String,
    pub(crate) items: Vec<Link>,
}

/// A name that is a link.
#[derive(Debug, Clone)]
pub(crate) struct Tag {
    pub(crate) href: String,
    pub(crate) name: String,
}

impl Link {
    /// A link to a page of this site.
    pub(crate) fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self { href: href.into(), label: label.into(), count: None, current: false, outside: false }
    }

    /// A link to another site.
    pub(crate) fn outside(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self { outside: true, ..Self::new(href, label) }
    }

    /// With a number beside it.
    pub(crate) fn counting(self, count: u64) -> Self {
        Self { count: Some(grouped(count)), ..self }
    }

    /// Marked as the present choice where `current`.
    pub(crate) fn current(self, current: bool) -> Self {
        Self { current, ..self }
    }
}

impl Block {
    /// A block, where it has any links.
    pub(crate) fn new(title: &str, items: Vec<Link>) -> Option<Self> {
        (!items.is_empty()).then(|| Self { title: title.to_owned(), items })
    }
}

impl Tag {
    /// The shelf of that slug, called `name`.
    pub(crate) fn shelf(kind: ShelfKind, slug: &str, name: impl Into<String>) -> Self {
        Self { href: links::shelf(kind, slug), name: name.into() }
    }

    /// An arXiv category by its readable name.
    pub(crate) fn category(id: &str) -> Self {
        Self::shelf(ShelfKind::Category, id, domain::category_name(id).unwrap_or(id))
    }
}
