//! Feeds in Atom (RFC 4287): what is new, for programs that readers let look.

pub(crate) mod topic;

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::StoredPaper;

use crate::failure::Failure;
use crate::links;
use crate::site::Site;

/// When a paper changed of which no day is known; an entry must have a time (RFC 4287, 4.1.2).
const NO_TIME: &str = "1970-01-01T00:00:00Z";

/// The most names of authors in an entry.
const MOST_AUTHORS: usize = 100;

/// A feed.
#[derive(Debug, Template)]
#[template(path = "feed.xml")]
pub(crate) struct Feed {
    /// A name that never changes, as an IRI.
    pub(crate) id: String,
    pub(crate) site: String,
    pub(crate) title: String,
    /// The address of the feed.
    pub(crate) own: String,
    /// The address of the page that shows the same.
    pub(crate) page: String,
    pub(crate) entries: Vec<Entry>,
}

/// A paper in a feed.
#[derive(Debug)]
pub(crate) struct Entry {
    id: String,
    title: String,
    /// The beginning of its day.
    updated: String,
    href: String,
    authors: Vec<String>,
    categories: Vec<String>,
    summary: String,
}

impl Entry {
    /// The entry of a paper.
    pub(crate) fn of(stored: &StoredPaper, site: &Site) -> Self {
        let paper = &stored.paper;
        let path = links::paper(&paper.id);
        let day = stored.shown.or(stored.listed);
        Self {
            // A tag (RFC 4151) that depends on the paper alone, not on where the site is reached.
            id: format!("tag:newsstand,2026:{path}"),
            title: sound(&text::plain(&paper.title)),
            updated: day.map_or_else(|| NO_TIME.to_owned(), |day| format!("{day}T00:00:00Z")),
            href: site.absolute(&path).unwrap_or(path),
            authors: paper.authors.iter().take(MOST_AUTHORS).map(|name| sound(name)).collect(),
            categories: paper.categories.iter().map(|id| sound(id)).collect(),
            summary: sound(&text::plain(&paper.abstract_text)),
        }
    }
}

impl Feed {
    /// When the newest entry changed.
    fn updated(&self) -> &str {
        self.entries.iter().map(|entry| entry.updated.as_str()).max().unwrap_or(NO_TIME)
    }

    /// The feed as a response.
    pub(crate) fn print(&self) -> Result<Response, Failure> {
        let kind = HeaderValue::from_static("application/atom+xml; charset=utf-8");
        Ok(([(header::CONTENT_TYPE, kind)], self.render()?).into_response())
    }
}

/// The text without the characters that XML cannot hold, not even escaped (XML 1.0, production 2).
pub(crate) fn sound(text: &str) -> String {
    let holds = |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    text.chars().filter(holds).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(sound("a\u{0}b\u{b}c\u{fffe}\u{ffff}d\té 李\u{1f600}\n"), "abcd\té 李\u{1f600}\n");
    }
}
