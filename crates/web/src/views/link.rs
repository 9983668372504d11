//! Links with their words.

use domain::PaperId;
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
    /// Further links, which are folded.
    pub(crate) more: Vec<Link>,
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

    /// The page of a paper where it comes from, whether or not it is here.
    pub(crate) fn origin(id: &PaperId) -> Option<Self> {
        let arxiv = id.arxiv().map(|id| Self::outside(format!("https://arxiv.org/abs/{id}"), "arXiv’s page of it"));
        arxiv.or_else(|| id.doi().map(|doi| Self::outside(format!("https://doi.org/{doi}"), "Where its DOI leads")))
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
        (!items.is_empty()).then(|| Self { title: title.to_owned(), items, more: Vec::new() })
    }

    /// With all but the first `shown` links folded.
    pub(crate) fn folded(mut self, shown: usize) -> Self {
        self.more = self.items.split_off(shown.min(self.items.len()));
        self
    }

    /// Whether the reader is among the folded ones.
    pub(crate) fn is_open(&self) -> bool {
        self.more.iter().any(|link| link.current)
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
