//! Where on the site the things are that letters and alerts speak of.

use domain::{ListName, PaperId, Subject};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What may stand in the value of a parameter (RFC 3986, 2.3).
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The same in a path, and slashes: old ids of arXiv and DOIs hold them. Round brackets could stand there too, but end a link in Markdown.
const PATH: &AsciiSet = &VALUE.remove(b'/').remove(b':').remove(b',');

/// The page of a paper.
pub fn paper_path(id: &PaperId) -> String {
    format!("/papers/{}", utf8_percent_encode(id.as_str(), PATH))
}

/// The page that shows what a letter or an alert is about.
pub fn subject_path(about: &Subject) -> String {
    let of = |room: &str, slug: &str| format!("/{room}/{}", utf8_percent_encode(slug, PATH));
    match about {
        Subject::List(ListName::Daily) => "/".to_owned(),
        Subject::List(ListName::New) => "/new".to_owned(),
        Subject::Trending => "/papers/trending".to_owned(),
        Subject::Category(id) => of("category", id),
        Subject::Keyword(slug) => of("keyword", slug),
        Subject::Author(slug) => of("author", slug),
        Subject::Organization(slug) => of("org", slug),
        Subject::Topic(slug) => of("topics", slug),
        Subject::Search(query) => format!("/papers?q={}", utf8_percent_encode(query, VALUE)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_subject_has_a_page() {
        for (about, page) in [
            ("daily", "/"),
            ("new", "/new"),
            ("trending", "/papers/trending"),
            ("category:cs.CL", "/category/cs.CL"),
            ("author:ada-byron", "/author/ada-byron"),
            ("topic:world-models", "/topics/world-models"),
            ("search:a&b \"c\"", "/papers?q=a%26b%20%22c%22"),
        ] {
            assert_eq!(subject_path(&about.parse().unwrap()), page);
        }
        assert_eq!(paper_path(&"doi:10.1000/(a)b".parse().unwrap()), "/papers/doi:10.1000/%28a%29b");
    }
}
