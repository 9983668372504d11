//! What came back.

use jiff::Timestamp;

use crate::{Address, Validators};

/// A whole answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// From where it came in the end.
    pub address: Address,
    /// When it had come.
    pub at: Timestamp,
    /// What it is.
    pub content: Content,
}

/// What an answer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// What is there already is still so.
    Unchanged,
    /// Something to read. Providers explain in the body what was wrong about a request, so it comes with any status below 500.
    Body {
        /// The status: 200, or one of those for bad requests.
        status: u16,
        /// The bytes, decompressed.
        bytes: Vec<u8>,
        /// What to ask with the next time.
        validators: Validators,
        /// The address behind `rel="next"` of the `Link` header (RFC 8288).
        next: Option<String>,
    },
}

/// The target of the first link with the relation `next` in the values of `Link` headers.
pub(crate) fn next_link<'a>(values: impl IntoIterator<Item = &'a str>) -> Option<String> {
    values.into_iter().flat_map(links).find_map(|(target, parameters)| {
        let is_next = |parameter: &str| {
            let (name, value) = parameter.split_once('=')?;
            let relations = value.trim().trim_matches('"').split_ascii_whitespace();
            Some(
                name.trim().eq_ignore_ascii_case("rel")
                    && relations.into_iter().any(|rel| rel.eq_ignore_ascii_case("next")),
            )
        };
        parameters.split(';').any(|parameter| is_next(parameter) == Some(true)).then(|| target.trim().to_owned())
    })
}

/// The links of one header: targets with what stands behind them. A target may hold commas.
fn links(value: &str) -> impl Iterator<Item = (&str, &str)> {
    value
        .split('<')
        .skip(1)
        .filter_map(|link| link.split_once('>'))
        .map(|(target, rest)| (target, rest.trim_end().trim_end_matches(',')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_next_page_is_found() {
        let next = |value: &str| next_link([value]);
        assert_eq!(next("</p?page=2>; rel=\"next\"").as_deref(), Some("/p?page=2"));
        assert_eq!(
            next("</p?a=1,2>; rel=prev, </p?a=3,4>; title=\"x\"; REL=\"last next\"").as_deref(),
            Some("/p?a=3,4")
        );
        assert_eq!(next_link(["</a>; rel=prev", "</b>; rel=next"]).as_deref(), Some("/b"));
        for none in ["", "</a>", "</a>; rel=prev", "rel=next", "</a; rel=next", "</a>; rel=nextish"] {
            assert_eq!(next(none), None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn any_header_is_read(value in "\\PC{0,80}") {
            let _ = next_link([value.as_str()]);
        }
    }
}
