//! The addresses of Newsstand's own pages.

use std::fmt::Write;

use domain::{ListName, PaperId, Span, Subject};
use engine::ShelfKind;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::feeds::Form;

/// What has a meaning of its own in a path, or none at all. Slashes stay: old arXiv ids and DOIs hold them.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// What cannot stand in the value of a parameter.
const VALUE: &AsciiSet = &PATH.add(b'&').add(b'+').add(b'=').add(b';').add(b'\'').add(b'/').add(b'@').add(b'$');

/// The page of a paper.
pub(crate) fn paper(id: &PaperId) -> String {
    format!("/papers/{}", utf8_percent_encode(id.as_str(), PATH))
}

/// The BibTeX entry of a paper.
pub(crate) fn bibtex(id: &PaperId) -> String {
    format!("{}.bib", paper(id))
}

/// All papers of an author, organisation, category or keyword.
pub(crate) fn shelf(kind: ShelfKind, slug: &str) -> String {
    let room = match kind {
        ShelfKind::Author => "author",
        ShelfKind::Organization => "org",
        ShelfKind::Category => "category",
        ShelfKind::Keyword => "keyword",
    };
    format!("/{room}/{}", utf8_percent_encode(slug, PATH))
}

/// The page of a topic.
pub(crate) fn topic(slug: &str) -> String {
    format!("/topics/{}", utf8_percent_encode(slug, PATH))
}

/// The feed of the list at `address`: the name of the form stands behind the path. The front page’s path has nothing that it could
/// stand behind; its feed is that of `/papers`.
pub(crate) fn feed(address: &str, form: Form) -> String {
    let (path, query) = address.split_at(address.find('?').unwrap_or(address.len()));
    let path = if path == "/" { "/papers" } else { path };
    format!("{path}.{}{query}", form.extension())
}

/// A span of a list. Everything that arrived is shown by day only.
pub(crate) fn edition(list: ListName, span: Span) -> String {
    match (list, span) {
        (ListName::Daily, Span::Day(day)) => format!("/papers/date/{day}"),
        (ListName::Daily, Span::Week(week)) => format!("/papers/week/{week}"),
        (ListName::Daily, Span::Month(month)) => format!("/papers/month/{month}"),
        (ListName::New, span) => format!("/new/date/{}", span.last()),
    }
}

/// A search for these words.
pub(crate) fn search(text: &str) -> String {
    Address::new("/papers").with("q", text).into_string()
}

/// The page that shows what letters are about.
pub(crate) fn subject(about: &Subject) -> String {
    match about {
        Subject::List(ListName::Daily) => "/".to_owned(),
        Subject::List(ListName::New) => "/new".to_owned(),
        Subject::Trending => "/papers/trending".to_owned(),
        Subject::Category(id) => shelf(ShelfKind::Category, id),
        Subject::Keyword(slug) => shelf(ShelfKind::Keyword, slug),
        Subject::Author(slug) => shelf(ShelfKind::Author, slug),
        Subject::Organization(slug) => shelf(ShelfKind::Organization, slug),
        Subject::Topic(slug) => topic(slug),
        Subject::Search(query) => search(query),
    }
}

/// An address that is being put together.
#[derive(Debug, Clone)]
pub(crate) struct Address {
    text: String,
    has_query: bool,
}

impl Address {
    /// Begins with a path that is already encoded.
    pub(crate) fn new(path: impl Into<String>) -> Self {
        Self { text: path.into(), has_query: false }
    }

    /// Adds a parameter.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        let mark = if self.has_query { '&' } else { '?' };
        self.has_query = true;
        // Writing to a string cannot fail.
        let _ = write!(self.text, "{mark}{name}={}", utf8_percent_encode(value, VALUE));
        self
    }

    /// Adds a parameter that may be absent.
    pub(crate) fn with_some(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Adds the number of the page; the first page goes without.
    pub(crate) fn with_page(self, number: u64) -> Self {
        if number > 1 { self.with("page", &number.to_string()) } else { self }
    }

    /// The address.
    pub(crate) fn into_string(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_keep_their_slashes_and_lose_nothing() {
        let href = |id: &str| paper(&id.parse().unwrap());
        assert_eq!(href("2401.01234"), "/papers/2401.01234");
        assert_eq!(href("hep-th/9901001"), "/papers/hep-th/9901001");
        assert_eq!(
            href("doi:10.1002/(sici)1097[1::aid]3.0.co;2"),
            "/papers/doi:10.1002/(sici)1097%5B1::aid%5D3.0.co;2"
        );
        assert_eq!(shelf(ShelfKind::Author, "李明"), "/author/%E6%9D%8E%E6%98%8E");
    }

    #[test]
    fn feeds_stand_beside_their_lists() {
        assert_eq!(feed("/", Form::Atom), "/papers.atom");
        assert_eq!(feed("/category/cs.CL", Form::Rss), "/category/cs.CL.rss");
        assert_eq!(feed("/papers?q=a.b?", Form::Json), "/papers.json?q=a.b?");
    }

    #[test]
    fn values_cannot_break_out() {
        assert_eq!(search("a&b=c #d+\"'"), "/papers?q=a%26b%3Dc%20%23d%2B%22%27");
        assert_eq!(Address::new("/x").with("a", "1").with_page(1).with_page(3).into_string(), "/x?a=1&page=3");
    }
}
