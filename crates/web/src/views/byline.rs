//! Who wrote a paper, and when: the line under a title.

use domain::{Organization, StoredPaper};
use engine::ShelfKind;

use crate::dates::{DateLabel, Now};
use crate::views::link::Tag;
use crate::views::numbers::grouped;

/// How many names stand in the line.
const NAMES: usize = 3;

/// The line under a title.
#[derive(Debug, Clone)]
pub(crate) struct Byline {
    /// The organisation that presents the paper; it stands before the authors.
    pub(crate) organization: Option<Tag>,
    /// The first authors.
    pub(crate) authors: Vec<Tag>,
    /// What follows the names: `and 10 more`; without any name `8 authors`; empty where nothing follows or nobody knows.
    pub(crate) others: String,
    pub(crate) date: Option<DateLabel>,
}

impl Byline {
    /// Whether it says who wrote the paper.
    pub(crate) fn is_signed(&self) -> bool {
        self.organization.is_some() || self.has_authors()
    }

    /// Whether it says anything about authors.
    pub(crate) fn has_authors(&self) -> bool {
        !self.authors.is_empty() || !self.others.is_empty()
    }

    /// The line of a paper.
    pub(crate) fn of(stored: &StoredPaper, now: Now) -> Self {
        let paper = &stored.paper;
        let named = named(paper.authors.len());
        let all = usize::try_from(paper.author_count).unwrap_or(usize::MAX).max(paper.authors.len());
        let others = match all - named {
            0 => String::new(),
            _ if named == 0 => text::authors_line(&[], paper.author_count),
            more => format!("and {}\u{a0}more", grouped(more as u64)),
        };
        Self {
            organization: paper.organization.as_ref().map(organization),
            authors: paper.authors.iter().take(named).map(|name| author(name)).collect(),
            others,
            date: stored.shown.map(|day| now.label(day)),
        }
    }
}

/// How many of so many names are said: one that is left over takes no more room than `and 1 more`.
fn named(known: usize) -> usize {
    if known > NAMES + 1 { NAMES } else { known }
}

/// An organisation as a link to its papers.
pub(crate) fn organization(organization: &Organization) -> Tag {
    Tag::shelf(ShelfKind::Organization, &organization.slug, organization.name.clone())
}

/// An author as a link to all papers of that name. Lines do not break between initials.
pub(crate) fn author(name: &str) -> Tag {
    Tag::shelf(ShelfKind::Author, &domain::slug(name), name.replace(". ", ".\u{a0}"))
}
