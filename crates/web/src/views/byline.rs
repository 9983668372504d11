//! Who wrote a paper, and when: the line under a title.

use domain::{Organization, StoredPaper};
use engine::ShelfKind;

use crate::dates::{DateLabel, Now};
use crate::views::link::Tag;

/// How many names stand beside the number of authors.
const NAMES: usize = 3;

/// The line under a title.
#[derive(Debug, Clone)]
pub(crate) struct Byline {
    /// The organisation that presents the paper; it stands in the place of the authors.
    pub(crate) organization: Option<Tag>,
    /// `8 authors`, or the name where there is only one; empty where nobody knows.
    pub(crate) authors: String,
    /// The first names of many.
    pub(crate) names: String,
    pub(crate) date: Option<DateLabel>,
}

impl Byline {
    /// Whether it says who wrote the paper.
    pub(crate) fn is_signed(&self) -> bool {
        self.organization.is_some() || !self.authors.is_empty()
    }

    /// The line of a paper.
    pub(crate) fn of(stored: &StoredPaper, now: Now) -> Self {
        let paper = &stored.paper;
        Self {
            organization: paper.organization.as_ref().map(organization),
            authors: text::authors_line(&paper.authors, paper.author_count),
            names: first_names(&paper.authors),
            date: stored.shown.map(|day| now.label(day)),
        }
    }
}

/// An organisation as a link to its papers.
pub(crate) fn organization(organization: &Organization) -> Tag {
    Tag::shelf(ShelfKind::Organization, &organization.slug, organization.name.clone())
}

fn first_names(authors: &[String]) -> String {
    match authors {
        [] | [_] => String::new(),
        _ => {
            let more = if authors.len() > NAMES { ", …" } else { "" };
            format!("{}{more}", authors.iter().take(NAMES).map(String::as_str).collect::<Vec<_>>().join(", "))
        }
    }
}
